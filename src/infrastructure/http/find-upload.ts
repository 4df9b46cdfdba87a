import { type Request, type Response, Router } from 'express';
import type { Route } from './route';
import type { Steps } from './steps';
import type { UploadPlace } from './upload-place';

const FOUND = 'foundUpload';

/** A request that brings files to a route that takes them. */
interface FoundUpload {
  readonly place: UploadPlace;
  readonly params: Request['params'];
}

/** Finds, before any body is read, which requests bring files to a route that takes them. */
export function setUpFindUpload(steps: Steps, routes: readonly Route<never>[]): void {
  const router = Router({ caseSensitive: true });
  for (const { method, path, upload: place } of routes) {
    if (place === undefined) continue;
    router[method](path, (req, res, next) => {
      res.locals[FOUND] = { place, params: req.params };
      next();
    });
  }
  steps.use((req, res, next) => {
    if (req.method === 'POST' && req.is('multipart/form-data')) router(req, res, next);
    else next();
  });
}

/** Null for any other request: of this form it is refused. */
export function findUpload(res: Response): FoundUpload | null {
  return res.locals[FOUND] ?? null;
}
