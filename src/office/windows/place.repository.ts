import type { Knex } from 'knex';
import { listNamedSchools, nameCounties } from '../../domain/places/place.repository';
import type { WindowScope } from '../../rules/pack/rule-pack';

/** Candidates that no window can tell apart. */
export interface CandidateGroup {
  readonly kind: string;
  readonly county: string;
  readonly school: string;
  /** Null where it is not known, or not asked for. */
  readonly totalScore: number | null;
  readonly count: number;
}

/** How many candidates there are of each kind, county and school; and of each score, where score bands are asked for. */
export async function countCandidateGroups(db: Knex, withScores: boolean): Promise<CandidateGroup[]> {
  const score = withScores ? `(facts ->> 'totalScore')::numeric::float8` : 'null::float8';
  const { rows } = await db.raw<{ rows: CandidateGroup[] }>(
    `select kind, county_code as county, school_code as school, ${score} as "totalScore", count(*)::int as count
       from candidates group by 1, 2, 3, 4`,
  );
  return rows;
}

/** The county of each school at which anybody is registered. */
export async function mapSchoolCounties(
  db: Knex,
  schools: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (schools.length === 0) return new Map();
  const rows: { school_code: string; county_code: string }[] = await db('candidates')
    .whereIn('school_code', [...schools])
    .distinct('school_code', 'county_code');
  return new Map(rows.map((row) => [row.school_code, row.county_code]));
}

/** Names of counties and schools by code, for those that windows name. */
export async function listPlaceNames(
  db: Knex,
  counties: readonly string[],
  schools: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const [byCounty, bySchool] = await Promise.all([nameCounties(db, counties), listNamedSchools(db, schools)]);
  return new Map([...byCounty, ...bySchool.map(({ code, name }): [string, string] => [code, name])]);
}

/** Which of some candidate kinds anybody is registered with. */
export async function listRegisteredKinds(db: Knex, kinds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await db.raw<{ rows: { kind: string }[] }>(
    `select kind from unnest(?::text[]) as asked (kind)
      where exists (select from candidates where candidates.kind = asked.kind)`,
    [[...kinds]],
  );
  return new Set(rows.map(({ kind }) => kind));
}

/** How many forms of some batches are open at an instant, of candidates within a scope. */
export async function countOpenForms(
  db: Knex,
  batches: readonly string[],
  scope: WindowScope,
  at: Date,
): Promise<number> {
  const query = db('form_openings as f')
    .whereIn('f.batch_code', [...batches])
    .where('f.expires_at', '>', at);
  const row = await withinScope(query, 'f', scope).count({ count: '*' }).first();
  return Number(row?.count ?? 0);
}

/** How many drafts of some batches there are, of candidates within a scope who have nothing saved there. */
export async function countUnsavedDrafts(
  db: Knex,
  batches: readonly string[],
  scope: WindowScope,
): Promise<number> {
  const query = db('application_drafts as d')
    .whereIn('d.batch_code', [...batches])
    .whereNotExists(
      db('application_groups as g').whereRaw(
        'g.candidate_id = d.candidate_id and g.current_batch_code = d.batch_code',
      ),
    );
  const row = await withinScope(query, 'd', scope).count({ count: '*' }).first();
  return Number(row?.count ?? 0);
}

/** Only rows whose candidate a scope concerns. */
function withinScope(query: Knex.QueryBuilder, table: string, scope: WindowScope): Knex.QueryBuilder {
  if (scope.kind === 'province') return query;
  const joined = query.join('candidates as c', 'c.id', `${table}.candidate_id`);
  switch (scope.kind) {
    case 'county':
      return joined.where({ 'c.county_code': scope.county });
    case 'school':
      return joined.where({ 'c.school_code': scope.school });
    case 'candidateKind':
      return joined.where({ 'c.kind': scope.candidateKind });
    case 'scoreBand':
      return joined.whereRaw(
        `(c.facts ->> 'totalScore')::numeric between coalesce(?::numeric, '-infinity') and coalesce(?::numeric, 'infinity')`,
        [scope.from, scope.to],
      );
  }
}
