import type { Knex } from 'knex';

interface UnsavedDraftQuery {
  readonly batch: string;
  /** The batch's quota group. */
  readonly group: string;
  /** Drafts last written at or before this instant. */
  readonly writtenBy: Date;
  readonly afterCandidate: number;
  readonly limit: number;
}

/** Candidates with a draft of a batch in whose quota group they never saved, by ascending id. */
export async function listUnsavedDrafts(db: Knex, query: UnsavedDraftQuery): Promise<number[]> {
  const rows: { candidate_id: number }[] = await db('application_drafts')
    .where({ batch_code: query.batch })
    .where('updated_at', '<=', query.writtenBy)
    .where('candidate_id', '>', query.afterCandidate)
    .whereNotExists(
      db('application_groups')
        .where({ group_code: query.group })
        .whereRaw('application_groups.candidate_id = application_drafts.candidate_id')
        .whereNotNull('current_version_id')
        .select('candidate_id'),
    )
    .orderBy('candidate_id')
    .limit(query.limit)
    .select('candidate_id');
  return rows.map((row) => row.candidate_id);
}
