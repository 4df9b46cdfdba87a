import { AppError } from '../errors';
import type { Steps } from './steps';

const allowed = ['GET', 'HEAD', 'POST'];

/** The platform reads by GET and acts by POST; every other method is refused before anything else looks at it. */
export function refuseOtherMethods(steps: Steps): void {
  steps.use((req, res, next) => {
    if (allowed.includes(req.method)) return next();
    res.setHeader('Allow', allowed.join(', '));
    throw new AppError('badRequest', 405);
  });
}
