import type { Request, Response } from 'express';
import type { Knex } from 'knex';
import { findSignedInAccount } from '../../domain/accounts/account-session.repository';
import type { FactorKind } from '../../domain/accounts/factor.repository';
import type { Limited } from '../../domain/accounts/limit';
import { presentLimit } from '../../domain/accounts/limit.presenter';
import { providerNames } from '../../domain/accounts/provider-names';
import { endBrowserSession } from '../../domain/accounts/session-life';
import type { VisitorPictures } from '../../domain/accounts/visitor-picture.controller';
import { readSignInPicture, showedPicture } from '../../domain/credentials/sign-in-picture.form';
import { bindParts } from '../../infrastructure/bind-parts';
import type { AccountDeparture } from '../../infrastructure/http/account-departure';
import { ACCOUNT_PATH } from '../../infrastructure/http/account-path';
import type { Visit } from '../../infrastructure/http/as-visitor';
import { findAwaited } from '../../infrastructure/http/awaited-authorization';
import { listFaults } from '../../infrastructure/http/list-faults';
import { getOrigin } from '../../infrastructure/http/origin';
import { readField } from '../../infrastructure/http/page-renderer';
import { ACCOUNT_SESSION_COOKIE } from '../../infrastructure/http/set-up-sessions';
import type { AccountSignInResult, AccountSignInService } from './account-sign-in.service';
import type { AccountArrival } from './arrival.controller';

type Errors = Partial<Record<'name' | 'password' | 'code' | 'form', string>>;

const ENDED = '您的登录已失效：1小时没有操作，或此登录已在别处退出。请重新登录。';
const RESET = '密码已重新设置，所有登录已退出。请用新密码登录。';
const PROVED = '身份验证通过，现在可以用这个浏览器登录。请输入用户名和密码。';
const PICTURE_NEEDED =
  '现在登录错误较多，为防止有人猜测密码，请重新输入密码，并输入验证码。在您登录过的浏览器上登录不需要验证码。';
const WRONG = '用户名或密码错误，请检查后重新输入！';
const SUSPENDED =
  '此账号已停用：另一个账号核验了同一证件号码。如果不是您本人操作，请点击“提出异议”，也可以打开发送到您手机和邮箱的链接。';

const notices = { passwordReset: RESET, browserProved: PROVED } as const;

function findErrors(name: string, password: string): Errors {
  const errors: Errors = {};
  if (name.trim() === '') errors.name = '请输入用户名、手机号码或证件号码！';
  else if (name.length > 120) errors.name = '用户名、手机号码或证件号码过长，请检查后重新输入！';
  if (password === '') errors.password = '请输入密码！';
  else if (password.length > 200) errors.password = '密码为8-20位，请检查后重新输入！';
  return errors;
}

/** What all the steps work with. */
function gatherParts(
  db: Knex,
  service: AccountSignInService,
  arrive: AccountArrival,
  scanKinds: readonly FactorKind[],
  {
    pictures,
    departure,
    createObjectionLink,
  }: {
    readonly pictures: VisitorPictures;
    readonly departure: AccountDeparture;
    /** A link for the owner of an account that was stopped; null: there is nothing to object to. */
    readonly createObjectionLink: (accountId: number) => Promise<string | null>;
  },
) {
  const scans = scanKinds.map((kind) => ({ kind, name: providerNames[kind] }));
  return { service, pictures, scans, createObjectionLink, db, arrive, departure };
}

type Parts = ReturnType<typeof gatherParts>;

/** 登录 with 用户名, 手机号码 or 证件号码, and 退出. */
export function createAccountSignInControllers(...given: Parameters<typeof gatherParts>) {
  const parts = gatherParts(...given);
  return bindParts(parts, { show, submit, changePicture, signOut, depart });
}

export type AccountSignInControllers = ReturnType<typeof createAccountSignInControllers>;

