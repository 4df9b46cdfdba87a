import { createHmac } from 'node:crypto';
import type { Knex } from 'knex';
import {
  type Account,
  type AccountSignInOutcome,
  auditAccount,
  endAccountSession,
  findAccountByNames,
  insertAccountSession,
  insertAccountSignIn,
  type Limited,
  lockAccount,
  normaliseUserName,
  readTypedNames,
} from '../accounts';
import type { Origin } from '../audit';
import type { Logger } from '../logger';
import type { Cipher } from '../security/cipher';
import { takeEvenTime } from '../security/even-time';
import { markPassword, type PasswordHasher } from '../sign-in';
import { createAccountSignInLimits } from './sign-in-limits';

export interface AccountSignInAttempt {
  /** 用户名, 手机号码 or 证件号码. */
  readonly name: string;
  readonly password: string;
  readonly origin: Origin;
  readonly userAgent: string;
}

/** An account whose password was right. */
export interface AdmittedAccount {
  readonly accountId: number;
  /** Marks the password that was checked; another one since makes it worthless. */
  readonly mark: string;
}

export type AccountSignInResult =
  | ({ readonly outcome: 'signedIn' } & AdmittedAccount)
  /** The password was right, and another account has proved whose number it is. */
  | { readonly outcome: 'suspended' }
  | { readonly outcome: 'refused' }
  | ({ readonly outcome: 'limited' } & Limited);

export interface AccountSignInService {
  /** The answer never tells whether there is such an account. */
  signIn(attempt: AccountSignInAttempt): Promise<AccountSignInResult>;
  /** Notes a session. @returns false when the password or the account was changed since it was checked. */
  noteSession(
    admitted: AdmittedAccount,
    sessionId: string,
    origin: Origin,
    userAgent: string,
  ): Promise<boolean>;
  signOut(account: { readonly id: number }, sessionRow: number, origin: Origin): Promise<void>;
}

export interface AccountSignInParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly hasher: PasswordHasher;
  readonly log: Logger;
  /** Keys what stands in the counters: they never hold a number in clear. */
  readonly key: Buffer;
}

/** Longer than all there is to do beside a hash, in milliseconds. */
const EVEN_MS = 150;

export function createAccountSignInService(parts: AccountSignInParts): AccountSignInService {
  const { db, cipher, hasher, key } = parts;
  const admit = createAccountSignInLimits(db, parts.log);
  const keyed = (name: string) =>
    createHmac('sha256', key).update(`account-name|${name}`).digest('base64url');

  const note = (attempt: AccountSignInAttempt, account: Account | null, outcome: AccountSignInOutcome) =>
    insertAccountSignIn(db, account?.id ?? null, {
      way: 'password',
      outcome,
      userAgent: attempt.userAgent,
      origin: attempt.origin,
    });

  return {
    async signIn(attempt) {
      const { found, admission } = await takeEvenTime(EVEN_MS, async () => {
        const account = await findAccountByNames(db, readTypedNames(cipher, attempt.name));
        const name = keyed(normaliseUserName(attempt.name));
        return { found: account, admission: await admit(name, account?.id ?? null, attempt.origin) };
      });
      if (admission.until !== null) {
        await note(attempt, found, 'throttled');
        return { outcome: 'limited', ...admission };
      }
      const matches = await hasher.matches(attempt.password, found?.passwordHash ?? null);
      if (!matches || found === null) {
        await note(attempt, found, 'refused');
        return { outcome: 'refused' };
      }
      await admission.forgive();
      if (found.status === 'suspended') {
        await note(attempt, found, 'suspended');
        return { outcome: 'suspended' };
      }
      return { outcome: 'signedIn', accountId: found.id, mark: markPassword(found.passwordHash) };
    },

    async noteSession({ accountId, mark }, sessionId, origin, userAgent) {
      return db.transaction(async (transaction) => {
        const account = await lockAccount(transaction, accountId);
        const open = account?.status === 'active' || account?.status === 'unproved';
        if (account === null || !open || markPassword(account.passwordHash) !== mark) return false;
        await insertAccountSession(transaction, accountId, sessionId, origin, userAgent);
        await insertAccountSignIn(transaction, accountId, {
          way: 'password',
          outcome: 'signedIn',
          userAgent,
          origin,
        });
        await auditAccount(transaction, account, origin, 'signIn');
        return true;
      });
    },

    async signOut(account, sessionRow, origin) {
      await db.transaction(async (transaction) => {
        if ((await endAccountSession(transaction, account.id, sessionRow, 'owner')) !== 1) return;
        await auditAccount(transaction, account, origin, 'signOut');
      });
    },
  };
}
