import type { Knex } from 'knex';
import type { ProofRoute } from '../../rules/account/proof-route';
import { wasClaimObjected } from './number-claim.repository';

export interface ReRegistration {
  readonly id: number;
  readonly personId: number;
  readonly newAccountId: number;
  readonly oldAccountId: number | null;
  readonly route: ProofRoute;
  readonly cancelAt: Date;
  readonly objectedAt: Date | null;
  readonly cancelledAt: Date | null;
  /** After an objection the proof was found to stand. */
  readonly upheldAt: Date | null;
  /** 客服 had heard both sides before: no objection is taken. */
  readonly heard: boolean;
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
  upheldAt: 'upheld_at',
  heard: 'heard',
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
    /** Both sides were heard before. */
    readonly heard: boolean;
  },
): Promise<Date> {
  const [row] = await transaction('re_registrations')
    .insert({
      person_id: taken.personId,
      new_account_id: taken.newAccountId,
      old_account_id: taken.old?.accountId ?? null,
      route: taken.route,
      heard: taken.heard,
      objection_token_hash: taken.old?.tokenHash ?? null,
      cancel_at: transaction.raw('clock_timestamp() + make_interval(hours => ?)', [taken.hours]),
    })
    .returning<{ cancel_at: Date }[]>('cancel_at');
  if (row === undefined) throw new Error('a re-registration was not written');
  return row.cancel_at;
}

/**
 * Whether a number was just taken over, or a taking over was ever objected to, or its cancellation taken back: what got
 * an account through once proves nothing any more, and 客服 alone decides. A claim that was objected to before it took
 * effect shuts out facts and classmates (`route`), not a face.
 */
export async function isContested(transaction: Knex, personId: number, route: ProofRoute): Promise<boolean> {
  if (route !== 'app' && (await wasClaimObjected(transaction, personId))) return true;
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

export async function findReRegistration(db: Knex, id: number): Promise<ReRegistration | null> {
  return (await db('re_registrations').where({ id }).first(columns)) ?? null;
}

/** The newest re-registration by which an account lost its number; null where it never did. */
export async function findLoss(db: Knex, oldAccountId: number): Promise<ReRegistration | null> {
  const row = await db('re_registrations')
    .where({ old_account_id: oldAccountId })
    .orderBy('id', 'desc')
    .first(columns);
  return row ?? null;
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

/**
 * The proof by APP of an account that works while both sides of an objection are heard: no 注销, no change of phone.
 * Null where there is none.
 */
export async function findHeldProof(db: Knex, newAccountId: number): Promise<ReRegistration | null> {
  const row = await db('re_registrations')
    .where({ new_account_id: newAccountId, route: 'app' })
    .whereNotNull('objected_at')
    .whereNull('upheld_at')
    .whereNull('cancelled_at')
    .whereNull('reinstated_at')
    .whereExists((old) => {
      old
        .from('accounts')
        .whereRaw("accounts.id = old_account_id and accounts.status = 'suspended'")
        .select(db.raw('1'));
    })
    .orderBy('id', 'desc')
    .first(columns);
  return row ?? null;
}

/** An objection to a proof by APP behind which nobody has sent pictures for so many hours, nor waits for reviewers. */
export async function findSilentContest(db: Knex, hours: number): Promise<ReRegistration | null> {
  const row = await db('re_registrations')
    .where({ route: 'app' })
    .whereRaw('objected_at <= clock_timestamp() - make_interval(hours => ?)', [hours])
    .whereNull('upheld_at')
    .whereNull('cancelled_at')
    .whereNull('reinstated_at')
    .whereRaw(
      `exists (select from accounts where accounts.id = new_account_id and accounts.status = 'active')
       and exists (select from accounts where accounts.id = old_account_id and accounts.status = 'suspended')
       and not exists (
         select from review_cases
          where contest_id = re_registrations.id
            and (state in ('waiting', 'approved') or decided_at > clock_timestamp() - make_interval(hours => ?)))`,
      [hours],
    )
    .orderBy('id')
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

/** Records that an account which gave its number up was let in again: nothing more comes of how it lost it. */
export async function recordReinstatement(transaction: Knex, oldAccountId: number): Promise<void> {
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
    .whereRaw('(objected_at is null or upheld_at is not null)')
    .whereNull('cancelled_at')
    .whereNull('reinstated_at')
    .whereNotNull('old_account_id')
    .whereRaw('cancel_at <= clock_timestamp()')
    .orderBy('cancel_at')
    .first(columns);
  return row ?? null;
}

/** Records the cancellation. @returns how many rows changed: 0 when an objection came first. */
export async function recordCancellation(transaction: Knex, id: number): Promise<number> {
  return transaction('re_registrations')
    .where({ id })
    .whereRaw('(objected_at is null or upheld_at is not null)')
    .whereNull('cancelled_at')
    .whereNull('reinstated_at')
    .update({ cancelled_at: transaction.raw('clock_timestamp()') });
}

/** Records an objection, with what was said. @returns how many rows changed: 0 when it is too late, or none is taken. */
export async function recordObjection(transaction: Knex, id: number, sealed: Buffer): Promise<number> {
  return transaction('re_registrations')
    .where({ id, heard: false })
    .whereNull('objected_at')
    .whereNull('cancelled_at')
    .whereNull('reinstated_at')
    .update({ objected_at: transaction.raw('clock_timestamp()'), objection_cipher: sealed });
}

/**
 * Records that a proof stands in spite of an objection; the old account is cancelled so many hours from now.
 * @returns when; null where that is not open
 */
export async function upholdProof(transaction: Knex, id: number, hours: number): Promise<Date | null> {
  const [row] = await transaction('re_registrations')
    .where({ id })
    .whereNotNull('objected_at')
    .whereNull('upheld_at')
    .whereNull('cancelled_at')
    .whereNull('reinstated_at')
    .update({
      upheld_at: transaction.raw('clock_timestamp()'),
      cancel_at: transaction.raw('clock_timestamp() + make_interval(hours => ?)', [hours]),
    })
    .returning<{ cancel_at: Date }[]>('cancel_at');
  return row?.cancel_at ?? null;
}
