import type { FirstSignIn } from '../../domain/credentials/session-data';
import { wallClock } from '../../infrastructure/clock';
import { AppError } from '../../infrastructure/errors';
import type { Visit, VisitHandler } from '../../infrastructure/http/as-visitor';
import { bringsText } from '../../infrastructure/http/carried-form';
import { UNKNOWN_OWNER } from '../../infrastructure/http/refused-forms';

/** One request of somebody who came in by the first secret. */
export interface NewcomerVisit extends Visit {
  readonly first: FirstSignIn;
}

type NewcomerHandler = (visit: NewcomerVisit) => Promise<void> | void;

/** What goes on behind 登录: the password is set by then, and a phone that was typed is bound as on any other page. */
function describeEnd(path: string, first: FirstSignIn | undefined): AppError {
  const journeyOf = first?.candidateId ?? UNKNOWN_OWNER;
  const goesOn = path === '/first-sign-in/phone' ? { goesOnAt: '/phone' } : {};
  return new AppError('journeyGone', 409, { start: '/sign-in', journeyOf, ...goesOn });
}

/** Lets in who came by the first secret, and is at this step: the password first, then the rest. */
export function asNewcomer(step: 'password' | 'phone', handler: NewcomerHandler): VisitHandler {
  return async (visit) => {
    const { firstSignIn: first } = visit.req.session;
    if (first === undefined || first.until < wallClock()) {
      if (visit.req.method === 'POST' && bringsText(visit.req)) throw describeEnd(visit.req.path, first);
      return visit.redirect('/sign-in');
    }
    const at = first.secretHash === null ? 'phone' : 'password';
    if (at !== step) return visit.redirect(at === 'phone' ? '/first-sign-in/phone' : '/first-sign-in');
    await handler({ ...visit, first });
  };
}
