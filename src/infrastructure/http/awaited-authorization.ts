import type { Request, Response } from 'express';
import type { Config } from '../config/config';
import { ACCOUNT_PATH } from './account-path';

const NAME = 'zhiyuan.account.next';
const SHAPE = /^[a-z][a-z0-9-]{1,39}\/[A-Za-z0-9_-]{16,64}$/;
/** So many tabs of one browser may wait at once. */
const MAX = 4;

/** A platform's request as an address of the account centre names it; what is dead leads back to the platform by it. */
export function toAuthorizationPath(platform: string, uid: string): string {
  return `${ACCOUNT_PATH}/authorizations/${platform}/${uid}`;
}

function listAwaited(req: Request): string[] {
  const kept: unknown = req.cookies?.[NAME];
  return typeof kept === 'string' ? kept.split('.').filter((one) => SHAPE.test(one)) : [];
}

function keep(res: Response, waiting: readonly string[], publicUrl: Config['publicUrl']): void {
  const secure = publicUrl.protocol === 'https:';
  res.cookie(NAME, waiting.join('.'), {
    httpOnly: true,
    sameSite: 'lax',
    secure,
    path: ACCOUNT_PATH,
  });
}

/**
 * Remembers, over whichever way of signing in, that a platform waits for somebody to sign in at this browser, until
 * the browser is closed: the next pupil at a shared computer does not go on where the last one left off. Each tab has
 * its own request; the newest comes first.
 */
export function awaitAuthorization(
  req: Request,
  res: Response,
  { platform, uid }: { readonly platform: string; readonly uid: string },
  publicUrl: Config['publicUrl'],
): void {
  const own = `${platform}/${uid}`;
  keep(res, [own, ...listAwaited(req).filter((one) => one !== own)].slice(0, MAX), publicUrl);
}

/** Where a platform waits; null where none does. It is a page of the account centre, whatever the cookie says. */
export function findAwaited(req: Request): string | null {
  const [platform, uid] = listAwaited(req)[0]?.split('/') ?? [];
  return platform === undefined || uid === undefined ? null : toAuthorizationPath(platform, uid);
}

/** It goes on, or is over: nothing leads there any more. What other tabs wait for stays. */
export function forgetAwaited(
  req: Request,
  res: Response,
  own: string,
  publicUrl: Config['publicUrl'],
): void {
  const waiting = listAwaited(req);
  const rest = waiting.filter((one) => `${ACCOUNT_PATH}/authorizations/${one}` !== own);
  if (rest.length === waiting.length) return;
  if (rest.length > 0) keep(res, rest, publicUrl);
  else res.clearCookie(NAME, { path: ACCOUNT_PATH });
}
