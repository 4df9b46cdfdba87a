import type { Knex } from 'knex';
import { defineStatement, type Query, send } from './database/statement';

/** The only source of business time (windows, cooldown, form timer). Codes, sessions and throttles use real time. */
export interface Clock {
  /** Inside a transaction: the instant at which it began, so one request sees one `now`. */
  now(db: Knex | Knex.Transaction): Promise<Date>;
  /** The same among other queries of a transaction. */
  readonly query: Query<Date>;
}

/** Real time in milliseconds, for codes, sessions and throttles; the demo's shift does not move it. */
export function wallClock(): number {
  return Date.now();
}

const selectNow = defineStatement<{ now: Date }>(
  'select transaction_timestamp() + make_interval(secs => shift_seconds) as now from clock_shifts',
);

/** The database's transaction time, plus the demo's shift (always 0 elsewhere: drill and live refuse to start otherwise). */
const nowQuery = selectNow.query([], ([row]) => {
  if (!row) throw new Error('clock_shifts has no row');
  return row.now;
});

export const databaseClock: Clock = { now: (db) => send(db, nowQuery), query: nowQuery };

/** Seconds by which the demo's business time stands ahead of real time. */
export async function findClockShift(db: Knex): Promise<number> {
  const row = await db('clock_shifts').first('shift_seconds');
  return Number(row?.shift_seconds ?? 0);
}

/** Adds to the demo's shift; the caller has checked that this is a demo. */
export async function addClockShift(db: Knex, seconds: number): Promise<void> {
  await db('clock_shifts').increment('shift_seconds', seconds);
}

/** Puts business time back to real time. */
export async function resetClockShift(db: Knex): Promise<void> {
  await db('clock_shifts').update({ shift_seconds: 0 });
}
