import type { Knex } from 'knex';
import { signIns } from '../../infrastructure/meters';
import type { Origin } from '../../infrastructure/origin';

export type SignInWay = 'password' | 'wechat' | 'alipay';
export type AccountSignInOutcome = 'signedIn' | 'refused' | 'throttled' | 'suspended';

interface LoggedAccountSignIn {
  readonly at: Date;
  readonly way: SignInWay;
  readonly outcome: AccountSignInOutcome;
  readonly address: string;
  readonly device: string;
  readonly userAgent: string;
}

/** Writes a try to sign in down; `accountId` null where nobody's name was typed. */
export async function insertAccountSignIn(
  db: Knex,
  accountId: number | null,
  entry: Omit<LoggedAccountSignIn, 'at' | 'address' | 'device'> & { readonly origin: Origin },
): Promise<void> {
  signIns.inc({ wing: 'account', outcome: entry.outcome });
  await db('account_sign_ins').insert({
    account_id: accountId,
    way: entry.way,
    outcome: entry.outcome,
    address: entry.origin.address,
    device: entry.origin.device,
    user_agent: entry.userAgent.slice(0, 300),
  });
}

/** The last hundred, newest first. */
export async function listAccountSignIns(db: Knex, accountId: number): Promise<LoggedAccountSignIn[]> {
  return db('account_sign_ins').where({ account_id: accountId }).orderBy('id', 'desc').limit(100).select({
    at: 'at',
    way: 'way',
    outcome: 'outcome',
    address: 'address',
    device: 'device',
    userAgent: 'user_agent',
  });
}
