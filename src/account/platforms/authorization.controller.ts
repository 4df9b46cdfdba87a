import type { Request } from 'express';
import type { Knex } from 'knex';
import { findSignedInAccount, type SignedInAccount } from '../../domain/accounts/account-session.repository';
import type { Limited } from '../../domain/accounts/limit';
import { presentLimit } from '../../domain/accounts/limit.presenter';
import { wallClock } from '../../infrastructure/clock';
import { AppError, notFound } from '../../infrastructure/errors';
import type { Visit, VisitHandler } from '../../infrastructure/http/as-visitor';
import {
  awaitAuthorization,
  forgetAwaited,
  toAuthorizationPath,
} from '../../infrastructure/http/awaited-authorization';
import { readField } from '../../infrastructure/http/page-renderer';
import type { Origin } from '../../infrastructure/origin';
import { presentWrongPassword } from '../centre/password.controller';
import type { AskedAuthorization, Authorization, AuthorizationService } from './authorization.service';
import type { ConsentService } from './consent.service';
import type { PlatformDirectory } from './platform-directory';
import { scopeNames } from './scope.presenter';

/** Asks for the password again. */
type ConfirmPassword = (
  account: SignedInAccount,
  typed: string,
  origin: Origin,
) => Promise<
  | { readonly outcome: 'confirmed' }
  | { readonly outcome: 'wrongPassword' }
  | ({ readonly outcome: 'limited' } & Limited)
>;

interface AuthorizationParts {
  readonly db: Knex;
  readonly service: AuthorizationService;
  readonly consents: ConsentService;
  readonly directory: PlatformDirectory;
  readonly confirmPassword: ConfirmPassword;
  readonly publicUrl: URL;
}

const GONE = {
  heading: '登录请求已失效',
  text: '此请求已处理过、时间过长，或不是在此浏览器中由当前的账号开始的，本次操作没有执行。如果还没有登录平台，请返回平台，重新点击“用学信网账号登录”。',
  code: '',
} as const;

/** 用学信网账号登录, between a platform's request and its answer. */
export function createAuthorizationControllers(parts: AuthorizationParts) {
  return {
    show: orGone(parts, (visit) => show(parts, visit)),
    confirm: orGone(parts, (visit) => confirm(parts, visit)),
    consent: orGone(parts, (visit) => consent(parts, visit)),
    refuse: orGone(parts, (visit) => refuse(parts, visit)),
  };
}

export type AuthorizationControllers = ReturnType<typeof createAuthorizationControllers>;

async function show(parts: AuthorizationParts, visit: Visit): Promise<void> {
  const { service } = parts;
  const { req, res } = visit;
  const authorization = await find(parts, visit);
  const account = await findAccount(parts, req);
  if (account === null) {
    const waiting = { platform: authorization.platform.code, uid: authorization.uid };
    awaitAuthorization(req, res, waiting, parts.publicUrl);
    return visit.redirect('/account/sign-in');
  }
  forgetAwaited(req, res, pathOf(authorization), parts.publicUrl);
  if (account.status !== 'active') {
    const { platform } = authorization;
    return visit.render(
      'account/platforms/unproved',
      { signedIn: true, path: pathOf(authorization), platform: platform.name },
      { status: 403 },
    );
  }
  if (authorization.step === 'login') {
    const signedInAt = await service.findSignInTime(account);
    // Whoever signed in for this very request has proved it.
    if (authorization.afresh && signedInAt < authorization.beganAt)
      return render(visit, authorization, account, []);
    const to = await service.finish(req, res, authorization, await service.toLogin(account, signedInAt));
    const asked = (await service.listMissing(authorization, account)).length > 0;
    return asked ? visit.redirect(to) : leave(parts, visit, to, authorization);
  }
  await getAccount(parts, visit, authorization);
  render(visit, authorization, account, await service.listMissing(authorization, account));
}

