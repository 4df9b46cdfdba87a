import type { Knex } from 'knex';
import type { ImportCounts, StagingColumn } from '../kind';
import { checkRepetition, type TableCheck } from '../writing/table-check.repository';
import { getCounts } from './institutions.repository';

export const candidateStaging: readonly StagingColumn[] = [
  ['candidate_number', 'text'],
  ['name', 'text'],
  ['identity_number_cipher', 'bytea'],
  ['identity_number_index', 'bytea'],
  ['phone_cipher', 'bytea'],
  ['phone_index', 'bytea'],
  ['sex', 'text'],
  ['born_on', 'date'],
  ['ethnicity', 'text'],
  ['kind', 'text'],
  ['track', 'text'],
  ['county_code', 'text'],
  ['county_name', 'text'],
  ['school_code', 'text'],
  ['school_name', 'text'],
  ['class_name', 'text'],
  ['registration_number', 'text'],
  ['facts', 'json'],
];

const taken = (column: string, index: string): TableCheck => ({
  column,
  code: 'taken',
  sql: `select s.row_number, '' as found, c.candidate_number as expected
          from import_rows s join candidates c on c.${index} = s.${index}
         where c.candidate_number <> s.candidate_number`,
});

/** A phone of the list counts for new candidates only. */
const takenPhone: TableCheck = {
  column: 'phone',
  code: 'taken',
  sql: `select s.row_number, '' as found, c.candidate_number as expected
          from import_rows s join candidates c on c.phone_index = s.phone_index
         where not exists (select from candidates own where own.candidate_number = s.candidate_number)`,
};

export const candidateChecks: readonly TableCheck[] = [
  checkRepetition('candidateNumber', ['candidate_number']),
  checkRepetition('identityNumber', ['identity_number_index'], "''"),
  checkRepetition('phone', ['phone_index'], "''"),
  taken('identityNumber', 'identity_number_index'),
  takenPhone,
];

const PLAIN = [
  'name',
  'sex',
  'born_on',
  'ethnicity',
  'kind',
  'track',
  'county_code',
  'county_name',
  'school_code',
  'school_name',
  'class_name',
  'registration_number',
];
/** Facts of the file in place of those it has columns for; defaults are for new candidates. */
const FACTS = '((c.facts::jsonb - cast(:keys as text[])) || (s.facts::jsonb - cast(:absent as text[])))';
const list = (row: string) => [...PLAIN, 'identity_number_index'].map((name) => `${row}.${name}`).join(', ');
const DIFFERS = `((${list('c')}) is distinct from (${list('s')}) or ${FACTS} <> c.facts::jsonb)`;

export async function countCandidates(
  transaction: Knex.Transaction,
  keys: readonly string[],
  absent: readonly string[],
): Promise<ImportCounts> {
  const { rows } = await transaction.raw<{ rows: ImportCounts[] }>(
    `select count(*) filter (where c.id is null) as added,
            count(*) filter (where c.id is not null and ${DIFFERS}) as changed,
            count(*) filter (where c.id is not null and not ${DIFFERS}) as unchanged,
            0::bigint as removed,
            (select count(*) from candidates) - count(c.id) as kept
       from import_rows s left join candidates c on c.candidate_number = s.candidate_number`,
    { keys: [...keys], absent: [...absent] },
  );
  return getCounts(rows);
}

/** Changes who is there, adds who is new, with a credential that has no password yet. */
export async function applyCandidates(
  transaction: Knex.Transaction,
  keys: readonly string[],
  absent: readonly string[],
): Promise<void> {
  await transaction.raw(
    `update candidates c
        set ${PLAIN.map((name) => `${name} = s.${name}`).join(', ')},
            identity_number_cipher = case when c.identity_number_index = s.identity_number_index
              then c.identity_number_cipher else s.identity_number_cipher end,
            identity_number_index = s.identity_number_index,
            facts = ${FACTS}::json
       from import_rows s where c.candidate_number = s.candidate_number and ${DIFFERS}`,
    { keys: [...keys], absent: [...absent] },
  );
  const names = candidateStaging.map(([name]) => name).join(', ');
  await transaction.raw(
    `with added as (
       insert into candidates (${names}, phone_bound_at)
       select ${names}, case when phone_index is not null then now() end from import_rows s
        where not exists (select from candidates c where c.candidate_number = s.candidate_number)
        order by row_number
       returning id)
     insert into credentials (candidate_id) select id from added`,
  );
}
