import type { Knex } from 'knex';
import type { ImportCounts } from '../kind';
import type { StagingColumn } from '../writing/copy-line';
import { checkRepetition, type TableCheck } from '../writing/table-check.repository';
import { getCounts } from './institutions.repository';
import { queryPiece } from './read-pieces.repository';

export const placeStaging: readonly StagingColumn[] = [
  ['kind', 'text'],
  ['code', 'text'],
  ['name', 'text'],
];

/** A code once, and each county within a city that has a name. */
export const placeChecks: readonly TableCheck[] = [
  checkRepetition('code', ['code']),
  {
    column: 'code',
    code: 'unknownCity',
    sql: `select s.row_number, s.code as found, left(s.code, 4) as expected from import_rows s
           where s.kind = 'county'
             and not exists (select from import_rows c where c.kind = 'city' and c.code = left(s.code, 4))
             and not exists (select from places p where p.kind = 'city' and p.code = left(s.code, 4))`,
  },
];

const MATCHED = `import_rows s
  left join places t on t.kind = s.kind and t.county_code = '' and t.code = s.code`;
const DIFFERS = 't.name <> s.name';

/** Places of earlier lists that the file does not have, of its provinces; of all, where a version is put back. */
const absent = (whole: boolean) => `t.kind in ('city', 'county') and t.source = 'list'
  and not exists (select from import_rows s where s.kind = t.kind and s.code = t.code)
  ${whole ? '' : 'and left(t.code, 2) in (select left(code, 2) from import_rows)'}`;

/** What other records name. A city is needed by its counties that stay, too. */
const NEEDED = `case t.kind
  when 'county' then exists (select from candidates c where c.county_code = t.code)
    or exists (select from officers o where o.county_code = t.code)
    or exists (select from places p where p.kind = 'school' and p.county_code = t.code)
  else exists (select from candidates c where left(c.county_code, 4) = t.code)
    or exists (select from officers o where o.city_code = t.code or left(o.county_code, 4) = t.code)
    or exists (select from places p where p.kind = 'school' and left(p.county_code, 4) = t.code)
    or exists (select from places p where p.kind = 'county' and p.source = 'registration' and left(p.code, 4) = t.code)
    or exists (select from import_rows p where p.kind = 'county' and left(p.code, 4) = t.code) end`;

export async function countPlaces(transaction: Knex.Transaction, whole: boolean): Promise<ImportCounts> {
  const { rows } = await transaction.raw<{ rows: ImportCounts[] }>(
    `select count(*) filter (where t.code is null) as added,
            count(*) filter (where t.code is not null and ${DIFFERS}) as changed,
            count(*) filter (where t.code is not null and not (${DIFFERS})) as unchanged,
            (select count(*) from places t where ${absent(whole)} and not (${NEEDED})) as removed,
            (select count(*) from places t where ${absent(whole)} and (${NEEDED})) as kept
       from ${MATCHED}`,
  );
  return getCounts(rows);
}

export async function applyPlaces(transaction: Knex.Transaction, whole: boolean): Promise<void> {
  await transaction.raw(`delete from places t where ${absent(whole)} and not (${NEEDED})`);
  await transaction.raw(
    `insert into places as t (kind, county_code, code, name, source)
     select kind, '', code, name, 'list' from import_rows s order by row_number
     on conflict (kind, county_code, code) do update set name = excluded.name, source = 'list'
      where (t.name, t.source) is distinct from (excluded.name, 'list')`,
  );
}

/** Writes down which places go or are called otherwise. @returns places that the file concerns */
export async function weighPlaces(transaction: Knex.Transaction, whole: boolean): Promise<number> {
  const named = (row: string) => `jsonb_build_object('name', ${row}.name)`;
  await transaction.raw(
    `insert into weighed (act, subject, before, after)
     select act, subject, before, after from (
       select 'removed' as act, t.code, concat(t.code, ' ', t.name) as subject, ${named('t')} as before, '{}'::jsonb as after
         from places t where ${absent(whole)} and not (${NEEDED})
       union all
       select 'changed', t.code, concat(t.code, ' ', t.name), ${named('t')}, ${named('s')}
         from ${MATCHED} where t.code is not null and ${DIFFERS}
     ) found order by code`,
  );
  const { rows } = await transaction.raw<{ rows: { count: number }[] }>(
    `select count(*)::int as count from places t where t.kind in ('city', 'county')
        and left(t.code, 2) in (select left(code, 2) from import_rows)`,
  );
  return rows[0]?.count ?? 0;
}

export interface ListedPlace {
  readonly key: string;
  readonly name: string;
}

/** The next cities and counties, by code. */
export function listPlacePiece(db: Knex, after: string, limit: number): Promise<readonly ListedPlace[]> {
  return queryPiece(
    db,
    `select code as key, name from places
      where kind in ('city', 'county') and code > :after order by code limit :limit`,
    { after, limit },
  );
}
