import type { Knex } from 'knex';
import { findAccount, lockAccount } from '../../domain/accounts/account.repository';
import { endAccountSessions } from '../../domain/accounts/account-session.repository';
import { auditAccount } from '../../domain/accounts/audit-account';
import { cancelAccount, findLapsed, takeLapsing } from '../../domain/accounts/closing.repository';
import { findPersonForUpdate } from '../../domain/accounts/person.repository';
import { tellAccount } from '../../domain/accounts/tell-account';
import type { ReleaseNumber } from '../../domain/re-registration/release-number';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import type { Lapsing } from '../../infrastructure/config/account-settings';
import type { Origin } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';

interface LapseParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly releaseNumber: ReleaseNumber;
  readonly lapsing: Lapsing;
}

const DAY_MS = 24 * 3600_000;

/** What all the steps work with. */
function gatherParts(parts: LapseParts) {
  const nobody: Origin = { address: '', device: '' };
  return { ...parts, nobody };
}

type Parts = ReturnType<typeof gatherParts>;

/** Accounts that never prove themselves hold nobody's phone for ever. */
export function createLapseService(given: LapseParts) {
  const parts = gatherParts(given);
  return bindParts(parts, { tellDue, lapseDue });
}

/** Tells every owner whose account lapses soon. @returns how many. */
async function tellDue(parts: Parts): Promise<number> {
  for (let told = 0; ; told += 1) if (!(await tellOne(parts))) return told;
}

/** Cancels every account whose days are over. @returns how many. */
async function lapseDue(parts: Parts): Promise<number> {
  for (let lapsed = 0; ; lapsed += 1) if (!(await lapseOne(parts))) return lapsed;
}

const tellOne = ({ db, lapsing, cipher }: Parts) =>
  db.transaction(async (transaction) => {
    const id = await takeLapsing(transaction, lapsing);
    const account = id === null ? null : await findAccount(transaction, id);
    if (account === null) return false;
    const lapsesAt = new Date(wallClock() + lapsing.toldDays * DAY_MS);
    const event = { kind: 'lapsing' as const, at: new Date(wallClock()), values: { lapsesAt } };
    await tellAccount(transaction, cipher, account, event);
    return true;
  });

const lapseOne = ({ db, lapsing, releaseNumber, nobody, cipher }: Parts) =>
  db.transaction(async (transaction) => {
    const id = await findLapsed(transaction, lapsing);
    const found = id === null ? null : await findAccount(transaction, id);
    if (found === null) return false;
    await findPersonForUpdate(transaction, found.identityIndex);
    const account = await lockAccount(transaction, found.id);
    // Proved, or closed, since it was found.
    if (account === null || (await cancelAccount(transaction, account.id, ['unproved'])) !== 1) return true;
    await endAccountSessions(transaction, account.id, 'closing');
    await releaseNumber(transaction, account);
    await auditAccount(transaction, account, nobody, 'lapseAccount');
    await tellAccount(transaction, cipher, account, { kind: 'lapsed', at: new Date(wallClock()) });
    return true;
  });
