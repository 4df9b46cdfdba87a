import type { Knex } from 'knex';
import type { FactsSource } from '../../domain/candidates/candidate-facts';

/** A choice list in force, with what the rules ask of its owner. */
export interface SavedList {
  readonly candidateId: number;
  readonly candidateNumber: string;
  readonly group: string;
  readonly batch: string;
  readonly versionId: number;
  readonly savesUsed: number;
  readonly grantedSaves: number;
  readonly canonicalBody: string;
  /** A hash of what the rules ask of owner and count. */
  readonly triedOn: string;
  readonly owner: FactsSource;
}

type SavedListRow = FactsSource & Omit<SavedList, 'owner'>;

interface SavedListsAsked {
  readonly batch: string;
  /** Owners beyond this one. */
  readonly after: number;
  readonly limit: number;
  /** Left out: versions that are known already. */
  readonly except: readonly number[];
  /** Left out: what this trial has tried, and is as it was then. */
  readonly trialId: number | null;
}

/** What a list is judged by beside its own body. */
export const TRIED_ON = `md5(row(g.saves_used, g.granted_saves, c.kind, c.track, c.sex, c.born_on, c.ethnicity,
  c.county_code, c.school_code, c.facts)::text)`;

/** Lists in force with their owners; none of a group that was given up. */
export const queryStanding = (db: Knex) =>
  db('application_groups as g').join('candidates as c', 'c.id', 'g.candidate_id').whereNull('g.abandoned_at');

/** Lists in force of one batch by ascending owner; none of a group that was given up. */
export async function listSavedLists(
  db: Knex,
  { batch, after, limit, except, trialId }: SavedListsAsked,
): Promise<SavedList[]> {
  const query = queryStanding(db)
    .join('application_versions as v', 'v.id', 'g.current_version_id')
    .where('g.current_batch_code', batch)
    .where('g.candidate_id', '>', after)
    .orderBy('g.candidate_id')
    .limit(limit);
  if (except.length > 0) query.whereRaw('not (g.current_version_id = any(?::bigint[]))', [[...except]]);
  if (trialId !== null)
    query.whereRaw(
      `not exists (select from rule_pack_trial_lists t
        where t.trial_id = ? and t.version_id = g.current_version_id and t.tried_on = ${TRIED_ON})`,
      [trialId],
    );
  const rows: SavedListRow[] = await query.select({
    candidateId: 'g.candidate_id',
    candidateNumber: 'c.candidate_number',
    group: 'g.group_code',
    batch: 'g.current_batch_code',
    versionId: 'v.id',
    savesUsed: 'g.saves_used',
    grantedSaves: 'g.granted_saves',
    canonicalBody: 'v.canonical_body',
    triedOn: db.raw(TRIED_ON),
    kind: 'c.kind',
    track: 'c.track',
    sex: 'c.sex',
    bornOn: 'c.born_on',
    ethnicity: 'c.ethnicity',
    countyCode: 'c.county_code',
    schoolCode: 'c.school_code',
    facts: 'c.facts',
  });
  return rows.map(
    ({
      candidateId,
      candidateNumber,
      group,
      batch: code,
      versionId,
      savesUsed,
      grantedSaves,
      canonicalBody,
      triedOn,
      ...owner
    }) => ({
      candidateId: Number(candidateId),
      candidateNumber,
      group,
      batch: code,
      versionId: Number(versionId),
      savesUsed,
      grantedSaves,
      canonicalBody,
      triedOn,
      owner,
    }),
  );
}

/** Of some versions those that are in force still, in groups that were not given up. */
export async function listStillInForce(db: Knex, versionIds: readonly number[]): Promise<readonly number[]> {
  if (versionIds.length === 0) return [];
  const ids = await queryStanding(db)
    .whereRaw('g.current_version_id = any(?::bigint[])', [[...versionIds]])
    .pluck('g.current_version_id');
  return ids.map(Number);
}

interface SavedListCount {
  readonly batch: string;
  readonly group: string;
  readonly count: number;
  /** Without groups that were given up. */
  readonly standing: number;
}

/** How many lists are kept in each batch, and under which group each is counted. */
export async function countSavedLists(db: Knex): Promise<readonly SavedListCount[]> {
  return db('application_groups')
    .whereNotNull('current_version_id')
    .groupBy('current_batch_code', 'group_code')
    .orderBy('current_batch_code')
    .select({ batch: 'current_batch_code', group: 'group_code' })
    .select(
      db.raw('count(*)::int as count, (count(*) filter (where abandoned_at is null))::int as standing'),
    );
}

/** How many candidates have lists of both batches in force. */
export async function countBoth(db: Knex, one: string, other: string): Promise<number> {
  const row = await queryStanding(db)
    .where('g.current_batch_code', one)
    .whereExists(
      db('application_groups as o')
        .whereRaw('o.candidate_id = g.candidate_id and o.abandoned_at is null')
        .where('o.current_batch_code', other),
    )
    .count('* as count')
    .first();
  return Number(row?.count ?? 0);
}

/** Groups that anybody has given up. */
export async function listAbandonedGroups(db: Knex): Promise<readonly string[]> {
  const rows = await db('application_groups').whereNotNull('abandoned_at').distinct('group_code');
  return rows.map((row) => String(row.group_code));
}
