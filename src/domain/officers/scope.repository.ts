import type { Knex } from 'knex';
import { type CandidateRecord, findCandidate } from '../candidates/candidate.repository';
import { covers, type Scope } from './scope';

/** A condition for a statement that is written out; `?` stands for each binding. */
interface ScopeCondition {
  readonly sql: string;
  readonly bindings: readonly (string | string[])[];
}

/** The condition of a scope on the candidates' table, or on its alias. `table` is never typed by anybody. */
export function describeScope(scope: Scope, table = 'candidates'): ScopeCondition {
  switch (scope.kind) {
    case 'all':
      return { sql: 'true', bindings: [] };
    case 'none':
      return { sql: 'false', bindings: [] };
    case 'city':
      return { sql: `left(${table}.county_code, 4) = ?`, bindings: [scope.cityCode] };
    case 'county':
      return {
        sql: `(${table}.county_code = ? or ${table}.kind = any (?::text[]))`,
        bindings: [scope.countyCode, [...scope.kindsElsewhere]],
      };
    case 'school':
      return {
        sql: `(${table}.county_code = ? and ${table}.school_code = ?)`,
        bindings: [scope.countyCode, scope.schoolCode],
      };
  }
}

/** Narrows a query over candidates to a scope. `table`: the name or alias under which they stand in it. */
export function scopeCandidates<Query extends Knex.QueryBuilder>(
  query: Query,
  scope: Scope,
  table = 'candidates',
): Query {
  const { sql, bindings } = describeScope(scope, table);
  query.whereRaw(sql, [...bindings]);
  return query;
}

/** A candidate within a scope; null where there is none, or none that this officer may know of. */
export async function findCandidateWithin(
  db: Knex,
  scope: Scope,
  id: number,
): Promise<CandidateRecord | null> {
  const candidate = await findCandidate(db, id);
  return candidate !== null && covers(scope, candidate) ? candidate : null;
}
