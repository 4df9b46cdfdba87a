import { doubleCsrf } from 'csrf-csrf';
import type { Request, Response } from 'express';
import type { Config } from '../config/config';
import { AppError } from '../errors';
import { ACCOUNT_PATH, isAccountPath } from './account-path';
import { type HolderMarks, joinToken, splitToken } from './holder-mark';
import { maskToken, unmaskToken } from './masked-token';
import { isOfficePath, OFFICE_PATH } from './office-path';
import { getDevice } from './set-up-device';
import type { Steps } from './steps';

export interface Csrf {
  /** The token that a form or an htmx request of this browser must carry, with the mark of whom the page is for. */
  tokenFor(req: Request, res: Response): string;
  setUp(steps: Steps): void;
}

/** Cookies of the tokens; taken away at 退出. */
export const CSRF_COOKIE = 'zhiyuan.csrf';
export const OFFICE_CSRF_COOKIE = 'zhiyuan.office.csrf';
export const ACCOUNT_CSRF_COOKIE = 'zhiyuan.account.csrf';

/**
 * Signed double-submit tokens; they need no session before sign-in. A candidate's is bound to the device and to who
 * is signed in, an officer's or an account's to the device and to the session itself. Each has a cookie of its own,
 * so that a browser may be at all of them.
 */
export function createCsrf(config: Config, marks: HolderMarks): Csrf {
  const candidates = createProtection(config, {
    cookieName: CSRF_COOKIE,
    cookie: { sameSite: 'lax', path: '/' },
    holder: (req) => String(req.session?.candidate?.id ?? ''),
  });
  const officers = createProtection(config, {
    cookieName: OFFICE_CSRF_COOKIE,
    cookie: { sameSite: 'strict', path: OFFICE_PATH },
    holder: (req) => `office|${hasOfficer(req) ? req.sessionID : ''}`,
  });
  const accounts = createProtection(config, {
    cookieName: ACCOUNT_CSRF_COOKIE,
    cookie: { sameSite: 'lax', path: ACCOUNT_PATH },
    holder: (req) => `account|${req.session?.account === undefined ? '' : req.sessionID}`,
  });
  const choose = (req: Request) => {
    if (isOfficePath(req.path)) return officers;
    return isAccountPath(req.path) ? accounts : candidates;
  };
  return {
    tokenFor: (req, res) =>
      joinToken(
        maskToken(choose(req).generateCsrfToken(req, res, { overwrite: false, validateOnReuse: false })),
        marks.of(req),
      ),
    setUp(steps) {
      steps.use((req, res, next) => {
        choose(req).doubleCsrfProtection(req, res, (error?: unknown) => {
          next(error === undefined ? undefined : new AppError('csrf', 403));
        });
      });
    },
  };
}

interface ProtectionRules {
  readonly cookieName: string;
  readonly cookie: { readonly sameSite: 'lax' | 'strict'; readonly path: string };
  /** Who is signed in at the browser; empty where nobody is. */
  readonly holder: (req: Request) => string;
}

function createProtection(config: Config, { cookieName, cookie, holder }: ProtectionRules) {
  return doubleCsrf({
    getSecret: () => config.secrets.session.readable().map(({ text }) => text),
    getSessionIdentifier: (req) => `${getDevice(req)}|${holder(req)}`,
    cookieName,
    cookieOptions: { ...cookie, httpOnly: true, secure: config.publicUrl.protocol === 'https:' },
    getCsrfTokenFromRequest: (req) => {
      const body: unknown = req.body?._csrf;
      const value = req.get('x-csrf-token') ?? (typeof body === 'string' ? body : undefined);
      return value === undefined ? undefined : unmaskToken(splitToken(value).token);
    },
    errorConfig: { statusCode: 403, message: 'csrf', code: 'EBADCSRFTOKEN' },
  });
}

function hasOfficer({ session }: Request): boolean {
  return session?.officer !== undefined || session?.officerSetUp !== undefined;
}
