import type { Knex } from 'knex';
import type { ResolvedSelection } from './selection';

function select(db: Knex, selection: ResolvedSelection): Knex.QueryBuilder {
  const { county, school, kind, state, batches, abandonGroups, kinds } = selection;
  const query = db('candidates as c');
  if (county !== '') query.where('c.county_code', county);
  if (school !== '') query.where('c.school_code', school);
  if (kind !== '') query.where('c.kind', kind);
  const saved = db('application_groups as g')
    .whereRaw('g.candidate_id = c.id')
    .whereIn('g.current_batch_code', [...batches])
    .whereNotNull('g.current_version_id')
    .select('g.candidate_id');
  const abandoned = db('application_groups as g')
    .whereRaw('g.candidate_id = c.id')
    .whereIn('g.group_code', [...abandonGroups])
    .whereNotNull('g.abandoned_at')
    .select('g.candidate_id');
  if (state === 'saved') query.whereExists(saved);
  if (state === 'notSaved')
    query
      .whereIn('c.kind', [...kinds])
      .whereNotExists(saved)
      .whereNotExists(abandoned);
  if (state === 'abandoned') query.whereExists(abandoned);
  return query;
}

/** How many candidates a selection has. */
export async function countRecipients(db: Knex, selection: ResolvedSelection): Promise<number> {
  const row = await select(db, selection).count({ count: '*' }).first();
  return Number(row?.count ?? 0);
}

/** The next candidates of a selection by ascending id. */
export async function listRecipients(
  db: Knex,
  selection: ResolvedSelection,
  after: number,
  limit: number,
): Promise<number[]> {
  const rows: { id: string }[] = await select(db, selection)
    .where('c.id', '>', after)
    .orderBy('c.id')
    .limit(limit)
    .select('c.id');
  return rows.map(({ id }) => Number(id));
}
