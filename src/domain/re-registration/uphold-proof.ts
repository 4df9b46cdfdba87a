import type { Knex } from 'knex';
import { wallClock } from '../../infrastructure/clock';
import { AppError } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';
import { OBJECTION_HOURS } from '../../rules/account/objection-hours';
import { findAccount } from '../accounts/account.repository';
import { auditAccount } from '../accounts/audit-account';
import { openIdentity } from '../accounts/sealed';
import { tellAccount } from '../accounts/tell-account';
import { type ReRegistration, upholdProof } from './re-registration.repository';

/** Lets a proof stand in spite of an objection. The person must be locked before. @throws AppError conflict (409) */
export type UpholdProof = (
  transaction: Knex.Transaction,
  contest: ReRegistration,
  origin: Origin,
) => Promise<void>;

/** The account that had proved itself goes on without limits; the one that objected is cancelled after 72 hours. `support`: how 客服 is reached. */
export function createUpholdProof(cipher: Cipher, support: string): UpholdProof {
  return async (transaction, contest, origin) => {
    const account = await findAccount(transaction, contest.newAccountId);
    const old = contest.oldAccountId === null ? null : await findAccount(transaction, contest.oldAccountId);
    if (account === null || old === null) throw new Error(`contest ${contest.id} lacks a side`);
    const cancelAt = await upholdProof(transaction, contest.id, OBJECTION_HOURS);
    if (cancelAt === null) throw new AppError('conflict', 409);
    await auditAccount(transaction, account, origin, 'upholdProof', { reRegistration: contest.id });
    const at = new Date(wallClock());
    const values = { tail: openIdentity(cipher, old.identityCipher, old.userName).slice(-2), cancelAt };
    await tellAccount(transaction, cipher, account, { kind: 'contestWon', at, values });
    await tellAccount(transaction, cipher, old, { kind: 'contestLost', at, values: { ...values, support } });
  };
}
