import 'express-session';
import { realTime } from '../clock';
import type { Visit, VisitHandler } from '../middleware/as-visitor';
import type { CounterVisit } from './counter-code.service';
import type { CounterPurpose } from './purpose';

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

export type CodeHolderHandler = (visit: CodeHolderVisit) => Promise<void> | void;

/** Lets in who typed a code for one of these purposes; a code for another leads back to the entrance. */
export function asCodeHolder(purposes: readonly CounterPurpose[], handler: CodeHolderHandler): VisitHandler {
  return async (visit) => {
    const { counterVisit: counter } = visit.req.session;
    const serves = counter !== undefined && counter.until > realTime() && purposes.includes(counter.purpose);
    if (!serves) return visit.redirect('/counter-code');
    await handler({ ...visit, counter });
  };
}
