import type { Knex } from 'knex';
import type { ImportCounts } from '../kind';
import type { StagingColumn } from '../writing/copy-line';
import { checkRepetition } from '../writing/table-check.repository';
import { queryPiece } from './read-pieces.repository';

export const institutionStaging: readonly StagingColumn[] = [
  ['code', 'text'],
  ['name', 'text'],
  ['province', 'text'],
  ['city', 'text'],
  ['ownership', 'text'],
  ['school_type', 'text'],
];

export const institutionChecks = [checkRepetition('code', ['code'])];

/** What a file leaves out of 办学性质 and 院校类型 stays as it is: another list may say it. */
const kept = (column: string, row: string) => `coalesce(nullif(${row}.${column}, ''), t.${column})`;
const valuesOf = (row: string) =>
  row === 't'
    ? 't.name, t.province, t.city, t.ownership, t.school_type'
    : `${row}.name, ${row}.province, ${row}.city, ${kept('ownership', row)}, ${kept('school_type', row)}`;
/** As a list of choices shows it: what kind of school it is concerns nobody who has chosen it. */
const READS_OTHERWISE = '(t.name, t.province, t.city) is distinct from (s.name, s.province, s.city)';
const DIFFERS = `(${valuesOf('t')}) is distinct from (${valuesOf('s')})`;
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
    `insert into institutions as t (year, code, name, province, city, ownership, school_type)
     select :year, code, name, province, city, ownership, school_type from import_rows s order by row_number
     on conflict (year, code) do update
        set (name, province, city, ownership, school_type) = row(${valuesOf('excluded')})
      where (${valuesOf('t')}) is distinct from (${valuesOf('excluded')})`,
    { year },
  );
}

/** Writes down which institutions go or change, and which filed lists hold them. @returns institutions that stand */
export async function weighInstitutions(transaction: Knex.Transaction, year: number): Promise<number> {
  const values = (row: string) =>
    `jsonb_build_object('name', ${row}.name, 'province', ${row}.province, 'city', ${row}.city)`;
  await transaction.raw(
    `create temporary table weighed_institutions on commit drop as
       select t.code, t.name, s.code is null as gone, ${values('t')} as before, ${values('s')} as after
         from institutions t left join import_rows s on s.code = t.code
        where t.year = :year and case when s.code is null then not ${NEEDED} else ${READS_OTHERWISE} end`,
    { year },
  );
  await transaction.raw(
    `insert into weighed (act, subject, before, after)
     select case when gone then 'removed' else 'changed' end, concat('[', code, ']', name),
            case when gone then before else (select jsonb_object_agg(key, value) from jsonb_each(before)
                                              where value is distinct from after -> key) end,
            case when gone then '{}' else (select jsonb_object_agg(key, value) from jsonb_each(after)
                                            where value is distinct from before -> key) end
       from weighed_institutions order by code`,
  );
  await transaction.raw(
    `insert into weighed_holders (position, candidate_id, group_code, batch_code)
     select distinct w.position, g.candidate_id, g.group_code, g.current_batch_code
       from weighed_institutions i
       join weighed w on w.subject = concat('[', i.code, ']', i.name)
       join application_versions v on v.canonical_body like concat('%"institution":{"code":"', i.code, '"%')
       join application_groups g on g.current_version_id = v.id and g.abandoned_at is null`,
  );
  const { rows } = await transaction.raw<{ rows: { count: number }[] }>(
    'select count(*)::int as count from institutions where year = ?',
    [year],
  );
  return rows[0]?.count ?? 0;
}

export interface ListedInstitution {
  readonly key: string;
  readonly name: string;
  readonly province: string;
  readonly city: string;
  readonly ownership: string;
  readonly schoolType: string;
}

/** The next institutions of a year, by code. */
export function listInstitutionPiece(
  db: Knex,
  year: number,
  after: string,
  limit: number,
): Promise<readonly ListedInstitution[]> {
  return queryPiece(
    db,
    `select code as key, name, province, city, ownership, school_type as "schoolType" from institutions
      where year = :year and code > :after order by code limit :limit`,
    { year, after, limit },
  );
}
