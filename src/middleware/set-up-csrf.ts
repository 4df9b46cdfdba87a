import { doubleCsrf } from 'csrf-csrf';
import type { Express, Request, Response } from 'express';
import type { Config } from '../config';
import { AppError } from '../errors';
import { getDevice } from './set-up-device';

export interface Csrf {
  /** The token that a form or an htmx request of this browser must carry. */
  tokenFor(req: Request, res: Response): string;
  setUp(app: Express): void;
}

/** Cookie of the token; taken away at 退出. */
export const CSRF_COOKIE = 'zhiyuan.csrf';

/** Signed double-submit token, bound to the device and to who is signed in; needs no session before sign-in. */
export function createCsrf(config: Config): Csrf {
  const { generateCsrfToken, doubleCsrfProtection } = doubleCsrf({
    getSecret: () => config.secrets.session,
    getSessionIdentifier: (req) => `${getDevice(req)}|${req.session?.candidate?.id ?? ''}`,
    cookieName: CSRF_COOKIE,
    cookieOptions: {
      httpOnly: true,
      sameSite: 'lax',
      secure: config.publicUrl.protocol === 'https:',
      path: '/',
    },
    getCsrfTokenFromRequest: (req) => {
      const body: unknown = req.body?._csrf;
      return req.get('x-csrf-token') ?? (typeof body === 'string' ? body : undefined);
    },
    errorConfig: { statusCode: 403, message: 'csrf', code: 'EBADCSRFTOKEN' },
  });
  return {
    tokenFor: (req, res) => generateCsrfToken(req, res, { overwrite: false, validateOnReuse: false }),
    setUp(app) {
      app.use((req, res, next) => {
        doubleCsrfProtection(req, res, (error?: unknown) => {
          next(error === undefined ? undefined : describeRefusal(req));
        });
      });
    },
  };
}

/** Whoever was signed out, or finds another candidate signed in here, is told so, not that the page is stale. */
function describeRefusal(req: Request): AppError {
  if (req.session?.ended) return new AppError('signInNeeded', 401);
  const other = req.session?.candidate !== undefined && req.path === '/sign-in';
  return other ? new AppError('otherSignedIn', 409) : new AppError('csrf', 403);
}
