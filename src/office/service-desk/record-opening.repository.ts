import type { Knex } from 'knex';

/** The record that an officer has open. */
export interface RecordOpening {
  readonly candidateId: number;
  /** Real time. */
  readonly expiresAt: Date;
}

/** Opens a record for so many minutes, in place of the one that was open. */
export async function putOpening(
  transaction: Knex,
  officerId: number,
  candidateId: number,
  minutes: number,
): Promise<void> {
  await transaction('record_openings')
    .insert({
      officer_id: officerId,
      candidate_id: candidateId,
      expires_at: transaction.raw('clock_timestamp() + make_interval(mins => ?)', [minutes]),
    })
    .onConflict('officer_id')
    .merge();
}

/** The record that is open now; null when none is. */
export async function findOpening(db: Knex, officerId: number): Promise<RecordOpening | null> {
  const row = await db('record_openings')
    .where({ officer_id: officerId })
    .andWhereRaw('expires_at > clock_timestamp()')
    .first({ candidateId: 'candidate_id', expiresAt: 'expires_at' });
  return row ?? null;
}

/** Closes what is open. @returns how many rows changed. */
export async function removeOpening(transaction: Knex, officerId: number): Promise<number> {
  return transaction('record_openings').where({ officer_id: officerId }).delete();
}
