import type { Request } from 'express';
import type { Knex } from 'knex';
import { findSignedInAccount, type SignedInAccount } from '../../domain/accounts/account-session.repository';
import type { Limited } from '../../domain/accounts/limit';
import { presentLimit } from '../../domain/accounts/limit.presenter';
import { AppError } from '../../infrastructure/errors';
import type { Visit, VisitHandler } from '../../infrastructure/http/as-visitor';
import { forgetAwaited, toAuthorizationPath } from '../../infrastructure/http/awaited-authorization';
import type { Origin } from '../../infrastructure/origin';
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

export interface AuthorizationParts {
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

export const readAsked = ({ params }: Request): AskedAuthorization => ({
  platform: String(params.platform),
  uid: String(params.authorization),
});

/** What leads no further, for whatever reason, says so, with the way back to the platform that its address names. */
export const orGone =
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

export async function findAccount(
  parts: AuthorizationParts,
  { session, sessionID }: Request,
): Promise<SignedInAccount | null> {
  return session.account === undefined ? null : findSignedInAccount(parts.db, session.account.id, sessionID);
}

/** A form may not lead a browser to another origin: a page stands between. */
export function leave(
  parts: AuthorizationParts,
  visit: Visit,
  to: string,
  { returnUri, platform }: Authorization,
): void {
  if (new URL(returnUri).origin === parts.publicUrl.origin) visit.redirect(to);
  else visit.render('account/platforms/leaving', { signedIn: true, to, platform: platform.name });
}

export function render(
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

export const pathOf = ({ platform, uid }: Authorization) => toAuthorizationPath(platform.code, uid);
