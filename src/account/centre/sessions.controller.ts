import type { Knex } from 'knex';
import {
  endAccountSession,
  endAccountSessions,
  listAccountSessions,
} from '../../domain/accounts/account-session.repository';
import { auditAccount } from '../../domain/accounts/audit-account';
import { type AccountSignInOutcome, listAccountSignIns } from '../../domain/accounts/sign-in-log.repository';
import { nameDevice } from '../../infrastructure/browser-name';
import { notFound } from '../../infrastructure/errors';
import { formatInstant } from '../../infrastructure/format-time';
import { readId } from '../../infrastructure/http/page-renderer';
import type { AccountHandler } from '../as-account';

export interface AccountSessionControllers {
  readonly list: AccountHandler;
  readonly end: AccountHandler;
  readonly endOthers: AccountHandler;
  readonly log: AccountHandler;
}

const outcomes: Readonly<Record<AccountSignInOutcome, string>> = {
  signedIn: '登录成功',
  refused: '密码错误，未登录',
  throttled: '错误次数过多，未登录',
  suspended: '账号已停用，未登录',
};
const ways = { password: '用户名和密码', wechat: '微信扫码', alipay: '支付宝扫码' } as const;

/** 登录设备, where any may be ended, and 登录记录. */
export function createAccountSessionControllers(db: Knex): AccountSessionControllers {
  return {
    async list({ account, origin, render }) {
      const sessions = await listAccountSessions(db, account.id);
      render('account/centre/sessions', {
        sessions: sessions.map(({ id, address, device, userAgent, beganAt }) => ({
          id,
          own: id === account.sessionId,
          address,
          browser: nameDevice(device, userAgent, origin.device),
          beganAt: formatInstant(beganAt),
        })),
      });
    },

    async end({ req, account, origin, redirect }) {
      const id = readId(req, 'session');
      await db.transaction(async (transaction) => {
        const ended = id === null ? 0 : await endAccountSession(transaction, account.id, id, 'owner');
        if (ended !== 1) throw notFound();
        await auditAccount(transaction, account, origin, 'endSession', { session: id });
      });
      redirect(id === account.sessionId ? '/account/sign-in' : '/account/sessions');
    },

    async endOthers({ account, origin, redirect }) {
      await db.transaction(async (transaction) => {
        const ended = await endAccountSessions(transaction, account.id, 'owner', account.sessionId);
        await auditAccount(transaction, account, origin, 'endOtherSessions', { ended });
      });
      redirect('/account/sessions');
    },

    async log({ account, origin, render }) {
      const signIns = await listAccountSignIns(db, account.id);
      render('account/centre/sign-ins', {
        rows: signIns.map(({ at, way, outcome, address, device, userAgent }) => ({
          at: formatInstant(at),
          way: ways[way],
          outcome: outcomes[outcome],
          refused: outcome !== 'signedIn',
          address,
          browser: nameDevice(device, userAgent, origin.device),
        })),
      });
    },
  };
}
