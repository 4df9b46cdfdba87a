import type { Knex } from 'knex';

/** The ways of 【解决办法】. */
export type ProofRoute = 'app' | 'review' | 'classmates' | 'studentRecord';

export interface ReRegistration {
  readonly id: number;
  readonly personId: number;
  readonly newAccountId: number;
  readonly oldAccountId: number | null;
  readonly route: ProofRoute;
  readonly cancelAt: Date;
  readonly objectedAt: Date | null;
  readonly cancelledAt: Date | null;
}

const columns = {
  id: 'id',
  personId: 'person_id',
  newAccountId: 'new_account_id',
  oldAccountId: 'old_account_id',
  route: 'route',
  cancelAt: 'cancel_at',
  objectedAt: 'objected_at',
  cancelledAt: 'cancelled_at',
} as const;

/** @returns the instant at which the old account is cancelled. */
export async function insertReRegistration(
  transaction: Knex,
  taken: {
    readonly personId: number;
    readonly newAccountId: number;
    /** Whose number it was, and its objection link; null: nobody's. */
    readonly old: { readonly accountId: number; readonly tokenHash: Buffer } | null;
    readonly route: ProofRoute;
    readonly hours: number;
  },
): Promise<Date> {
  const [row] = await transaction('re_registrations')
    .insert({
      person_id: taken.personId,
      new_account_id: taken.newAccountId,
      old_account_id: taken.old?.accountId ?? null,
      route: taken.route,
      objection_token_hash: taken.old?.tokenHash ?? null,
      cancel_at: transaction.raw('clock_timestamp() + make_interval(hours => ?)', [taken.hours]),
    })
    .returning<{ cancel_at: Date }[]>('cancel_at');
  if (row === undefined) throw new Error('a re-registration was not written');
  return row.cancel_at;
}

/**
 * Whether a number was just taken over, or a taking over was ever objected to, or its cancellation taken back: facts
 * that got an account through once prove nothing any more, and 客服 alone decides.
 */
export async function isContested(transaction: Knex, personId: number): Promise<boolean> {
  const { rows } = await transaction.raw<{ rows: unknown[] }>(
    `select 1 from re_registrations
      where person_id = ?
        and (objected_at is not null or reinstated_at is not null
          or (cancelled_at is null and old_account_id is not null and cancel_at > clock_timestamp()))
      limit 1`,
    [personId],
  );
  return rows.length > 0;
}

/** What an objection link is about; null for one that was never sent. */
export async function findByToken(db: Knex, tokenHash: Buffer): Promise<ReRegistration | null> {
  return (await db('re_registrations').where({ objection_token_hash: tokenHash }).first(columns)) ?? null;
}

/** The newest re-registration by which an account proved itself, and which was objected to; null where there is none. */
export async function findContest(db: Knex, newAccountId: number): Promise<ReRegistration | null> {
  const row = await db('re_registrations')
    .where({ new_account_id: newAccountId })
    .whereNotNull('objected_at')
    .orderBy('id', 'desc')
    .first(columns);
  return row ?? null;
}

/** Every time that an account gave its number up to another, or took it, the oldest first. */
export async function listReRegistrations(db: Knex, accountId: number): Promise<readonly ReRegistration[]> {
  return db('re_registrations')
    .where({ new_account_id: accountId })
    .orWhere({ old_account_id: accountId })
    .orderBy('id')
    .select(columns);
}

/** Notes that an account which gave its number up was let in again: nothing more comes of how it lost it. */
export async function noteReinstatement(transaction: Knex, oldAccountId: number): Promise<void> {
  await transaction('re_registrations')
    .where({ old_account_id: oldAccountId })
    .update({ reinstated_at: transaction.raw('clock_timestamp()') });
}

/** One re-registration, to be written; the accounts' person must be locked before. */
export async function findForUpdate(
  transaction: Knex.Transaction,
  id: number,
): Promise<ReRegistration | null> {
  return (await transaction('re_registrations').where({ id }).forUpdate().first(columns)) ?? null;
}

/** The next one whose 72 hours are over. */
export async function findDue(db: Knex): Promise<ReRegistration | null> {
  const row = await db('re_registrations')
    .whereNull('objected_at')
    .whereNull('cancelled_at')
    .whereNull('reinstated_at')
    .whereNotNull('old_account_id')
    .whereRaw('cancel_at <= clock_timestamp()')
    .orderBy('cancel_at')
    .first(columns);
  return row ?? null;
}

/** Notes an objection or the cancellation. @returns how many rows changed: 0 when the other came first. */
export async function closeReRegistration(
  transaction: Knex,
  id: number,
  how: 'objected_at' | 'cancelled_at',
): Promise<number> {
  return transaction('re_registrations')
    .where({ id })
    .whereNull('objected_at')
    .whereNull('cancelled_at')
    .whereNull('reinstated_at')
    .update({ [how]: transaction.raw('clock_timestamp()') });
}
