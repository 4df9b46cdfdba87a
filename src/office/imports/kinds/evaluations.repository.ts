import type { Knex } from 'knex';
import type { ImportCounts } from '../kind';
import type { StagingColumn } from '../writing/copy-line';
import { checkCandidates, checkRepetition, type TableCheck } from '../writing/table-check.repository';
import { getCounts } from './institutions.repository';
import { queryPiece } from './read-pieces.repository';

export const evaluationStaging: readonly StagingColumn[] = [
  ['candidate_number', 'text'],
  ['name', 'text'],
  ['kind', 'text'],
  ['recorded_on', 'date'],
  ['recorded_by', 'text'],
  ['body', 'text'],
];

const KEY = ['candidate_number', 'kind', 'recorded_on', 'recorded_by'];

export function evaluationChecks(hasName: boolean): readonly TableCheck[] {
  return [checkRepetition('candidateNumber', KEY), ...checkCandidates(hasName)];
}

const MATCHED = `import_rows s
  join candidates c on c.candidate_number = s.candidate_number
  left join evaluations t on t.candidate_id = c.id and t.kind = s.kind
   and t.recorded_on = s.recorded_on and t.recorded_by = s.recorded_by`;

/** Records that no row of the file has. */
const ABSENT = `not exists (select from import_rows s join candidates c on c.candidate_number = s.candidate_number
  where c.id = t.candidate_id and s.kind = t.kind and s.recorded_on = t.recorded_on and s.recorded_by = t.recorded_by)`;

export async function countEvaluations(transaction: Knex.Transaction, whole: boolean): Promise<ImportCounts> {
  const { rows } = await transaction.raw<{ rows: ImportCounts[] }>(
    `select count(*) filter (where t.id is null) as added,
            count(*) filter (where t.body <> s.body) as changed,
            count(*) filter (where t.body = s.body) as unchanged,
            ${whole ? `(select count(*) from evaluations t where ${ABSENT})` : '0::bigint'} as removed,
            0::bigint as kept
       from ${MATCHED}`,
  );
  return getCounts(rows);
}

export async function applyEvaluations(transaction: Knex.Transaction, whole: boolean): Promise<void> {
  if (whole) await transaction.raw(`delete from evaluations t where ${ABSENT}`);
  await transaction.raw(
    `update evaluations set body = found.body
       from (select t.id, s.body from ${MATCHED} where t.body <> s.body) found
      where evaluations.id = found.id`,
  );
  await transaction.raw(
    `insert into evaluations (candidate_id, kind, recorded_on, recorded_by, body)
     select c.id, s.kind, s.recorded_on, s.recorded_by, s.body from ${MATCHED}
      where t.id is null order by s.row_number`,
  );
}

const SUBJECT = "concat(c.candidate_number, ' ', c.name, ' ', t.recorded_on, ' ', t.recorded_by)";

/** Writes down which records go or say something else. @returns records that the file concerns */
export async function weighEvaluations(transaction: Knex.Transaction, whole: boolean): Promise<number> {
  await transaction.raw(
    `insert into weighed (act, subject, before, after)
     select 'changed', ${SUBJECT}, jsonb_build_object('body', t.body), jsonb_build_object('body', s.body)
       from ${MATCHED} where t.body <> s.body order by t.id`,
  );
  if (whole)
    await transaction.raw(
      `insert into weighed (act, subject, before, after)
       select 'removed', ${SUBJECT}, jsonb_build_object('body', t.body), '{}'
         from evaluations t join candidates c on c.id = t.candidate_id where ${ABSENT} order by t.id`,
    );
  const { rows } = await transaction.raw<{ rows: { count: number }[] }>(
    whole
      ? 'select count(*)::int as count from evaluations'
      : `select count(t.id)::int as count from ${MATCHED}`,
  );
  return rows[0]?.count ?? 0;
}

export interface ListedEvaluation {
  readonly key: number;
  readonly number: string;
  readonly name: string;
  readonly kind: string;
  readonly recordedOn: string;
  readonly recordedBy: string;
  readonly body: string;
}

/** The next records in the order in which they came. */
export function listEvaluationPiece(
  db: Knex,
  after: number,
  limit: number,
): Promise<readonly ListedEvaluation[]> {
  return queryPiece(
    db,
    `select t.id as key, c.candidate_number as number, c.name, t.kind, t.recorded_on as "recordedOn",
            t.recorded_by as "recordedBy", t.body
       from evaluations t join candidates c on c.id = t.candidate_id
      where t.id > :after order by t.id limit :limit`,
    { after, limit },
  );
}