async function confirm(parts: AuthorizationParts, visit: Visit): Promise<void> {
  const { req, res, origin } = visit;
  const authorization = await find(parts, visit);
  const account = await getAccount(parts, visit, authorization);
  if (authorization.step !== 'login') throw notFound();
  const result = await parts.confirmPassword(account, readField(req, 'current'), origin);
  if (result.outcome === 'limited')
    return render(visit, authorization, account, [], { limited: result, status: 429 });
  if (result.outcome === 'wrongPassword') {
    const error = presentWrongPassword(readField(req, 'current'));
    return render(visit, authorization, account, [], { error, status: 422 });
  }
  const to = await parts.service.finish(
    req,
    res,
    authorization,
    await parts.service.toLogin(account, wallClock()),
  );
  leave(parts, visit, to, authorization);
}

async function consent(parts: AuthorizationParts, visit: Visit): Promise<void> {
  const { service, consents } = parts;
  const { req, res, origin } = visit;
  const authorization = await find(parts, visit);
  const account = await getAccount(parts, visit, authorization);
  if (authorization.step !== 'consent') throw notFound();
  const { platform, scopes } = authorization;
  const missing = await service.listMissing(authorization, account);
  if (missing.length > 0) await consents.give(account, platform, scopes, origin);
  const to = await service.finish(req, res, authorization, { consent: {} });
  leave(parts, visit, to, authorization);
}

async function refuse(parts: AuthorizationParts, visit: Visit): Promise<void> {
  const { req, res } = visit;
  const authorization = await find(parts, visit);
  const to = await parts.service.finish(req, res, authorization, { error: 'access_denied' });
  leave(parts, visit, to, authorization);
}

const readAsked = ({ params }: Request): AskedAuthorization => ({
  platform: String(params.platform),
  uid: String(params.authorization),
});

const find = ({ service }: AuthorizationParts, { req, res }: Visit) => service.get(req, res, readAsked(req));

/** What leads no further, for whatever reason, says so, with the way back to the platform that its address names. */
const orGone =
  (parts: AuthorizationParts, handler: VisitHandler): VisitHandler =>
  async (visit) => {
    try {
      await handler(visit);
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'notFound')) throw error;
      const { req, res } = visit;
      const { platform, uid } = readAsked(req);
      forgetAwaited(req, res, toAuthorizationPath(platform, uid), parts.publicUrl);
      const place = await parts.directory.findPlace(platform);
      const signedIn = (await findAccount(parts, req)) !== null;
      visit.render('account/platforms/refusal', { ...GONE, place, signedIn }, { status: 404 });
    }
  };

async function findAccount(
  parts: AuthorizationParts,
  { session, sessionID }: Request,
): Promise<SignedInAccount | null> {
  return session.account === undefined ? null : findSignedInAccount(parts.db, session.account.id, sessionID);
}

/** An account that may go on. @throws AppError signInNeeded, notFound where it is another than is asked */
async function getAccount(
  parts: AuthorizationParts,
  { req }: Visit,
  authorization: Authorization,
): Promise<SignedInAccount> {
  const account = await findAccount(parts, req);
  if (account === null) throw new AppError('signInNeeded', 401);
  if (account.status !== 'active') throw notFound();
  if (authorization.step === 'consent' && !(await parts.service.isOf(authorization, account)))
    throw notFound();
  return account;
}

/** A form may not lead a browser to another origin: a page stands between. */
function leave(
  parts: AuthorizationParts,
  visit: Visit,
  to: string,
  { returnUri, platform }: Authorization,
): void {
  if (new URL(returnUri).origin === parts.publicUrl.origin) visit.redirect(to);
  else visit.render('account/platforms/leaving', { signedIn: true, to, platform: platform.name });
}

function render(
  visit: Visit,
  authorization: Authorization,
  account: SignedInAccount,
  missing: readonly string[],
  { error = '', limited = null as Limited | null, status = 200 } = {},
): void {
  const { step, platform, scopes } = authorization;
  visit.render(
    'account/platforms/authorization',
    {
      signedIn: true,
      path: pathOf(authorization),
      step,
      platform: platform.name,
      host: new URL(authorization.returnUri).host,
      userName: account.userName,
      scopes: scopes.map((scope) => ({ text: scopeNames[scope], isNew: missing.includes(scope) })),
      error,
      limit: limited && presentLimit(limited),
    },
    { status },
  );
}

const pathOf = ({ platform, uid }: Authorization) => toAuthorizationPath(platform.code, uid);
