import type { Knex } from 'knex';

interface Pool {
  numPendingAcquires(): number;
  readonly max: number;
}

/** Who waits for a connection of a pool: how many, and how many for each connection that it has. */
export function readPoolWaits(db: Knex): { readonly waiting: number; readonly each: number } {
  const { pool } = db.client as { readonly pool?: Pool };
  const waiting = pool?.numPendingAcquires() ?? 0;
  return { waiting, each: waiting / (pool?.max ?? 1) };
}
