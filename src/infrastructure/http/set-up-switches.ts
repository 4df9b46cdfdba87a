import type { Express } from 'express';
import { AppError } from '../errors';
import { isOfficePath } from './office-path';

/** How long a browser is asked to wait before it tries again. */
const RETRY_SECONDS = 60;

const SIGN_INS = /^\/(sign-in|first-sign-in)(\/|$)/;
/**
 * What candidates may still post while everything is read-only: to sign in and out, and what keeps a draft, so that
 * nothing typed is lost. A save is let through to be refused where its draft is kept.
 */
const KEPT_OPEN = [
  /^\/(sign-in|sign-out|forgotten-number|demo|draft-sheets)(\/|$)/,
  /^\/batches\/[^/]+\/(notice|overwrite|check|draft|draft-removal|draft-sheet|clearing-request|clearing|extension|arrangement|plan-query|versions)(\/|$)/,
];

/** Of all switches those that a request may meet before its route. */
interface SwitchesAtDoor {
  readonly readOnly: boolean;
  readonly noSignIns: boolean;
}

/** Refuses what the province has switched off, from memory alone; officers pass. */
export function setUpSwitches(app: Express, current: () => SwitchesAtDoor): void {
  app.use((req, _res, next) => {
    const { readOnly, noSignIns } = current();
    if ((readOnly || noSignIns) && req.method === 'POST' && !isOfficePath(req.path)) {
      if (noSignIns && SIGN_INS.test(req.path))
        throw new AppError('signInsStopped', 503, { seconds: RETRY_SECONDS });
      if (readOnly && !KEPT_OPEN.some((path) => path.test(req.path)))
        throw new AppError('readOnly', 503, { seconds: RETRY_SECONDS });
    }
    next();
  });
}
