import type { Knex } from 'knex';

/** A county with its code (GB/T 2260). */
export interface NamedPlace {
  readonly code: string;
  readonly name: string;
}

/** A school, whose code counts within its county. */
export interface NamedSchool extends NamedPlace {
  readonly county: string;
  readonly countyName: string;
}

type Names = ReadonlyMap<string, string>;

async function listNames(db: Knex, kind: 'city' | 'county', codes: readonly string[] | null): Promise<Names> {
  const query = db('places').where({ kind }).orderBy('code').select('code', 'name');
  const rows: NamedPlace[] = await (codes === null ? query : query.whereIn('code', [...codes]));
  return new Map(rows.map(({ code, name }) => [code, name]));
}

/** Names of cities by their four digits; of all, where no codes are given. Unknown ones are left out. */
export const nameCities = (db: Knex, codes: readonly string[] | null = null): Promise<Names> =>
  listNames(db, 'city', codes);

/** Names of counties by their six digits; of all, where no codes are given. Unknown ones are left out. */
export const nameCounties = (db: Knex, codes: readonly string[] | null = null): Promise<Names> =>
  listNames(db, 'county', codes);

const schoolsOf = (db: Knex) =>
  db('places as school')
    .leftJoin('places as county', (join) =>
      join.on('county.code', 'school.county_code').andOnVal('county.kind', 'county'),
    )
    .where('school.kind', 'school')
    .orderBy(['school.county_code', 'school.code'])
    .select({
      code: 'school.code',
      name: 'school.name',
      county: 'school.county_code',
      countyName: db.raw('coalesce(county.name, school.county_code)'),
    });

/** Every school, or those of some codes, by county and code. A code may be a school's in two counties. */
export async function listNamedSchools(
  db: Knex,
  codes: readonly string[] | null = null,
): Promise<NamedSchool[]> {
  const query = schoolsOf(db);
  return codes === null ? query : query.whereIn('school.code', [...codes]);
}

/** Names of schools of a county by code. */
export async function nameSchools(db: Knex, county: string, codes: readonly string[]): Promise<Names> {
  const rows: NamedSchool[] = await schoolsOf(db)
    .where('school.county_code', county)
    .whereIn('school.code', [...codes]);
  return new Map(rows.map(({ code, name }) => [code, name]));
}

/** Schools of some name. */
export async function listSchoolsNamed(db: Knex, names: readonly string[]): Promise<NamedSchool[]> {
  return schoolsOf(db).whereIn('school.name', [...names]);
}
