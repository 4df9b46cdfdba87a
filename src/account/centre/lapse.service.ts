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
import { NO_BROWSER } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';

interface LapseParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly releaseNumber: ReleaseNumber;
  readonly lapsing: Lapsing;
}

const DAY_MS = 24 * 3600_000;

/** Accounts that never prove themselves hold nobody's phone for ever. */
export function createLapseService(parts: LapseParts) {
  return bindParts(parts, { tellDue, lapseDue });
}

/** Tells every owner whose account lapses soon. @returns how many. */
async function tellDue(parts: LapseParts): Promise<number> {
  for (let told = 0; ; told += 1) if (!(await tellOne(parts))) return told;
}

/** Cancels every account whose days are over. @returns how many. */
async function lapseDue(parts: LapseParts): Promise<number> {
  for (let lapsed = 0; ; lapsed += 1) if (!(await lapseOne(parts))) return lapsed;
}

const tellOne = ({ db, lapsing, cipher }: LapseParts) =>
  db.transaction(async (transaction) => {
    const id = await takeLapsing(transaction, lapsing);
    const account = id === null ? null : await findAccount(transaction, id);
    if (account === null) return false;
    const lapsesAt = new Date(wallClock() + lapsing.toldDays * DAY_MS);
    const event = { kind: 'lapsing' as const, at: new Date(wallClock()), values: { lapsesAt } };
    await tellAccount(transaction, cipher, account, event);
    return true;
  });

const lapseOne = ({ db, lapsing, releaseNumber, cipher }: LapseParts) =>
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
    await auditAccount(transaction, account, NO_BROWSER, 'lapseAccount');
    await tellAccount(transaction, cipher, account, { kind: 'lapsed', at: new Date(wallClock()) });
    return true;
  });
