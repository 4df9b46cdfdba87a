import cookieParser from 'cookie-parser';
import express, { type Express, type Request, type RequestHandler, type Response, Router } from 'express';
import type { Knex } from 'knex';
import {
  endAccountSession,
  findSignedInAccount,
  touchAccountSession,
} from '../../domain/accounts/account-session.repository';
import { auditAccount } from '../../domain/accounts/audit-account';
import { findPerson } from '../../domain/accounts/person.repository';
import { endBrowserSession } from '../../domain/accounts/session-life';
import { AppError } from '../../infrastructure/errors';
import { getOrigin } from '../../infrastructure/http/origin';
import type { PageRenderer } from '../../infrastructure/http/page-renderer';
import { isReadable } from '../../infrastructure/http/readable-text';
import { cleanCookies } from '../../infrastructure/http/set-up-door';
import { renewSession } from '../../infrastructure/http/set-up-sessions';
import { createAdmissions } from '../../infrastructure/security/admissions';
import type { PlatformServices } from './platform-services';
import { markTold } from './platform-session.repository';
import { PROVIDER_PATH } from './provider';
import { type ProviderVisit, runVisit, type VisitingAccount } from './provider-visit';

interface ProviderMount {
  readonly db: Knex;
  readonly platforms: PlatformServices;
  readonly pages: PageRenderer;
  readonly readSession: RequestHandler;
  readonly publicUrl: URL;
}

/**
 * Puts the provider at its path, before body parsers and CSRF: it reads its bodies and guards its forms by itself.
 * Whatever host or protocol a request or a proxy names, the provider sees PUBLIC_URL.
 */
export function setUpProvider(app: Express, mount: ProviderMount): void {
  const { db, platforms, readSession, publicUrl } = mount;
  app.use((req, _res, next) => {
    platforms.ownAddress.learn(req.socket.localAddress, req.socket.localPort);
    next();
  });
  const admissions = createAdmissions(db);
  async function admit(req: Request): Promise<void> {
    await admissions.require('beginAuthorization', { origin: getOrigin(req) });
  }
  // Case counts, as it does for the path of the cookies.
  const router = Router({ caseSensitive: true });
  router.use(
    PROVIDER_PATH,
    refuseUnreadable,
    askByGet,
    cookieParser(),
    cleanCookies,
    readSession,
    renewSession,
    async (req, res) => {
      const account = await findVisitor(db, req);
      if (account === null && req.path === '/auth') await admit(req);
      req.headers.host = publicUrl.host;
      req.headers['x-forwarded-host'] = publicUrl.host;
      req.headers['x-forwarded-proto'] = publicUrl.protocol.slice(0, -1);
      const visit = describeVisit(mount, req, res, account);
      const answer = (await platforms.provider()).callback();
      await runVisit(visit, () => answer(req, res));
      if (visit.ended()) platforms.signOuts.nudge();
    },
  );
  app.use(router);
}

/** What platforms may ask by a form as well as by an address (OpenID Connect Core 3.1.2.1, RP-Initiated Logout 2). */
const ASKED_BY_POST: ReadonlySet<string> = new Set(['/auth', '/session/end']);
const FORM = 'application/x-www-form-urlencoded';
const readForm = express.text({ type: FORM, limit: '16kb' });

/**
 * A form of another site comes without the cookies that tell who is signed in here (SameSite=Lax): the browser asks
 * once more by GET, with the same parameters, and takes them along. Too many for an address are refused at the door.
 */
const askByGet: RequestHandler = (req, res, next) => {
  if (req.method !== 'POST' || !ASKED_BY_POST.has(req.path)) return next();
  if (req.get('content-length') !== '0' && req.is(FORM) === false) throw new AppError('badRequest', 415);
  readForm(req, res, (error?: unknown) => {
    if (error !== undefined) return next(error);
    const asked = new URLSearchParams(typeof req.body === 'string' ? req.body : '');
    if (![...asked].every((pair) => pair.every(isReadable))) return next(new AppError('badRequest', 400));
    res.setHeader('Cache-Control', 'no-store');
    res.redirect(303, `${PROVIDER_PATH}${req.path}?${asked}`);
  });
};

/** The library reads its query by itself, and hands it on as it came. */
const refuseUnreadable: RequestHandler = (req, _res, next) => {
  const { searchParams } = new URL(req.originalUrl, 'http://localhost');
  const sound = [...searchParams].every((pair) => pair.every(isReadable));
  next(sound ? undefined : new AppError('badRequest', 400));
};

/** The account at this browser, if it may sign in to platforms. */
async function findVisitor(db: Knex, req: Request): Promise<VisitingAccount | null> {
  const mark = req.session.account;
  const account = mark === undefined ? null : await findSignedInAccount(db, mark.id, req.sessionID);
  if (account === null || account.status !== 'active' || account.personId === null) return null;
  const person = await findPerson(db, account.personId);
  if (person === null) return null;
  await touchAccountSession(db, account.sessionId);
  return { id: account.id, sessionId: account.sessionId, subject: person.subject };
}

function describeVisit(
  { db, pages }: ProviderMount,
  req: Request,
  res: Response,
  account: VisitingAccount | null,
): ProviderVisit & { ended(): boolean } {
  let ended = false;
  return {
    account,
    ended: () => ended,
    render: (template, model) => pages.toHtml(req, res, template, model),
    allowFormTarget(uri) {
      const policy = String(res.getHeader('content-security-policy') ?? '');
      const { origin } = new URL(uri);
      res.setHeader(
        'content-security-policy',
        policy.replace("form-action 'self'", `form-action 'self' ${origin}`),
      );
    },
    recordTold: (sids) => markTold(db, sids),
    async signOut(told) {
      ended = true;
      await db.transaction(async (transaction) => {
        await markTold(transaction, told);
        if (account === null) return;
        if ((await endAccountSession(transaction, account.id, account.sessionId, 'owner')) !== 1) return;
        await auditAccount(transaction, account, getOrigin(req), 'signOut', { by: 'platform' });
      });
      await endBrowserSession(req, res);
      res.setHeader('Clear-Site-Data', '"cache"');
    },
  };
}
