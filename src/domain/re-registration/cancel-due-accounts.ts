import type { Knex } from 'knex';
import { wallClock } from '../../infrastructure/clock';
import { NO_BROWSER } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';
import { lockAccount } from '../accounts/account.repository';
import { auditAccount } from '../accounts/audit-account';
import { cancelAccount } from '../accounts/closing.repository';
import { lockPerson } from '../accounts/ownership.repository';
import { tellAccount } from '../accounts/tell-account';
import {
  findDue,
  findForUpdate,
  type ReRegistration,
  recordCancellation,
} from './re-registration.repository';

interface Parts {
  readonly db: Knex;
  readonly cipher: Cipher;
}

/** Cancels every old account whose 72 hours are over, one transaction each. @returns how many. */
export async function cancelDue(parts: Parts): Promise<number> {
  for (let cancelled = 0; ; cancelled += 1) {
    const due = await findDue(parts.db);
    if (due === null) return cancelled;
    await cancel(parts, due);
  }
}

const cancel = ({ db, cipher }: Parts, { id, personId }: ReRegistration) =>
  db.transaction(async (transaction) => {
    await lockPerson(transaction, personId);
    const found = await findForUpdate(transaction, id);
    if (found === null || found.oldAccountId === null) return;
    const old = await lockAccount(transaction, found.oldAccountId);
    // Objected to, or cancelled by another process, since it was found.
    if ((await recordCancellation(transaction, id)) !== 1 || old === null) return;
    if ((await cancelAccount(transaction, old.id, ['suspended'])) !== 1) return;
    await auditAccount(transaction, old, NO_BROWSER, 'cancelAccount', { reRegistration: id });
    await tellAccount(transaction, cipher, old, { kind: 'cancelled', at: new Date(wallClock()) });
  });
