import type { Knex } from 'knex';

interface UnfinishedQuery {
  readonly batch: string;
  /** The batch's quota group. */
  readonly group: string;
  /** Drafts last written, and lists saved, at or before this instant. */
  readonly writtenBy: Date;
  /** Lists count only once they are confirmed: those that are not are asked for too. */
  readonly asksConfirmation: boolean;
  readonly afterCandidate: number;
  readonly limit: number;
}

/**
 * Candidates, by ascending id, who have not finished a batch: with a draft and nothing in force in its quota group, or
 * with a list that is still to be confirmed.
 */
export async function listUnfinished(db: Knex, query: UnfinishedQuery): Promise<number[]> {
  const { batch, group, writtenBy, asksConfirmation, afterCandidate, limit } = query;
  const { rows } = await db.raw<{ rows: { id: number }[] }>(
    `select candidate_id as id from application_drafts d
      where batch_code = :batch and updated_at <= :writtenBy and candidate_id > :afterCandidate
        and not exists (select from application_groups g where g.candidate_id = d.candidate_id
                           and g.group_code = :group and g.current_version_id is not null)
     union
     select candidate_id from application_groups
      where :asksConfirmation and current_batch_code = :batch and group_code = :group
        and candidate_id > :afterCandidate and last_saved_at <= :writtenBy
        and current_version_id is not null and abandoned_at is null
        and confirmed_ordinal is distinct from last_ordinal
      order by 1 limit :limit`,
    { batch, group, writtenBy, asksConfirmation, afterCandidate, limit },
  );
  return rows.map(({ id }) => id);
}
