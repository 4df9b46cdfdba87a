import type { Knex } from 'knex';
import type { ImportCounts } from '../kind';
import type { StagingColumn } from '../writing/copy-line';
import { checkCandidates, checkRepetition, type TableCheck } from '../writing/table-check.repository';
import { getCounts } from './institutions.repository';
import { weighFacts } from './weigh-facts.repository';

export const scoreStaging: readonly StagingColumn[] = [
  ['candidate_number', 'text'],
  ['name', 'text'],
  ['facts', 'jsonb'],
];

export function scoreChecks(hasName: boolean): readonly TableCheck[] {
  return [checkRepetition('candidateNumber', ['candidate_number']), ...checkCandidates(hasName)];
}

const FACTS = '((c.facts::jsonb - cast(:keys as text[])) || s.facts)';

export async function countScores(
  transaction: Knex.Transaction,
  keys: readonly string[],
): Promise<ImportCounts> {
  const { rows } = await transaction.raw<{ rows: ImportCounts[] }>(
    `select count(*) filter (where is_new) as added,
            count(*) filter (where differs and not is_new) as changed,
            count(*) filter (where not differs and not is_new) as unchanged,
            0::bigint as removed,
            0::bigint as kept
       from (select not jsonb_exists_any(c.facts::jsonb, cast(:keys as text[])) as is_new,
                    ${FACTS} <> c.facts::jsonb as differs
               from import_rows s join candidates c on c.candidate_number = s.candidate_number) compared`,
    { keys: [...keys] },
  );
  return getCounts(rows);
}

export async function applyScores(transaction: Knex.Transaction, keys: readonly string[]): Promise<void> {
  await transaction.raw(
    `update candidates c set facts = ${FACTS}::json
       from import_rows s
      where c.candidate_number = s.candidate_number and ${FACTS} <> c.facts::jsonb`,
    { keys: [...keys] },
  );
}

/** Writes down whose scores change or are lost. @returns candidates of the file who have any of these facts */
export async function weighScores(transaction: Knex.Transaction, keys: readonly string[]): Promise<number> {
  await weighFacts(
    transaction,
    `select c.id, concat(c.candidate_number, ' ', c.name) as subject, c.facts::jsonb as before, ${FACTS} as after,
            true as concerns
       from import_rows s join candidates c on c.candidate_number = s.candidate_number
      where ${FACTS} <> c.facts::jsonb and jsonb_exists_any(c.facts::jsonb, cast(:keys as text[]))`,
    { keys: [...keys] },
  );
  const { rows } = await transaction.raw<{ rows: { count: number }[] }>(
    `select count(*)::int as count from import_rows s join candidates c on c.candidate_number = s.candidate_number
      where jsonb_exists_any(c.facts::jsonb, cast(:keys as text[]))`,
    { keys: [...keys] },
  );
  return rows[0]?.count ?? 0;
}
