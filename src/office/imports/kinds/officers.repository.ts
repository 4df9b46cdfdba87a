import type { Knex } from 'knex';
import type { ImportCounts } from '../kind';
import type { StagingColumn } from '../writing/copy-line';
import { checkRepetition, type TableCheck } from '../writing/table-check.repository';
import { getCounts } from './institutions.repository';
import { queryPiece } from './read-pieces.repository';

export const officerStaging: readonly StagingColumn[] = [
  ['sign_in_name', 'text'],
  ['name', 'text'],
  ['role', 'text'],
  ['place_name', 'text'],
  ['city_code', 'text'],
  ['county_code', 'text'],
  ['school_code', 'text'],
];

const MATCHED = 'import_rows s left join officers t on t.sign_in_name = s.sign_in_name';
const DIFFERS = '(t.name, t.place_name) is distinct from (s.name, s.place_name)';

/** An account keeps its role and its place for ever: what another may see is another account. */
export const officerChecks: readonly TableCheck[] = [
  checkRepetition('signInName', ['sign_in_name']),
  {
    column: 'signInName',
    code: 'otherAccount',
    sql: `select s.row_number, s.sign_in_name as found, concat(t.name, '，', t.place_name) as expected
            from import_rows s join officers t on t.sign_in_name = s.sign_in_name
           where (t.role, t.city_code, t.county_code, t.school_code)
                 is distinct from (s.role, s.city_code, s.county_code, s.school_code)`,
  },
];

export async function countOfficers(transaction: Knex.Transaction): Promise<ImportCounts> {
  const { rows } = await transaction.raw<{ rows: ImportCounts[] }>(
    `select count(*) filter (where t.id is null) as added,
            count(*) filter (where t.id is not null and ${DIFFERS}) as changed,
            count(*) filter (where t.id is not null and not (${DIFFERS})) as unchanged,
            0::bigint as removed, 0::bigint as kept
       from ${MATCHED}`,
  );
  return getCounts(rows);
}

/** Makes accounts without password, and corrects names. Nobody gets in before a letter with a first secret. */
export async function applyOfficers(transaction: Knex.Transaction): Promise<void> {
  await transaction.raw(
    `insert into officers as t (sign_in_name, name, role, place_name, city_code, county_code, school_code)
     select sign_in_name, name, role, place_name, city_code, county_code, school_code
       from import_rows s order by row_number
     on conflict (sign_in_name) do update set name = excluded.name, place_name = excluded.place_name
      where (t.name, t.place_name) is distinct from (excluded.name, excluded.place_name)`,
  );
}

/** Writes down whose names change. @returns accounts that the file concerns */
export async function weighOfficers(transaction: Knex.Transaction): Promise<number> {
  const values = (row: string) => `jsonb_build_object('name', ${row}.name, 'placeName', ${row}.place_name)`;
  await transaction.raw(
    `insert into weighed (act, subject, before, after)
     select 'changed', concat(t.sign_in_name, ' ', t.name), ${values('t')}, ${values('s')}
       from ${MATCHED} where t.id is not null and ${DIFFERS} order by t.sign_in_name`,
  );
  const { rows } = await transaction.raw<{ rows: { count: number }[] }>(
    `select count(t.id)::int as count from ${MATCHED}`,
  );
  return rows[0]?.count ?? 0;
}

export interface ListedOfficer {
  readonly key: number;
  readonly signInName: string;
  readonly name: string;
  readonly role: string;
  readonly placeName: string;
  readonly city: string | null;
  readonly county: string | null;
  readonly school: string | null;
}

/** The next accounts of some roles, by age; of all, or those that staged rows concern. */
export function listOfficerPiece(
  db: Knex,
  roles: readonly string[],
  staged: boolean,
  after: number,
  limit: number,
): Promise<readonly ListedOfficer[]> {
  const within = staged ? 'and sign_in_name in (select sign_in_name from import_rows)' : '';
  return queryPiece(
    db,
    `select id as key, sign_in_name as "signInName", name, role, place_name as "placeName",
            city_code as city, county_code as county, school_code as school
       from officers where id > :after and role = any(:roles) ${within} order by id limit :limit`,
    { roles, after, limit },
  );
}
