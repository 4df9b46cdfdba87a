import type { Knex } from 'knex';
import type { Scope } from '../../domain/officers/scope';
import { scopeCandidates } from '../../domain/officers/scope.repository';
import { everyHash } from '../../infrastructure/security/keyed-hash';

/** What a list of hits tells apart by. */
export interface FoundCandidate {
  readonly id: number;
  readonly candidateNumber: string;
  readonly name: string;
  readonly kind: string;
  readonly countyName: string;
  readonly schoolName: string;
  readonly className: string;
}

const columns = {
  id: 'id',
  candidateNumber: 'candidate_number',
  name: 'name',
  kind: 'kind',
  countyName: 'county_name',
  schoolName: 'school_name',
  className: 'class_name',
} as const;

/** One thing by which a candidate is looked for; names are exact. */
export type SearchKey =
  | { readonly by: 'number'; readonly number: string }
  | { readonly by: 'identity'; readonly index: Buffer }
  | { readonly by: 'phone'; readonly index: Buffer }
  | { readonly by: 'name'; readonly name: string };

/** Candidates within a scope, `limit` at most, in order of 考生号. */
export async function searchCandidates(
  db: Knex,
  scope: Scope,
  key: SearchKey,
  limit: number,
): Promise<FoundCandidate[]> {
  const query = db('candidates').orderBy('candidate_number').limit(limit).select(columns);
  if (key.by === 'number') query.where({ candidate_number: key.number });
  else if (key.by === 'identity') query.whereIn('identity_number_index', everyHash(key.index));
  else if (key.by === 'phone') query.whereIn('phone_index', everyHash(key.index));
  else query.where({ name: key.name });
  return scopeCandidates(query, scope);
}
