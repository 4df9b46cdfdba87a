import type { Knex } from 'knex';

/** 考生评语 (comment) or an entry of 诚信档案 (integrity). */
export interface Evaluation {
  readonly kind: 'comment' | 'integrity';
  /** YYYY-MM-DD. */
  readonly recordedOn: string;
  /** Who wrote it: a school, an exam office. */
  readonly recordedBy: string;
  readonly body: string;
}

const columns = {
  kind: 'kind',
  recordedOn: 'recorded_on',
  recordedBy: 'recorded_by',
  body: 'body',
} as const;

/** What was written of a candidate, newest first. */
export async function listEvaluations(db: Knex, candidateId: number): Promise<Evaluation[]> {
  return db('evaluations').where({ candidate_id: candidateId }).orderBy('id', 'desc').select(columns);
}

/** Adds to what was written of a candidate. */
export async function insertEvaluations(
  db: Knex,
  candidateId: number,
  evaluations: readonly Evaluation[],
): Promise<void> {
  if (evaluations.length === 0) return;
  await db('evaluations').insert(
    evaluations.map(({ kind, recordedOn, recordedBy, body }) => ({
      candidate_id: candidateId,
      kind,
      recorded_on: recordedOn,
      recorded_by: recordedBy,
      body,
    })),
  );
}
