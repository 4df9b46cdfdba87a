import type { Knex } from 'knex';

/** Opens a case for so many minutes, in place of the one that was open. */
export async function putOpening(
  transaction: Knex,
  officerId: number,
  caseId: number,
  minutes: number,
): Promise<void> {
  await transaction('review_openings')
    .insert({
      officer_id: officerId,
      case_id: caseId,
      expires_at: transaction.raw('clock_timestamp() + make_interval(mins => ?)', [minutes]),
    })
    .onConflict('officer_id')
    .merge();
}

/** Until when a reviewer has this case open; null when it is not. Real time. */
export async function findOpening(db: Knex, officerId: number, caseId: number): Promise<Date | null> {
  const row = await db('review_openings')
    .where({ officer_id: officerId, case_id: caseId })
    .andWhereRaw('expires_at > clock_timestamp()')
    .first('expires_at');
  return row?.expires_at ?? null;
}

export async function removeOpening(transaction: Knex, officerId: number): Promise<void> {
  await transaction('review_openings').where({ officer_id: officerId }).delete();
}