async function show(parts: Parts, visit: Visit): Promise<void> {
  const { req, res } = visit;
  const { accountNotice } = req.session;
  const begun = req.cookies[ACCOUNT_SESSION_COOKIE] !== undefined;
  const { registration, registered, accountSearch, scan } = req.session;
  const passing = registration ?? registered ?? accountSearch ?? scan;
  const ended = begun && passing === undefined ? ENDED : '';
  const notice = accountNotice === undefined ? ended : notices[accountNotice];
  // Whoever comes here begins anew.
  if (begun) await endBrowserSession(req, res);
  await render(parts, visit, {}, { notice });
}

async function submit(parts: Parts, visit: Visit): Promise<void> {
  const { pictures, service, arrive } = parts;
  const { req, res, origin } = visit;
  const name = readField(req, 'name');
  const password = readField(req, 'password');
  const errors = findErrors(name, password);
  if (Object.keys(errors).length > 0) return render(parts, visit, errors, { status: 422 });
  const userAgent = req.get('user-agent') ?? '';
  const { pictured, error: code } = await readSignInPicture(pictures, visit);
  if (code !== '') return render(parts, visit, { code }, { status: 422 });
  const result = await service.signIn({ name, password, pictured, origin, userAgent });
  if (result.outcome === 'signedIn' && (await arrive(req, res, result))) return;
  await refuse(parts, visit, result);
}

/** 换一张, or a question in words in place of the picture. */
const changePicture = (parts: Parts, visit: Visit) => render(parts, visit, {}, { asksPicture: true });

async function signOut(parts: Parts, req: Request, res: Response) {
  await leave(parts, req, res);
  res.redirect(303, `${ACCOUNT_PATH}/sign-in`);
}

/** 退出 of a candidate who opened the account from the candidates' platform. */
async function depart(parts: Parts, req: Request, res: Response) {
  const next = parts.departure.read(req);
  if (next === null) return res.redirect(303, '/signed-out');
  const left = await leave(parts, req, res);
  res.redirect(303, left && next === '/signed-out' ? `${next}?account` : next);
}

async function render(
  parts: Parts,
  visit: Visit,
  errors: Errors,
  { status = 200, notice = '', limited = null as Limited | null, asksPicture = false, objection = '' } = {},
): Promise<void> {
  const { service, pictures, scans } = parts;
  const asks = asksPicture || showedPicture(visit.req) || (await service.asksPicture());
  const issued = asks ? await pictures.issue(visit) : null;
  const reached = limited ?? (issued !== null && 'limit' in issued ? issued : null);
  visit.render(
    'account/sign-in/sign-in',
    {
      name: readField(visit.req, 'name'),
      errors,
      notice,
      objection,
      scans,
      picture: issued !== null && 'id' in issued ? issued : null,
      limit: reached && presentLimit(reached),
      awaited: findAwaited(visit.req) !== null,
      faults: listFaults({ ...errors }, ['name', 'password', 'code']),
    },
    { status: reached === null ? status : 429 },
  );
}

async function refuse(parts: Parts, visit: Visit, result: AccountSignInResult): Promise<void> {
  switch (result.outcome) {
    case 'pictureNeeded':
      return render(parts, visit, { form: PICTURE_NEEDED }, { status: 422, asksPicture: true });
    case 'limited':
      return render(parts, visit, {}, { status: 429, limited: result });
    case 'suspended': {
      const objection = (await parts.createObjectionLink(result.accountId)) ?? '';
      return render(parts, visit, { form: SUSPENDED }, { status: 403, objection });
    }
    default:
      return render(parts, visit, { form: WRONG }, { status: 401 });
  }
}

/** Ends the account's session at this browser, and by that at the platforms. @returns whether there was one */
async function leave(parts: Parts, req: Request, res: Response): Promise<boolean> {
  const { db, service } = parts;
  const { account } = req.session;
  const found = account === undefined ? null : await findSignedInAccount(db, account.id, req.sessionID);
  if (found !== null) await service.signOut(found, found.sessionId, getOrigin(req));
  await endBrowserSession(req, res);
  res.setHeader('Clear-Site-Data', '"cache"');
  return account !== undefined;
}
