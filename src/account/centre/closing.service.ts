import { findAccount, lockAccount, lockConfirmed } from '../../domain/accounts/account.repository';
import { endAccountSessions, type SignedInAccount } from '../../domain/accounts/account-session.repository';
import { auditAccount } from '../../domain/accounts/audit-account';
import {
  askToClose,
  cancelAccount,
  lockDueClosing,
  withdrawClosing,
} from '../../domain/accounts/closing.repository';
import { findPersonForUpdate } from '../../domain/accounts/person.repository';
import { tellAccount } from '../../domain/accounts/tell-account';
import { findHeldProof } from '../../domain/re-registration/re-registration.repository';
import type { ReleaseNumber } from '../../domain/re-registration/release-number';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { AppError } from '../../infrastructure/errors';
import { NO_BROWSER, type Origin } from '../../infrastructure/origin';
import type { Confirmation } from './confirm-password';
import type { SettingsParts } from './password.service';

/** Days between 申请注销 and 注销. */
export const CLOSING_DAYS = 7;

type Parts = SettingsParts & { readonly releaseNumber: ReleaseNumber };

export function createClosingService(parts: Parts) {
  return bindParts(parts, { isHeld, ask, withdraw, closeDue });
}

export type ClosingService = ReturnType<typeof createClosingService>;

/**
 * 申请注销, behind the password: the account goes on for a week. One that has not proved itself owns nothing and is
 * closed at once. While both sides of an objection are heard nothing is closed.
 */
async function ask(
  parts: Parts,
  account: SignedInAccount,
  typed: string,
  origin: Origin,
): Promise<Confirmation | { readonly outcome: 'held' | 'closed' }> {
  const { confirm, db, cipher } = parts;
  if (await isHeld(parts, account)) return { outcome: 'held' };
  const confirmed = await confirm(account, typed, origin);
  if (confirmed.outcome !== 'confirmed') return confirmed;
  if (account.status === 'unproved') {
    await closeUnproved(parts, account, origin);
    return { outcome: 'closed' };
  }
  await db.transaction(async (transaction) => {
    await lockConfirmed(transaction, account);
    if ((await findHeldProof(transaction, account.id)) !== null) throw new AppError('conflict', 409);
    if ((await askToClose(transaction, account.id, CLOSING_DAYS)) !== 1) throw new AppError('conflict', 409);
    const closesAt = (await findAccount(transaction, account.id))?.closesAt ?? null;
    await auditAccount(transaction, account, origin, 'askToClose');
    await tellAccount(transaction, cipher, account, {
      kind: 'closingAsked',
      at: new Date(wallClock()),
      values: { closesAt: closesAt ?? '', address: origin.address },
    });
  });
  return confirmed;
}

async function withdraw({ db, cipher }: Parts, account: SignedInAccount, origin: Origin): Promise<void> {
  await db.transaction(async (transaction) => {
    await lockAccount(transaction, account.id);
    if ((await withdrawClosing(transaction, account.id)) !== 1) throw new AppError('conflict', 409);
    await auditAccount(transaction, account, origin, 'withdrawClosing');
    await tellAccount(transaction, cipher, account, {
      kind: 'closingWithdrawn',
      at: new Date(wallClock()),
    });
  });
}

/** Closes every account whose week is over, one transaction each. @returns how many. */
async function closeDue(parts: Parts): Promise<number> {
  for (let closed = 0; ; closed += 1) if (!(await closeOne(parts))) return closed;
}

const closeOne = ({ db, cipher }: Parts) =>
  db.transaction(async (transaction) => {
    const id = await lockDueClosing(transaction);
    const account = id === null ? null : await lockAccount(transaction, id);
    if (account === null) return false;
    if ((await cancelAccount(transaction, account.id, ['active'])) !== 1)
      throw new Error(`account ${account.id} changed while it was closed`);
    await endAccountSessions(transaction, account.id, 'closing');
    await auditAccount(transaction, account, NO_BROWSER, 'closeAccount');
    await tellAccount(transaction, cipher, account, { kind: 'closed', at: new Date(wallClock()) });
    return true;
  });

/** The person is locked before the account, as all do who settle whose a number is. */
const closeUnproved = ({ db, releaseNumber, cipher }: Parts, account: SignedInAccount, origin: Origin) =>
  db.transaction(async (transaction) => {
    await findPersonForUpdate(transaction, account.identityIndex);
    const locked = await lockConfirmed(transaction, account);
    if ((await cancelAccount(transaction, account.id, ['unproved'])) !== 1)
      throw new AppError('conflict', 409);
    await endAccountSessions(transaction, account.id, 'closing');
    await releaseNumber(transaction, locked);
    await auditAccount(transaction, account, origin, 'closeAccount');
    await tellAccount(transaction, cipher, locked, { kind: 'closed', at: new Date(wallClock()) });
  });

/** Whether 注销 waits for the end of an objection. */
const isHeld = async ({ db }: Parts, { id }: SignedInAccount) => (await findHeldProof(db, id)) !== null;
