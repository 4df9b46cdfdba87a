import type { Knex } from 'knex';
import { lockAccount } from '../../domain/accounts/account.repository';
import { endAccountSession, insertAccountSession } from '../../domain/accounts/account-session.repository';
import { auditAccount } from '../../domain/accounts/audit-account';
import { keepDevice } from '../../domain/accounts/device.repository';
import { findFactorOwner } from '../../domain/accounts/factor.repository';
import { insertAccountSignIn, type SignInWay } from '../../domain/accounts/sign-in-log.repository';
import { markPassword } from '../../domain/credentials/password-check';
import type { Origin } from '../../infrastructure/origin';
import type { Scanned } from '../factors/scan.service';

/** An account whose password was right, or to which who scanned is bound. */
export interface AdmittedAccount {
  readonly accountId: number;
  /** Marks the password at that moment; another one since makes it worthless. */
  readonly mark: string;
  readonly way: SignInWay;
  /** Who scanned; null for a password. */
  readonly scanned: Scanned | null;
}

/** Records a session. @returns false when password, binding or account were changed since they were checked. */
export async function recordSession(
  { db }: { readonly db: Knex },
  { accountId, mark, way, scanned }: AdmittedAccount,
  sessionId: string,
  origin: Origin,
  userAgent: string,
): Promise<boolean> {
  return db.transaction(async (transaction) => {
    const account = await lockAccount(transaction, accountId);
    const open = account?.status === 'active' || account?.status === 'unproved';
    if (account === null || !open || markPassword(account.passwordHash) !== mark) return false;
    if (scanned !== null) {
      const owner = await findFactorOwner(transaction, scanned.kind, scanned.subject.index);
      if (owner?.id !== accountId) return false;
    }
    await insertAccountSession(transaction, accountId, sessionId, origin, userAgent);
    await insertAccountSignIn(transaction, accountId, { way, outcome: 'signedIn', userAgent, origin });
    await keepDevice(transaction, accountId, origin.device);
    await auditAccount(transaction, account, origin, 'signIn', { way });
    return true;
  });
}

/** Ends the session that the owner leaves. */
export async function signOut(
  { db }: { readonly db: Knex },
  account: { readonly id: number },
  sessionRow: number,
  origin: Origin,
): Promise<void> {
  await db.transaction(async (transaction) => {
    if ((await endAccountSession(transaction, account.id, sessionRow, 'owner')) !== 1) return;
    await auditAccount(transaction, account, origin, 'signOut');
  });
}
