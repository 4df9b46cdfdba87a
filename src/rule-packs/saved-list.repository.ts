import type { Knex } from 'knex';
import type { FactsSource } from '../candidates';

/** A choice list in force, with what the rules ask of its owner and nothing that names them. */
export interface SavedList {
  readonly candidateId: number;
  readonly group: string;
  readonly batch: string;
  readonly savesUsed: number;
  readonly canonicalBody: string;
  readonly owner: FactsSource;
}

interface SavedListRow extends FactsSource {
  readonly candidateId: number;
  readonly group: string;
  readonly batch: string;
  readonly savesUsed: number;
  readonly canonicalBody: string;
}

/** Lists in force of one batch by ascending owner, `limit` of them after one. */
export async function listSavedLists(
  db: Knex,
  batch: string,
  after: number,
  limit: number,
): Promise<SavedList[]> {
  const rows: SavedListRow[] = await db('application_groups as g')
    .join('application_versions as v', 'v.id', 'g.current_version_id')
    .join('candidates as c', 'c.id', 'g.candidate_id')
    .where('g.current_batch_code', batch)
    .where('g.candidate_id', '>', after)
    .orderBy('g.candidate_id')
    .limit(limit)
    .select({
      candidateId: 'g.candidate_id',
      group: 'g.group_code',
      batch: 'g.current_batch_code',
      savesUsed: 'g.saves_used',
      canonicalBody: 'v.canonical_body',
      kind: 'c.kind',
      track: 'c.track',
      sex: 'c.sex',
      bornOn: 'c.born_on',
      ethnicity: 'c.ethnicity',
      countyCode: 'c.county_code',
      schoolCode: 'c.school_code',
      facts: 'c.facts',
    });
  return rows.map(({ candidateId, group, batch: code, savesUsed, canonicalBody, ...owner }) => ({
    candidateId: Number(candidateId),
    group,
    batch: code,
    savesUsed,
    canonicalBody,
    owner,
  }));
}

/** How many lists are in force in each batch, and under which group each is counted. */
export async function countSavedLists(
  db: Knex,
): Promise<readonly { readonly batch: string; readonly group: string; readonly count: number }[]> {
  return db('application_groups')
    .whereNotNull('current_version_id')
    .groupBy('current_batch_code', 'group_code')
    .orderBy('current_batch_code')
    .select({ batch: 'current_batch_code', group: 'group_code' })
    .select(db.raw('count(*)::int as count'));
}

/** Groups that anybody has given up. */
export async function listAbandonedGroups(db: Knex): Promise<readonly string[]> {
  const rows = await db('application_groups').whereNotNull('abandoned_at').distinct('group_code');
  return rows.map((row) => String(row.group_code));
}
