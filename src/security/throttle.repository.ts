import type { Knex } from 'knex';
import { realTime } from '../clock';
import { defineStatement } from '../db/statement';

/** One charge of a counter that lives so many milliseconds from its first charge on. */
export interface ThrottleCharge {
  readonly key: string;
  readonly lifeMs: number;
}

export interface ThrottleCount {
  readonly points: number;
  /** When the counter begins anew, in milliseconds since 1970. */
  readonly expire: number;
}

interface CountRow {
  readonly key: string;
  readonly points: number;
  readonly expire: string;
}

// Each locks its rows in the order of their keys, so that no two statements wait for each other.
const charge = defineStatement<CountRow>(
  `insert into throttles as kept (key, points, expire)
   select key, 1, expire from unnest($1::text[], $2::bigint[]) as charged (key, expire) order by key collate "C"
   on conflict (key) do update set
     points = case when kept.expire <= $3 then 1 else kept.points + 1 end,
     expire = case when kept.expire <= $3 then excluded.expire else kept.expire end
   returning key, points, expire`,
);

const giveBack = defineStatement(
  `with locked as (
     select kept.key, back.points from throttles kept join unnest($1::text[], $2::int[]) as back (key, points) using (key)
     where kept.expire > $3 order by kept.key collate "C" for update of kept)
   update throttles set points = greatest(throttles.points - locked.points, 0)
   from locked where throttles.key = locked.key`,
);

const clear = defineStatement<CountRow>(
  `with locked as (select key from throttles where key = any ($1) order by key collate "C" for update)
   delete from throttles using locked where throttles.key = locked.key
   returning throttles.key, points, expire`,
);

const sweep = defineStatement('delete from throttles where expire < $1');

/** Charges each counter by one, all in one statement; no key twice. @returns what they stand at, in their order. */
export async function chargeThrottles(
  db: Knex,
  charges: readonly ThrottleCharge[],
): Promise<readonly ThrottleCount[]> {
  const now = realTime();
  const { rows } = await charge(db, [
    charges.map(({ key }) => key),
    charges.map(({ lifeMs }) => now + lifeMs),
    now,
  ]);
  const counts = new Map(rows.map(({ key, points, expire }) => [key, { points, expire: Number(expire) }]));
  return charges.map(({ key }) => counts.get(key) ?? { points: 0, expire: 0 });
}

/** Gives charges back, never more than there were; no key twice. */
export async function giveBackThrottles(
  db: Knex,
  backs: readonly { readonly key: string; readonly points: number }[],
): Promise<void> {
  await giveBack(db, [backs.map(({ key }) => key), backs.map(({ points }) => points), realTime()]);
}

/** Forgets counters. @returns how many charges each had that still counted, in their order. */
export async function clearThrottles(db: Knex, keys: readonly string[]): Promise<readonly number[]> {
  const { rows } = await clear(db, [keys]);
  const now = realTime();
  const found = new Map(rows.map(({ key, points, expire }) => [key, Number(expire) > now ? points : 0]));
  return keys.map((key) => found.get(key) ?? 0);
}

/** Takes away the counters that ran out an hour ago or longer. */
export async function sweepThrottles(db: Knex): Promise<void> {
  await sweep(db, [realTime() - 3_600_000]);
}
