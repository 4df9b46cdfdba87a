import type { Knex } from 'knex';
import { type FileStateRecord, FREE } from './file-state';

const columns = {
  heading: 'heading_code',
  state: 'state',
  institutionCode: 'institution_code',
  institutionName: 'institution_name',
  changedAt: 'changed_at',
} as const;

interface Row extends Omit<FileStateRecord, 'institution'> {
  readonly institutionCode: string | null;
  readonly institutionName: string | null;
}

/**
 * SQL for the state in which a file stands as a whole: the one of the heading that took it last, or free. The table
 * alone says so, to pages and to the conditions of 征集志愿 alike.
 */
export const SELECT_FILE_STATE = `coalesce(
  (select state from candidate_file_states as held where held.candidate_id = candidates.id and state <> '${FREE}'
    order by changed_at desc, heading_code limit 1), '${FREE}')`;

/** A candidate's 档案状态, one for each heading that has come to it. */
export async function listFileStates(db: Knex, candidateId: number): Promise<FileStateRecord[]> {
  const rows: Row[] = await db('candidate_file_states').where({ candidate_id: candidateId }).select(columns);
  return rows.map(({ institutionCode: code, institutionName: name, ...row }) => ({
    ...row,
    institution: code === null || name === null ? null : { code, name },
  }));
}

/** Records where a candidate's file stands, in place of what was noted before for the same headings. */
export async function putFileStates(
  db: Knex,
  candidateId: number,
  records: readonly FileStateRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const rows = records.map(({ heading, state, institution, changedAt }) => ({
    candidate_id: candidateId,
    heading_code: heading,
    state,
    institution_code: institution?.code ?? null,
    institution_name: institution?.name ?? null,
    changed_at: changedAt,
  }));
  await db('candidate_file_states').insert(rows).onConflict(['candidate_id', 'heading_code']).merge();
}
