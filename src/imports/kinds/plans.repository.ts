import type { Knex } from 'knex';
import type { ImportCounts, StagingColumn } from '../kind';
import type { TableCheck } from '../writing/table-check.repository';
import { getCounts } from './institutions.repository';

export const planStaging: readonly StagingColumn[] = [
  ['batch_code', 'text'],
  ['tracks', 'text[]'],
  ['audience', 'text'],
  ['institution_code', 'text'],
  ['group_code', 'text'],
  ['major_code', 'text'],
  ['major_name', 'text'],
  ['post_code', 'text'],
  ['category', 'text'],
  ['plan_type', 'text'],
  ['quota', 'integer'],
  ['tuition_yuan', 'integer'],
  ['length_years', 'numeric(3, 1)'],
  ['note', 'text'],
  ['restrictions', 'json'],
];

const COLUMNS = planStaging.map(([name]) => name);
/** What makes a row the same row in the year's plan. */
const KEY = ['batch_code', 'tracks', 'audience', 'institution_code', 'group_code', 'major_code', 'post_code'];
/** Where choices are institutions alone, several rows of one institution differ by 专业 name. */
const NAMED_KEY = [...KEY, "case when major_code = '' then major_name else '' end"];

const keyOf = (row: string) =>
  NAMED_KEY.map((part) => part.replace(/\b(\w+_code|major_name|tracks|audience)\b/g, `${row}.$1`));
const sameKey = keyOf('s')
  .map((part, index) => `${part} = ${keyOf('t')[index]}`)
  .join(' and ');
const values = (row: string) =>
  ['major_name', 'category', 'plan_type', 'quota', 'tuition_yuan', 'length_years', 'note', 'restrictions']
    .map((name) => (name === 'restrictions' ? `${row}.${name}::jsonb` : `${row}.${name}`))
    .join(', ');
const DIFFERS = `(${values('t')}) is distinct from (${values('s')})`;
const CONCERNED = 't.year = :year and t.batch_code in (select batch_code from import_rows)';

/** A 专业代号 twice in a batch, 科类, audience and institution (domain §3). */
const repeatedMajor: TableCheck = {
  column: 'major',
  code: 'repeated',
  sql: `select distinct on (row_number) row_number, major_code as found, first::text as expected
          from (select row_number, major_code,
                       min(row_number) over (partition by batch_code, track, audience, institution_code, group_code,
                                             major_code, post_code, case when major_code = '' then major_name end) as first
                  from import_rows cross join unnest(tracks) as track) ranked
         where row_number > first
         order by row_number, first`,
};

export const planChecks: readonly TableCheck[] = [repeatedMajor];

export async function countPlans(transaction: Knex.Transaction, year: number): Promise<ImportCounts> {
  const { rows } = await transaction.raw<{ rows: ImportCounts[] }>(
    `select count(*) filter (where t.id is null) as added,
            count(*) filter (where t.id is not null and ${DIFFERS}) as changed,
            count(*) filter (where t.id is not null and not (${DIFFERS})) as unchanged,
            (select count(*) from plan_entries t where ${CONCERNED}
                and not exists (select from import_rows s where ${sameKey})) as removed,
            0::bigint as kept
       from import_rows s left join plan_entries t on t.year = :year and ${sameKey}`,
    { year },
  );
  return getCounts(rows);
}

/** Replaces the plan of the batches in the file: rows keep the order in which they were published. */
export async function applyPlans(transaction: Knex.Transaction, year: number): Promise<void> {
  const { added, changed, removed } = await countPlans(transaction, year);
  if (added + changed + removed === 0) return;
  await transaction.raw(`delete from plan_entries t where ${CONCERNED}`, { year });
  await transaction.raw(
    `insert into plan_entries (year, ${COLUMNS.join(', ')})
     select :year, ${COLUMNS.join(', ')} from import_rows order by row_number`,
    { year },
  );
}
