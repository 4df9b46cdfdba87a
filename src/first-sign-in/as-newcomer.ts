import { realTime } from '../clock';
import type { Visit, VisitHandler } from '../middleware/as-visitor';
import type { FirstSignIn } from '../sign-in';

/** One request of somebody who came in by the first secret. */
export interface NewcomerVisit extends Visit {
  readonly first: FirstSignIn;
}

export type NewcomerHandler = (visit: NewcomerVisit) => Promise<void> | void;

/** Lets in who came by the first secret, and is at this step: the password first, then the rest. */
export function asNewcomer(step: 'password' | 'phone', handler: NewcomerHandler): VisitHandler {
  return async (visit) => {
    const { firstSignIn: first } = visit.req.session;
    if (first === undefined || first.until < realTime()) return visit.redirect('/sign-in');
    const at = first.secretHash === null ? 'phone' : 'password';
    if (at !== step) return visit.redirect(at === 'phone' ? '/first-sign-in/phone' : '/first-sign-in');
    await handler({ ...visit, first });
  };
}
