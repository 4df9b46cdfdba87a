import type { Knex } from 'knex';
import type { ImportCounts, StagingColumn } from '../kind';
import { checkRepetition } from '../writing/table-check.repository';

export const institutionStaging: readonly StagingColumn[] = [
  ['code', 'text'],
  ['name', 'text'],
  ['province', 'text'],
  ['city', 'text'],
];

export const institutionChecks = [checkRepetition('code', ['code'])];

const DIFFERS = '(t.name, t.province, t.city) is distinct from (s.name, s.province, s.city)';
const ABSENT = 't.year = :year and not exists (select from import_rows s where s.code = t.code)';
const NEEDED = 'exists (select from plan_entries p where p.year = t.year and p.institution_code = t.code)';

export async function countInstitutions(transaction: Knex.Transaction, year: number): Promise<ImportCounts> {
  const { rows } = await transaction.raw<{ rows: ImportCounts[] }>(
    `select count(*) filter (where t.code is null) as added,
            count(*) filter (where t.code is not null and ${DIFFERS}) as changed,
            count(*) filter (where t.code is not null and not ${DIFFERS}) as unchanged,
            (select count(*) from institutions t where ${ABSENT} and not ${NEEDED}) as removed,
            (select count(*) from institutions t where ${ABSENT} and ${NEEDED}) as kept
       from import_rows s left join institutions t on t.year = :year and t.code = s.code`,
    { year },
  );
  return getCounts(rows);
}

/** The one row of a count. */
export function getCounts(rows: readonly ImportCounts[]): ImportCounts {
  const [row] = rows;
  if (row === undefined) throw new Error('a count has given no row');
  return row;
}

export async function applyInstitutions(transaction: Knex.Transaction, year: number): Promise<void> {
  await transaction.raw(`delete from institutions t where ${ABSENT} and not ${NEEDED}`, { year });
  await transaction.raw(
    `insert into institutions as t (year, code, name, province, city)
     select :year, code, name, province, city from import_rows s order by row_number
     on conflict (year, code) do update
        set name = excluded.name, province = excluded.province, city = excluded.city
      where (t.name, t.province, t.city) is distinct from (excluded.name, excluded.province, excluded.city)`,
    { year },
  );
}
