import type { Request, Response } from 'express';
import { ACCOUNT_PATH } from '../middleware/account-path';
import { ACCOUNT_CSRF_COOKIE } from '../middleware/set-up-csrf';
import { ACCOUNT_SESSION_COOKIE } from '../middleware/set-up-sessions';
import { endSession } from '../sign-in';

/** Ends this browser's session under /account and takes its cookies away. */
export async function endBrowserSession(req: Request, res: Response): Promise<void> {
  await endSession(req, res, { name: ACCOUNT_SESSION_COOKIE, path: ACCOUNT_PATH });
  res.clearCookie(ACCOUNT_CSRF_COOKIE, { path: ACCOUNT_PATH });
}
