import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** In milliseconds. */
export interface LongestLocks {
  /** For how long a table was kept from everybody. */
  readonly held: number;
  /** For how long a statement waited for a lock. */
  readonly waited: number;
}

const EVERY_MS = 10;

/**
 * Looks at the locks of a database until the work is done: tables that one connection keeps from all others, and who
 * waits. A lock that nobody sees within ten milliseconds is shorter than that.
 */
export async function watchLocks(url: string, work: () => Promise<void>): Promise<LongestLocks> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const since = new Map<string, number>();
  const longest = { held: 0, waited: 0 };
  let over = false;
  const look = async () => {
    const { rows } = await client.query<SeenLock>(LOCKS);
    const now = performance.now();
    const seen = new Set(rows.map(({ key }) => key));
    for (const key of [...since.keys()].filter((one) => !seen.has(one))) since.delete(key);
    for (const { key, granted } of rows) {
      const began = since.get(key) ?? now;
      since.set(key, began);
      const kind = granted ? 'held' : 'waited';
      longest[kind] = Math.max(longest[kind], Math.round(now - began + EVERY_MS));
    }
    await sleep(EVERY_MS);
  };
  const looking = (async () => {
    while (!over) await look();
  })();
  try {
    await work();
  } finally {
    over = true;
    await looking;
    await client.end();
  }
  return longest;
}

interface SeenLock {
  readonly key: string;
  readonly granted: boolean;
}

const LOCKS = `select concat_ws(' ', pid, virtualtransaction, relation, granted) as key, granted from pg_locks
  where pid <> pg_backend_pid() and database = (select oid from pg_database where datname = current_database())
    and ((granted and mode = 'AccessExclusiveLock' and relation > 16384) or (not granted and relation is not null))`;
