import type { Knex } from 'knex';
import { wallClock } from '../clock';
import { defineStatement, type NamedQuery } from '../database/statement';
import { UNFLUSHED } from '../database/unflushed';

/** One charge of a counter that takes so many, and lives so many milliseconds from its first charge on. */
export interface ThrottleCharge {
  readonly key: string;
  readonly points: number;
  readonly lifeMs: number;
}

interface CountRow {
  readonly key: string;
  readonly expire: string;
}

// Each locks its rows in the order of their keys, so that no two statements wait for each other. A counter that is full
// is left as it is, and not returned: a refused try has nothing to refund.
const charge = defineStatement<CountRow>(
  `insert into throttles as kept (key, points, expire)
   select key, 1, expire from unnest($1::text[], $2::bigint[]) as charged (key, expire)
   cross join ${UNFLUSHED} order by key collate "C"
   on conflict (key) do update set
     points = case when kept.expire <= $3 then 1 else kept.points + 1 end,
     expire = case when kept.expire <= $3 then excluded.expire else kept.expire end
     where kept.expire <= $3 or kept.points < ($4::int[])[array_position($1::text[], kept.key)]
   returning key, expire`,
);

const findPoints = defineStatement<{ points: number }>(
  'select points from throttles where key = $1 and expire > $2',
);

const findEnds = defineStatement<CountRow>('select key, expire from throttles where key = any ($1)');

// An update alone costs PostgreSQL half of what it costs with a delete beside it. A counter that is cleared, without
// points to give, has run out from now on, and the sweep takes its row away. `held` gathers every row, so all are
// locked, in order, before the first is written. The keys are named at the update too: joined alone, the whole table
// would be read while PostgreSQL thinks it small.
const settlingWhere = (condition: string) =>
  defineStatement(
    `with locked as (
       select key, points from throttles where key = any ($1) and expire > $4 order by key collate "C" for update),
       held as (select jsonb_object_agg(key, points) as points from locked)
     update throttles set
       points = greatest(throttles.points - given.points, 0),
       expire = case when given.points is null then $4 else throttles.expire end
     from (
       select asked.key, case asked.per when '' then asked.points
           else least(asked.points, coalesce((held.points ->> asked.per)::int, 0)) end as points
       from unnest($1::text[], $2::int[], $3::text[]) as asked (key, points, per)
       cross join held) as given
     where throttles.key = any ($1) and throttles.key = given.key and throttles.expire > $4 and ${condition}`,
  );

const settle = settlingWhere('true');

const sweep = defineStatement('delete from throttles where expire < $1');

/**
 * Charges each counter by one, all in one statement; no key twice.
 * @returns null for each that was charged; for one that is full the instant at which it begins anew, in milliseconds
 * since 1970; in their order
 */
export async function chargeThrottles(
  db: Knex,
  charges: readonly ThrottleCharge[],
): Promise<readonly (number | null)[]> {
  const now = wallClock();
  const keys = charges.map(({ key }) => key);
  const lives = charges.map(({ lifeMs }) => now + lifeMs);
  const { rows } = await charge(db, [keys, lives, now, charges.map(({ points }) => points)]);
  if (rows.length === charges.length) return charges.map(() => null);
  const charged = new Set(rows.map(({ key }) => key));
  const full = await findEnds(db, [keys.filter((key) => !charged.has(key))]);
  const ends = new Map(full.rows.map(({ key, expire }) => [key, Number(expire)]));
  return keys.map((key) => (charged.has(key) ? null : (ends.get(key) ?? now)));
}

/** What a counter stands at. */
export async function readThrottle(db: Knex, key: string): Promise<number> {
  return (await findPoints(db, [key, wallClock()])).rows[0]?.points ?? 0;
}

/** Charges that are given back: `points` of them, and no more than the counter `cleared` held, which is forgotten. */
export interface Refund {
  readonly cleared: string | null;
  readonly back: string | null;
  readonly points: number;
}

/** Forgets counters and gives charges back, never more than there were, all in one statement; no key twice. */
export async function applyRefunds(db: Knex, refunds: readonly Refund[]): Promise<void> {
  await settle(db, fillRefunds(refunds));
}

/**
 * The same as a part of `runInOneTransaction`, done where a condition holds whose values follow from $5 on: the last
 * part, so that whoever waits for another lock holds none of these.
 */
export function defineRefunds(condition: string) {
  const settleWhere = settlingWhere(condition);
  return (refunds: readonly Refund[], values: readonly unknown[]): NamedQuery =>
    settleWhere.with([...fillRefunds(refunds), ...values]);
}

function fillRefunds(refunds: readonly Refund[]): readonly unknown[] {
  const parts = refunds.flatMap(({ cleared, back, points }) => [
    ...(back === null ? [] : [{ key: back, points, per: cleared ?? '' }]),
    ...(cleared === null ? [] : [{ key: cleared, points: null, per: '' }]),
  ]);
  return [
    parts.map(({ key }) => key),
    parts.map(({ points }) => points),
    parts.map(({ per }) => per),
    wallClock(),
  ];
}

/** The keys that a refund concerns. */
export function listKeys({ cleared, back }: Refund): readonly string[] {
  return [cleared, back].filter((key) => key !== null);
}

/** Takes away the counters that ran out an hour ago or longer. */
export async function sweepThrottles(db: Knex): Promise<void> {
  await sweep(db, [wallClock() - 3_600_000]);
}
