import type { Knex } from 'knex';
import type { ImportStake } from '../../../rules/consent/import-consent';
import type { Effect } from './effect';

/**
 * Makes the tables of an import's effects, gone with the transaction. A kind writes into `weighed` what it does to
 * records that stand, and into `weighed_holders` in whose lists they stand.
 */
export async function createWeighing(transaction: Knex.Transaction): Promise<void> {
  await transaction.raw(`
    create temporary table weighed (
      position integer generated always as identity primary key,
      act text not null,
      subject text not null,
      before jsonb not null,
      after jsonb not null,
      -- Of a record about a candidate whose filed lists it concerns.
      candidate_id bigint,
      -- Of a plan row: its id.
      ref bigint
    ) on commit drop;
    create temporary table weighed_holders (
      position integer not null,
      candidate_id bigint not null,
      group_code text not null,
      batch_code text not null,
      -- What its owner is told: the row is not there for them any more.
      gone boolean not null default false
    ) on commit drop`);
}

/** The filed lists of the candidates whom records are about. */
export async function findOwners(transaction: Knex.Transaction): Promise<void> {
  await transaction.raw(
    `insert into weighed_holders (position, candidate_id, group_code, batch_code)
     select w.position, g.candidate_id, g.group_code, g.current_batch_code
       from weighed w
       join application_groups g on g.candidate_id = w.candidate_id
      where g.current_version_id is not null and g.abandoned_at is null`,
  );
}

/** Counts what was weighed; `fingerprint` is the same for the same effects, in whatever order. */
export async function countWeighed(
  transaction: Knex.Transaction,
): Promise<Omit<ImportStake, 'existing' | 'open'> & { readonly fingerprint: string }> {
  const { rows } = await transaction.raw<{
    rows: { removed: number; changed: number; cleared: number; fingerprint: string | null }[];
  }>(
    `select count(*) filter (where act = 'removed')::int as removed,
            count(*) filter (where act <> 'removed')::int as changed,
            count(*) filter (where act = 'cleared')::int as cleared,
            sum(hashtextextended(concat_ws('|', act, subject, before, after), 0)::numeric)::text as fingerprint
       from weighed`,
  );
  const held = await transaction.raw<{ rows: { held: number; people: number }[] }>(
    `select count(distinct position)::int as held, count(distinct candidate_id)::int as people
       from weighed_holders`,
  );
  const [counts, holders] = [rows[0], held.rows[0]];
  if (counts === undefined || holders === undefined) throw new Error('a count has given no row');
  return { ...counts, fingerprint: counts.fingerprint ?? '', ...holders };
}

/** Whether any of these batches, or of all, is open for somebody. */
export async function isAnyOpen(
  db: Knex,
  packCode: string,
  batches: readonly string[] | null,
  now: Date,
): Promise<boolean> {
  const query = db('windows')
    .where({ pack_code: packCode })
    .where('opens_at', '<=', now)
    .where('closes_at', '>', now);
  if (batches !== null) query.whereIn('batch_code', [...batches]);
  return (await query.first('id')) !== undefined;
}

/** The batches that staged plan rows name. */
export async function listStagedBatches(transaction: Knex.Transaction): Promise<readonly string[]> {
  return transaction('import_rows').distinct('batch_code').orderBy('batch_code').pluck('batch_code');
}

const COPIED_AT_ONCE = 2000;

/**
 * Writes effects where they stay, by a connection that outlives the transaction: a dry run leaves them too.
 * @returns the id under which they are listed, and how many are
 */
export async function keepEffects(
  db: Knex,
  transaction: Knex.Transaction,
  most: number,
): Promise<{ readonly effectsId: number; readonly listed: number }> {
  await transaction.raw(
    `create temporary table weighed_listed on commit drop as
       select row_number() over (order by holders desc, act = 'changed', position)::int as position,
              act, subject, before, after, holders
         from (select w.*, coalesce(h.holders, 0) as holders
                 from weighed w
                 left join (select position, count(distinct candidate_id)::int as holders
                              from weighed_holders group by position) h using (position)) counted
        order by 1 limit ${most}`,
  );
  const [kept] = await db('import_effects').insert({}).returning('id');
  const effectsId = Number(kept.id);
  let listed = 0;
  for (;;) {
    const rows = await transaction('weighed_listed')
      .where('position', '>', listed)
      .orderBy('position')
      .limit(COPIED_AT_ONCE);
    if (rows.length === 0) return { effectsId, listed };
    await db.raw(
      `insert into import_effect_rows (effects_id, position, act, subject, before, after, holders)
       select ?, position, act, subject, before, after, holders
         from json_to_recordset(?) as r (position integer, act text, subject text, before json, after json, holders integer)`,
      [effectsId, JSON.stringify(rows)],
    );
    listed += rows.length;
  }
}

/** Effects from one position on. */
export async function listEffects(
  db: Knex,
  effectsId: number,
  after: number,
  limit: number,
): Promise<readonly Effect[]> {
  return db('import_effect_rows')
    .where({ effects_id: effectsId })
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
    .select('position', 'act', 'subject', 'before', 'after', 'holders');
}

/** Records that effects came about: they stay. */
export async function markEffectsWritten(transaction: Knex.Transaction, effectsId: number): Promise<void> {
  await transaction('import_effects').where({ id: effectsId }).update({ written: true });
}

/** Removes effects that did not come about, once nobody can still ask for them. */
export async function removeOldEffects(db: Knex, days: number): Promise<void> {
  await db.raw(
    `delete from import_effects
      where not written and made_at < clock_timestamp() - make_interval(days => ?)`,
    [days],
  );
}

/** What each owner of a filed list is told: the records that concern them in one batch, the first of them. */
export interface OwnerEffects {
  readonly ordinal: number;
  readonly candidateId: number;
  readonly group: string;
  readonly batch: string;
  readonly count: number;
  readonly effects: readonly (Pick<Effect, 'act' | 'subject' | 'before' | 'after'> & {
    readonly gone: boolean;
  })[];
}

/** Puts together what each owner is told, with at most `shown` of their records. */
export async function gatherOwners(transaction: Knex.Transaction, shown: number): Promise<void> {
  await transaction.raw(
    `create temporary table weighed_told on commit drop as
       select row_number() over (order by candidate_id, group_code)::int as ordinal,
              candidate_id as "candidateId", group_code as "group", min(batch_code) as batch, count(*)::int as count,
              json_agg(json_build_object('act', act, 'subject', subject, 'before', before, 'after', after, 'gone', gone)
                order by position) filter (where place <= ${shown}) as effects
         from (select h.candidate_id, h.group_code, h.batch_code, h.gone, w.position, w.act, w.subject, w.before, w.after,
                      row_number() over (partition by h.candidate_id, h.group_code order by h.position) as place
                 from (select distinct on (candidate_id, group_code, position) * from weighed_holders
                        order by candidate_id, group_code, position, gone desc) h
                 join weighed w using (position)) told
        group by candidate_id, group_code`,
  );
}

/** The next owners of those that were put together. */
export async function listOwnerEffects(
  transaction: Knex.Transaction,
  after: number,
  limit: number,
): Promise<readonly OwnerEffects[]> {
  return transaction('weighed_told').where('ordinal', '>', after).orderBy('ordinal').limit(limit);
}
