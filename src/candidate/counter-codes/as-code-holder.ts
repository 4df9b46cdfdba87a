import 'express-session';
import type { CounterVisit } from '../../domain/counter-codes/counter-code.service';
import type { CounterPurpose } from '../../domain/counter-codes/purpose';
import { wallClock } from '../../infrastructure/clock';
import { AppError } from '../../infrastructure/errors';
import type { Visit, VisitHandler } from '../../infrastructure/http/as-visitor';
import { bringsText } from '../../infrastructure/http/carried-form';
import { UNKNOWN_OWNER } from '../../infrastructure/http/refused-forms';

declare module 'express-session' {
  interface SessionData {
    counterVisit?: CounterVisit;
    /** What a code was used for, to be said once. */
    counterDone?: CounterPurpose;
  }
}

/** One request of somebody whose 柜台码 was right. */
export interface CodeHolderVisit extends Visit {
  readonly counter: CounterVisit;
}

type CodeHolderHandler = (visit: CodeHolderVisit) => Promise<void> | void;

/** Lets in who typed a code for one of these purposes; a code for another leads back to the entrance. */
export function asCodeHolder(purposes: readonly CounterPurpose[], handler: CodeHolderHandler): VisitHandler {
  return async (visit) => {
    const { counterVisit: counter } = visit.req.session;
    const serves = counter !== undefined && counter.until > wallClock() && purposes.includes(counter.purpose);
    if (!serves) {
      const journeyOf = counter?.candidateId ?? UNKNOWN_OWNER;
      // What was typed waits until a code is typed anew.
      if (visit.req.method === 'POST' && bringsText(visit.req))
        throw new AppError('journeyGone', 409, { start: '/counter-code', journeyOf });
      return visit.redirect('/counter-code');
    }
    await handler({ ...visit, counter });
  };
}
