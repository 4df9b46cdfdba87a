import type { Knex } from 'knex';
import {
  endAccountSession,
  endAccountSessions,
  listAccountSessions,
} from '../../domain/accounts/account-session.repository';
import { auditAccount } from '../../domain/accounts/audit-account';
import { type AccountSignInOutcome, listAccountSignIns } from '../../domain/accounts/sign-in-log.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { nameDevice } from '../../infrastructure/browser-name';
import { notFound } from '../../infrastructure/errors';
import { formatInstant } from '../../infrastructure/format-time';
import { readId } from '../../infrastructure/http/page-renderer';
import type { AccountVisit } from '../as-account';

const outcomes: Readonly<Record<AccountSignInOutcome, string>> = {
  signedIn: '登录成功',
  refused: '密码错误，未登录',
  throttled: '错误次数过多，未登录',
  suspended: '账号已停用，未登录',
};
const ways = { password: '用户名和密码', wechat: '微信扫码', alipay: '支付宝扫码' } as const;

/** 登录设备, where any may be ended, and 登录记录. */
export function createAccountSessionControllers(parts: Knex) {
  return bindParts(parts, { list, end, endOthers, log });
}

export type AccountSessionControllers = ReturnType<typeof createAccountSessionControllers>;

async function list(parts: Knex, { account, origin, render }: AccountVisit): Promise<void> {
  const sessions = await listAccountSessions(parts, account.id);
  render('account/centre/sessions', {
    sessions: sessions.map(({ id, address, device, userAgent, beganAt }) => ({
      id,
      own: id === account.sessionId,
      address,
      browser: nameDevice(device, userAgent, origin.device),
      beganAt: formatInstant(beganAt),
    })),
  });
}

async function end(parts: Knex, { req, account, origin, redirect }: AccountVisit): Promise<void> {
  const id = readId(req, 'session');
  await parts.transaction(async (transaction) => {
    const ended = await endAccountSession(transaction, account.id, id, 'owner');
    if (ended !== 1) throw notFound();
    await auditAccount(transaction, account, origin, 'endSession', { session: id });
  });
  redirect(id === account.sessionId ? '/account/sign-in' : '/account/sessions');
}

async function endOthers(parts: Knex, { account, origin, redirect }: AccountVisit): Promise<void> {
  await parts.transaction(async (transaction) => {
    const ended = await endAccountSessions(transaction, account.id, 'owner', account.sessionId);
    await auditAccount(transaction, account, origin, 'endOtherSessions', { ended });
  });
  redirect('/account/sessions');
}

async function log(parts: Knex, { account, origin, render }: AccountVisit): Promise<void> {
  const signIns = await listAccountSignIns(parts, account.id);
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
}
