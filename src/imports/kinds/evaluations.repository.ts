import type { Knex } from 'knex';
import type { ImportCounts, StagingColumn } from '../kind';
import { checkCandidates, checkRepetition, type TableCheck } from '../writing/table-check.repository';
import { getCounts } from './institutions.repository';

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

export async function countEvaluations(transaction: Knex.Transaction): Promise<ImportCounts> {
  const { rows } = await transaction.raw<{ rows: ImportCounts[] }>(
    `select count(*) filter (where t.id is null) as added,
            count(*) filter (where t.body <> s.body) as changed,
            count(*) filter (where t.body = s.body) as unchanged,
            0::bigint as removed,
            0::bigint as kept
       from ${MATCHED}`,
  );
  return getCounts(rows);
}

export async function applyEvaluations(transaction: Knex.Transaction): Promise<void> {
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
