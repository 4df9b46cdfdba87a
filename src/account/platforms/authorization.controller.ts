import type { SignedInAccount } from '../../domain/accounts/account-session.repository';
import { wallClock } from '../../infrastructure/clock';
import { AppError, notFound } from '../../infrastructure/errors';
import type { Visit } from '../../infrastructure/http/as-visitor';
import { awaitAuthorization, forgetAwaited } from '../../infrastructure/http/awaited-authorization';
import { readField } from '../../infrastructure/http/page-renderer';
import { presentWrongPassword } from '../centre/password.controller';
import type { Authorization } from './authorization.service';
import {
  type AuthorizationParts,
  findAccount,
  leave,
  orGone,
  pathOf,
  readAsked,
  render,
} from './authorization-pages.controller';

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

const find = ({ service }: AuthorizationParts, { req, res }: Visit) => service.get(req, res, readAsked(req));

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
