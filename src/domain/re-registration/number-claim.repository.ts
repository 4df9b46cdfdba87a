import type { Knex } from 'knex';
import type { ProofRoute } from '../../rules/account/proof-route';

/** An account that claims the number of another that is in use; with a proof that waits, or without. */
export interface NumberClaim {
  readonly id: number;
  readonly personId: number;
  readonly newAccountId: number;
  readonly oldAccountId: number;
  readonly createdAt: Date;
  /** Null: nothing is proved yet. */
  readonly route: ProofRoute | null;
  /** When the proof takes effect. */
  readonly effectiveAt: Date | null;
  readonly objectedAt: Date | null;
  readonly endedAt: Date | null;
}

const columns = {
  id: 'id',
  personId: 'person_id',
  newAccountId: 'new_account_id',
  oldAccountId: 'old_account_id',
  createdAt: 'created_at',
  route: 'route',
  effectiveAt: 'effective_at',
  objectedAt: 'objected_at',
  endedAt: 'ended_at',
} as const;

/** Whether a session of an account was in use within so many days. */
export async function isInUse(db: Knex, accountId: number, days: number): Promise<boolean> {
  const row = await db('account_sessions')
    .where({ account_id: accountId })
    .whereRaw('seen_at > clock_timestamp() - make_interval(days => ?)', [days])
    .first('id');
  return row !== undefined;
}

export async function insertClaim(
  transaction: Knex,
  claim: Pick<NumberClaim, 'personId' | 'newAccountId' | 'oldAccountId'>,
): Promise<NumberClaim> {
  const [row] = await transaction('number_claims')
    .insert({
      person_id: claim.personId,
      new_account_id: claim.newAccountId,
      old_account_id: claim.oldAccountId,
    })
    .returning<{ id: number }[]>('id');
  const found = row === undefined ? null : await findClaim(transaction, row.id);
  if (found === null) throw new Error('a claim was not written');
  return found;
}

export async function findClaim(db: Knex, id: number): Promise<NumberClaim | null> {
  return (await db('number_claims').where({ id }).first(columns)) ?? null;
}

/** The claim of an account that has come to no end. */
export async function findOpenClaim(db: Knex, newAccountId: number): Promise<NumberClaim | null> {
  const row = await db('number_claims')
    .where({ new_account_id: newAccountId })
    .whereNull('ended_at')
    .first(columns);
  return row ?? null;
}

/** The claims to an account's number that it may object to, those that take effect first first. */
export async function listClaimsAgainst(db: Knex, oldAccountId: number): Promise<readonly NumberClaim[]> {
  return db('number_claims')
    .where({ old_account_id: oldAccountId })
    .whereNull('ended_at')
    .whereNull('objected_at')
    .orderByRaw('effective_at nulls last, id')
    .select(columns);
}

/** How many claims an account was told of within a day. */
export async function countClaimsOfDay(db: Knex, oldAccountId: number): Promise<number> {
  const row = await db('number_claims')
    .where({ old_account_id: oldAccountId })
    .whereRaw("created_at > clock_timestamp() - interval '1 day'")
    .count<{ count: string }[]>('id as count');
  return Number(row[0]?.count ?? 0);
}

/** Lets a proof wait. @returns when it takes effect; null where it was objected to, or waits already. */
export async function letProofWait(
  transaction: Knex,
  id: number,
  route: ProofRoute,
  hours: number,
): Promise<Date | null> {
  const [row] = await transaction('number_claims')
    .where({ id })
    .whereNull('route')
    .whereNull('objected_at')
    .whereNull('ended_at')
    .update({
      route,
      proved_at: transaction.raw('clock_timestamp()'),
      effective_at: transaction.raw('clock_timestamp() + make_interval(hours => ?)', [hours]),
    })
    .returning<{ effective_at: Date }[]>('effective_at');
  return row?.effective_at ?? null;
}

/** The next proof whose time has come. */
export async function findDueClaim(db: Knex): Promise<NumberClaim | null> {
  const row = await db('number_claims')
    .whereRaw('effective_at <= clock_timestamp()')
    .whereNull('objected_at')
    .whereNull('ended_at')
    .orderBy('effective_at')
    .first(columns);
  return row ?? null;
}

/** Ends a claim that may still take effect. @returns how many rows changed: 0 when it was objected to, or ended before. */
export async function endClaim(transaction: Knex, id: number, by: 'proved' | 'void'): Promise<number> {
  return transaction('number_claims')
    .where({ id })
    .whereNull('objected_at')
    .whereNull('ended_at')
    .update({ ended_at: transaction.raw('clock_timestamp()'), ended_by: by });
}

/** Ends what an account claims: it has proved itself, or is gone. */
export async function endClaimsOf(
  transaction: Knex,
  newAccountId: number,
  by: 'proved' | 'gone',
): Promise<void> {
  await transaction('number_claims')
    .where({ new_account_id: newAccountId })
    .whereNull('ended_at')
    .update({ ended_at: transaction.raw('clock_timestamp()'), ended_by: by });
}

/** Records an objection. @returns how many rows changed: 0 when there is nothing to object to any more. */
export async function objectToClaim(transaction: Knex, id: number, sealed: Buffer): Promise<number> {
  return transaction('number_claims')
    .where({ id })
    .whereNull('objected_at')
    .whereNull('ended_at')
    .update({ objected_at: transaction.raw('clock_timestamp()'), objection_cipher: sealed });
}

/** Whether a claim to a number was ever objected to: facts and classmates prove nothing for it any more. */
export async function wasClaimObjected(db: Knex, personId: number): Promise<boolean> {
  const row = await db('number_claims')
    .where({ person_id: personId })
    .whereNotNull('objected_at')
    .first('id');
  return row !== undefined;
}
