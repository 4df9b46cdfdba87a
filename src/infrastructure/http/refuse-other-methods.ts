import type { Express } from 'express';
import { AppError } from '../errors';

const allowed = ['GET', 'HEAD', 'POST'];

/** The platform reads by GET and acts by POST; every other method is refused before anything else looks at it. */
export function refuseOtherMethods(app: Express): void {
  app.use((req, res, next) => {
    if (allowed.includes(req.method)) return next();
    res.setHeader('Allow', allowed.join(', '));
    throw new AppError('badRequest', 405);
  });
}
