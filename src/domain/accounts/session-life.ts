import type { Request, Response } from 'express';
import { ACCOUNT_PATH } from '../../infrastructure/http/account-path';
import { endSession } from '../../infrastructure/http/session-life';
import { ACCOUNT_CSRF_COOKIE } from '../../infrastructure/http/set-up-csrf';
import { ACCOUNT_SESSION_COOKIE } from '../../infrastructure/http/set-up-sessions';

/** Ends this browser's session under /account and takes its cookies away. */
export async function endBrowserSession(req: Request, res: Response): Promise<void> {
  await endSession(req, res, { name: ACCOUNT_SESSION_COOKIE, path: ACCOUNT_PATH });
  res.clearCookie(ACCOUNT_CSRF_COOKIE, { path: ACCOUNT_PATH });
}
