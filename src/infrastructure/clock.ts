import type { Knex } from 'knex';
import { defineStatement, type Query, send } from './database/statement';

/** The only source of business time (windows, cooldown, form timer). Codes, sessions and throttles use real time. */
export interface Clock {
  /** Inside a transaction: the instant at which it began, so one request sees one `now`. */
  now(db: Knex | Knex.Transaction): Promise<Date>;
  /** The same among other queries of a transaction. */
  readonly query: Query<Date>;
  /** What a statement found for `NOW`, as business time. */
  readNow(found: Date | null): Date;
}

/** Real time in milliseconds, for codes, sessions and throttles; the demo's shift does not move it. */
export function wallClock(): number {
  return Date.now();
}

/** SQL for the database's transaction time, plus the demo's shift (always 0 elsewhere: drill and live refuse to start otherwise). */
export const NOW =
  '(select transaction_timestamp() + make_interval(secs => shift_seconds) from clock_shifts)';

const selectNow = defineStatement<{ now: Date | null }>(`select ${NOW} as now`);

function readNow(found: Date | null): Date {
  if (found === null) throw new Error('clock_shifts has no row');
  return found;
}

const nowQuery = selectNow.query([], ([row]) => readNow(row?.now ?? null));

export const databaseClock: Clock = { now: (db) => send(db, nowQuery), query: nowQuery, readNow };

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
