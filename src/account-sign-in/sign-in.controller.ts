import type { RequestHandler } from 'express';
import type { Knex } from 'knex';
import {
  endBrowserSession,
  type FactorKind,
  findSignedInAccount,
  type Limited,
  presentLimit,
} from '../accounts';
import { providerNames } from '../factor-providers';
import { ACCOUNT_PATH } from '../middleware/account-path';
import type { Visit, VisitHandler } from '../middleware/as-visitor';
import { findAwaited } from '../middleware/awaited-authorization';
import { listFaults } from '../middleware/list-faults';
import { getOrigin } from '../middleware/origin';
import { readField } from '../middleware/page-renderer';
import { ACCOUNT_SESSION_COOKIE } from '../middleware/set-up-sessions';
import type { AccountSignInService } from './account-sign-in.service';
import type { AccountArrival } from './arrival.controller';

export interface AccountSignInControllers {
  readonly show: VisitHandler;
  readonly submit: VisitHandler;
  readonly signOut: RequestHandler;
}

type Errors = Partial<Record<'name' | 'password' | 'form', string>>;

const ENDED = '您的登录已经失效：1小时没有操作，或者此登录已在别处退出。请重新登录。';
const RESET = '密码已经重新设置，所有登录已经退出。请用新密码登录。';
const PROVED = '身份验证通过，现在可以用这个浏览器登录。请输入用户名和密码。';
const WRONG = '用户名或密码错误，请检查后重新输入！';
const SUSPENDED =
  '此账号已停用：另一个账号核验了同一证件号码。如果不是您本人操作，请打开发送到您手机和邮箱的链接，提出异议。';

const notices = { passwordReset: RESET, browserProved: PROVED } as const;

function findErrors(name: string, password: string): Errors {
  const errors: Errors = {};
  if (name.trim() === '') errors.name = '请输入用户名、手机号码或证件号码！';
  if (password === '') errors.password = '请输入密码！';
  else if (password.length > 200) errors.password = '密码为8-20位，请检查后重新输入！';
  return errors;
}

/** 登录 with 用户名, 手机号码 or 证件号码, and 退出. */
export function createAccountSignInControllers(
  db: Knex,
  service: AccountSignInService,
  arrive: AccountArrival,
  scanKinds: readonly FactorKind[],
): AccountSignInControllers {
  const scans = scanKinds.map((kind) => ({ kind, name: providerNames[kind] }));

  function render(
    visit: Visit,
    errors: Errors,
    { status = 200, notice = '', limited = null as Limited | null } = {},
  ): void {
    visit.render(
      'account-sign-in/sign-in',
      {
        name: readField(visit.req, 'name').slice(0, 120),
        errors,
        notice,
        scans,
        limit: limited && presentLimit(limited),
        awaited: findAwaited(visit.req) !== null,
        faults: listFaults({ ...errors }, ['name', 'password']),
      },
      { status },
    );
  }

  return {
    async show(visit) {
      const { req, res } = visit;
      const { accountNotice } = req.session;
      const begun = req.cookies[ACCOUNT_SESSION_COOKIE] !== undefined;
      const { registration, registered, accountSearch, scan } = req.session;
      const passing = registration ?? registered ?? accountSearch ?? scan;
      const ended = begun && passing === undefined ? ENDED : '';
      const notice = accountNotice === undefined ? ended : notices[accountNotice];
      // Whoever comes here begins anew.
      if (begun) await endBrowserSession(req, res);
      render(visit, {}, { notice });
    },

    async submit(visit) {
      const { req, res, origin } = visit;
      const name = readField(req, 'name').slice(0, 120);
      const password = readField(req, 'password');
      const errors = findErrors(name, password);
      if (Object.keys(errors).length > 0) return render(visit, errors, { status: 422 });
      const userAgent = req.get('user-agent') ?? '';
      const result = await service.signIn({ name, password, origin, userAgent });
      if (result.outcome === 'limited') return render(visit, {}, { status: 429, limited: result });
      if (result.outcome === 'suspended') return render(visit, { form: SUSPENDED }, { status: 403 });
      if (result.outcome === 'signedIn' && (await arrive(req, res, result))) return;
      render(visit, { form: WRONG }, { status: 401 });
    },

    async signOut(req, res) {
      const { account } = req.session;
      const found = account === undefined ? null : await findSignedInAccount(db, account.id, req.sessionID);
      if (found !== null) await service.signOut(found, found.sessionId, getOrigin(req));
      await endBrowserSession(req, res);
      res.setHeader('Clear-Site-Data', '"cache"');
      res.redirect(303, `${ACCOUNT_PATH}/sign-in`);
    },
  };
}
