import type { Knex } from 'knex';

/** How often each of these versions was printed by an office. */
export async function countFormPrints(
  db: Knex,
  versionIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const rows: { versionId: number; count: number }[] = await db('form_prints')
    .whereIn('version_id', [...versionIds])
    .groupBy('version_id')
    .select({ versionId: 'version_id', count: db.raw('max(print_number)') });
  return new Map(rows.map(({ versionId, count }) => [versionId, count]));
}

export interface FormPrint {
  readonly versionId: number;
  readonly candidateId: number;
  readonly printNumber: number;
}

/** Records printings; a number that another printing has taken meanwhile undoes the transaction. */
export async function insertFormPrints(
  transaction: Knex.Transaction,
  prints: readonly FormPrint[],
  by: { readonly officerId: number; readonly jobId: number | null },
): Promise<void> {
  await transaction.batchInsert(
    'form_prints',
    prints.map(({ versionId, candidateId, printNumber }) => ({
      version_id: versionId,
      candidate_id: candidateId,
      print_number: printNumber,
      officer_id: by.officerId,
      job_id: by.jobId,
    })),
    500,
  );
}

/** Who made a job. */
export async function findJobOfficer(db: Knex, jobId: number): Promise<number> {
  const row = await db('print_jobs').where({ id: jobId }).first('officer_id');
  if (row === undefined) throw new Error(`print job ${jobId} does not exist`);
  return row.officer_id;
}
