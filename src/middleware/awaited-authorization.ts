import type { Request, Response } from 'express';
import type { Config } from '../config';
import { ACCOUNT_PATH } from './account-path';

const NAME = 'zhiyuan.account.next';
const SHAPE = /^[A-Za-z0-9_-]{16,64}$/;
const TEN_MINUTES = 10 * 60_000;

/** Remembers, over whichever way of signing in, that a platform waits for somebody to sign in at this browser. */
export function awaitAuthorization(res: Response, uid: string, publicUrl: Config['publicUrl']): void {
  const secure = publicUrl.protocol === 'https:';
  res.cookie(NAME, uid, {
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge: TEN_MINUTES,
    path: ACCOUNT_PATH,
  });
}

/** Where a platform waits; null where none does. It is a page of the account centre, whatever the cookie says. */
export function findAwaited(req: Request): string | null {
  const uid: unknown = req.cookies?.[NAME];
  return typeof uid === 'string' && SHAPE.test(uid) ? `${ACCOUNT_PATH}/authorizations/${uid}` : null;
}

/** Goes there once. */
export function forgetAwaited(res: Response): void {
  res.clearCookie(NAME, { path: ACCOUNT_PATH });
}
