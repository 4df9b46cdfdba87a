import type { Knex } from 'knex';
import type { LivenessFault } from '../../rules/account/liveness';

export type LivenessOutcome = 'proved' | LivenessFault | 'forged' | 'replaced' | 'contested';

/** One check by the phone app. */
export interface LivenessCheckRow {
  readonly id: number;
  readonly token: string;
  readonly matchCode: string;
  readonly address: string;
  readonly expiresAt: Date;
  readonly decidedAt: Date | null;
  readonly outcome: LivenessOutcome | null;
}

const columns = {
  id: 'id',
  token: 'token',
  matchCode: 'match_code',
  address: 'address',
  expiresAt: 'expires_at',
  decidedAt: 'decided_at',
  outcome: 'outcome',
} as const;

/** Begins a check; one that was open before stops serving. The account must be locked. */
export async function insertLivenessCheck(
  transaction: Knex.Transaction,
  accountId: number,
  check: Pick<LivenessCheckRow, 'token' | 'matchCode' | 'address' | 'expiresAt'>,
): Promise<void> {
  await transaction('liveness_checks')
    .where({ account_id: accountId })
    .whereNull('decided_at')
    .update({ decided_at: transaction.raw('clock_timestamp()'), outcome: 'replaced' });
  await transaction('liveness_checks').insert({
    account_id: accountId,
    token: check.token,
    match_code: check.matchCode,
    address: check.address,
    expires_at: check.expiresAt,
  });
}

/** The newest check of an account, decided or not. */
export async function findNewestCheck(db: Knex, accountId: number): Promise<LivenessCheckRow | null> {
  const row = await db('liveness_checks')
    .where({ account_id: accountId })
    .orderBy('id', 'desc')
    .first(columns);
  return row ?? null;
}

/** Decides a check, once. @returns how many rows changed: 0 when it was decided before. */
export async function decideCheck(transaction: Knex, id: number, outcome: LivenessOutcome): Promise<number> {
  return transaction('liveness_checks')
    .where({ id })
    .whereNull('decided_at')
    .update({ decided_at: transaction.raw('clock_timestamp()'), outcome });
}
