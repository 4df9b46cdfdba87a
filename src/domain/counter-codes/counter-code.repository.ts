import type { Knex } from 'knex';
import type { Pass } from '../../infrastructure/security/admissions';
import { everyHash } from '../../infrastructure/security/keyed-hash';
import type { Scope } from '../officers/scope';
import type { CounterPurpose } from './purpose';

/** A 柜台码, or the request for one that waits for its second officer. Instants are real time. */
export interface CounterCode {
  readonly id: number;
  readonly candidateId: number;
  readonly purpose: CounterPurpose;
  readonly reason: string;
  readonly requestedBy: number;
  readonly requestedAt: Date;
  readonly approvedBy: number | null;
  readonly expiresAt: Date;
  /** `approved`: by an office above; the county has not printed it yet. */
  readonly state: 'waiting' | 'approved' | 'live' | 'used' | 'withdrawn' | 'expired';
}

interface CounterCodeRequest {
  readonly candidateId: number;
  readonly purpose: CounterPurpose;
  readonly officerId: number;
  readonly reason: string;
  readonly lifeSeconds: number;
}

const STATE = `case
  when used_at is not null then 'used'
  when withdrawn_at is not null then 'withdrawn'
  when expires_at <= clock_timestamp() then 'expired'
  when code_hash is null and approved_by is not null then 'approved'
  when code_hash is null then 'waiting'
  else 'live' end`;

const listColumns = (db: Knex) => ({
  id: 'id',
  candidateId: 'candidate_id',
  purpose: 'purpose',
  reason: 'reason',
  requestedBy: 'requested_by',
  requestedAt: 'requested_at',
  approvedBy: 'approved_by',
  expiresAt: 'expires_at',
  state: db.raw(STATE),
});

const until = (db: Knex, lifeSeconds: number) =>
  db.raw('clock_timestamp() + make_interval(secs => ?)', [lifeSeconds]);

/** Records what an officer asks for. There is no code yet. @returns its id. */
export async function insertCounterCode(transaction: Knex, request: CounterCodeRequest): Promise<number> {
  const [row] = await transaction('counter_codes')
    .insert({
      candidate_id: request.candidateId,
      purpose: request.purpose,
      reason: request.reason,
      requested_by: request.officerId,
      expires_at: until(transaction, request.lifeSeconds),
    })
    .returning('id');
  return row.id;
}

/** Gives a request its code. @returns how many rows changed: 0 when it waits no more. */
export async function putCodeHash(
  transaction: Knex,
  id: number,
  { hash, lifeSeconds }: { readonly hash: Buffer; readonly lifeSeconds: number },
): Promise<number> {
  return transaction('counter_codes')
    .where({ id })
    .whereNull('code_hash')
    .whereNull('withdrawn_at')
    .andWhereRaw('expires_at > clock_timestamp()')
    .update({ code_hash: hash, expires_at: until(transaction, lifeSeconds) });
}

/** Records the second officer. @returns how many rows changed: 0 for the one who asked, and when it waits no more. */
export async function approveCounterCode(transaction: Knex, id: number, officerId: number): Promise<number> {
  return transaction('counter_codes')
    .where({ id })
    .whereNot({ requested_by: officerId })
    .whereNull('approved_by')
    .whereNull('code_hash')
    .whereNull('withdrawn_at')
    .andWhereRaw('expires_at > clock_timestamp()')
    .update({ approved_by: officerId, approved_at: transaction.raw('clock_timestamp()') });
}

/** What a candidate was given within the last 24 hours: codes that serve, and codes that were used. */
export async function listRecentPurposes(db: Knex, candidateId: number): Promise<readonly CounterPurpose[]> {
  return db('counter_codes')
    .where({ candidate_id: candidateId })
    .whereNotNull('code_hash')
    .whereNull('withdrawn_at')
    .andWhereRaw('(used_at is not null or expires_at > clock_timestamp())')
    .andWhereRaw(`coalesce(used_at, requested_at) > clock_timestamp() - interval '24 hours'`)
    .distinct()
    .pluck('purpose');
}

/** Takes back what is still open of a candidate and purpose. @returns how many. */
export async function withdrawOpenCodes(
  transaction: Knex,
  candidateId: number,
  purpose: CounterPurpose,
): Promise<number> {
  return transaction('counter_codes')
    .where({ candidate_id: candidateId, purpose })
    .whereNull('used_at')
    .whereNull('withdrawn_at')
    .update({ withdrawn_at: transaction.raw('clock_timestamp()') });
}

/** Takes one back. @returns how many rows changed: 0 when it was used or taken back before. */
export async function withdrawCounterCode(transaction: Knex, id: number): Promise<number> {
  return transaction('counter_codes')
    .where({ id })
    .whereNull('used_at')
    .whereNull('withdrawn_at')
    .update({ withdrawn_at: transaction.raw('clock_timestamp()') });
}

export async function findCounterCode(db: Knex, id: number): Promise<CounterCode | null> {
  const row = await db('counter_codes').where({ id }).first(listColumns(db));
  return row ?? null;
}

/** What was asked for and issued for a candidate, newest first. */
export async function listCounterCodes(db: Knex, candidateId: number, limit: number): Promise<CounterCode[]> {
  return db('counter_codes')
    .where({ candidate_id: candidateId })
    .orderBy('id', 'desc')
    .limit(limit)
    .select(listColumns(db));
}

/**
 * Requests of the county offices within a scope that wait for their second officer, or, approved from above, for being
 * printed; oldest first.
 */
export async function listOpenRequests(db: Knex, scope: Scope): Promise<CounterCode[]> {
  return db('counter_codes')
    .whereNull('code_hash')
    .whereNull('withdrawn_at')
    .andWhereRaw('expires_at > clock_timestamp()')
    .whereIn('requested_by', narrowOffices(db('officers').where({ role: 'county' }), scope).select('id'))
    .orderBy('id')
    .select(listColumns(db));
}

function narrowOffices(officers: Knex.QueryBuilder, scope: Scope): Knex.QueryBuilder {
  if (scope.kind === 'all') return officers;
  if (scope.kind === 'city') return officers.whereRaw('left(county_code, 4) = ?', [scope.cityCode]);
  return scope.kind === 'county'
    ? officers.where({ county_code: scope.countyCode })
    : officers.whereRaw('false');
}

/** The code of a candidate that has this hash and serves now; null where there is none. */
export async function findServingCode(
  _pass: Pass,
  db: Knex,
  candidateId: number,
  hash: Buffer,
): Promise<{ readonly id: number; readonly purpose: CounterPurpose } | null> {
  const row = await db('counter_codes')
    .where({ candidate_id: candidateId })
    .whereIn('code_hash', everyHash(hash))
    .whereNull('used_at')
    .whereNull('withdrawn_at')
    .andWhereRaw('expires_at > clock_timestamp()')
    .first('id', 'purpose');
  return row ?? null;
}

/** Uses a code up, for its own purpose and candidate. @returns how many rows changed: 0 when it serves no more. */
export async function markCodeUsed(
  transaction: Knex,
  code: { readonly id: number; readonly candidateId: number; readonly purpose: CounterPurpose },
): Promise<number> {
  return transaction('counter_codes')
    .where({ id: code.id, candidate_id: code.candidateId, purpose: code.purpose })
    .whereNotNull('code_hash')
    .whereNull('used_at')
    .whereNull('withdrawn_at')
    .andWhereRaw('expires_at > clock_timestamp()')
    .update({ used_at: transaction.raw('clock_timestamp()') });
}
