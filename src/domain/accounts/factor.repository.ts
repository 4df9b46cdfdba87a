import type { Knex } from 'knex';
import { everyHash } from '../../infrastructure/security/keyed-hash';
import { type Account, accountColumns } from './account';
import type { Sealed } from './sealed';

export type FactorKind = 'wechat' | 'alipay';

/** A WeChat or Alipay that is bound. */
interface AccountFactor {
  readonly kind: FactorKind;
  readonly boundAt: Date;
  /** Keyed hash of who it is. */
  readonly subjectIndex: Buffer;
}

/** What is bound now. */
export async function listFactors(db: Knex, accountId: number): Promise<AccountFactor[]> {
  return db('account_factors')
    .where({ account_id: accountId })
    .whereNull('unbound_at')
    .orderBy('id')
    .select({ kind: 'kind', boundAt: 'bound_at', subjectIndex: 'subject_index' });
}

/** The account to which somebody's WeChat or Alipay is bound; null: to none. */
export async function findFactorOwner(
  db: Knex,
  kind: FactorKind,
  subjectIndex: Buffer,
): Promise<Account | null> {
  const row = await db('account_factors')
    .where({ kind })
    .whereIn('subject_index', everyHash(subjectIndex))
    .whereNull('unbound_at')
    .first('account_id');
  if (row === undefined) return null;
  return (await db('accounts').where({ id: row.account_id }).first(accountColumns)) ?? null;
}

/** @throws a unique violation when it is bound elsewhere, or another one of its kind to this account. */
export async function bindFactor(
  transaction: Knex,
  accountId: number,
  kind: FactorKind,
  subject: Sealed,
): Promise<void> {
  await transaction('account_factors').insert({
    account_id: accountId,
    kind,
    subject_index: subject.index,
    subject_cipher: subject.cipher,
  });
}

/** @returns how many rows changed: 0 when none was bound. */
export async function unbindFactor(transaction: Knex, accountId: number, kind: FactorKind): Promise<number> {
  return transaction('account_factors')
    .where({ account_id: accountId, kind })
    .whereNull('unbound_at')
    .update({ unbound_at: transaction.raw('clock_timestamp()'), unbound_by: 'owner' });
}

/** Frees what was bound to an account that is cancelled: its owner may bind it to another. */
export async function freeFactors(transaction: Knex, accountId: number): Promise<void> {
  await transaction('account_factors')
    .where({ account_id: accountId })
    .whereNull('unbound_at')
    .update({ unbound_at: transaction.raw('clock_timestamp()'), unbound_by: 'cancellation' });
}
