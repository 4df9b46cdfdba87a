import type { Knex } from 'knex';
import type { Logger } from '../logger';

/** How often a node asks whether packs, windows or plans have changed: a change reaches every node well within 5 s. */
const POLL_MS = 2000;

export interface Watched<T> {
  /** The newest value that was loaded. */
  current(): T;
  /** Loads anew at once when the reference version has changed. */
  refresh(): Promise<void>;
  stop(): void;
}

/** Keeps in memory what changes seldom (packs, windows, plans), replaced whole when the tables change. */
export async function watchReference<T>(
  db: Knex,
  log: Logger,
  load: (former: T | null) => Promise<T>,
): Promise<Watched<T>> {
  let version = await findReferenceVersion(db);
  let value = await load(null);
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;

  async function reload(): Promise<void> {
    const newest = await findReferenceVersion(db);
    if (newest === version) return;
    value = await load(value);
    version = newest;
  }

  /** One after the other: whoever asks after a change never joins a load that began before it. */
  function refresh(): Promise<void> {
    waiting += 1;
    const next = last
      .catch(() => undefined)
      .then(reload)
      .finally(() => {
        waiting -= 1;
      });
    last = next;
    return next;
  }

  const timer = setInterval(() => {
    // A database that is away is asked again once it has answered, not once more for every tick.
    if (waiting > 0) return;
    refresh().catch((error: unknown) => log.error({ err: error }, 'reference data could not be refreshed'));
  }, POLL_MS);
  timer.unref();

  return {
    current: () => value,
    refresh,
    stop: () => clearInterval(timer),
  };
}

async function findReferenceVersion(db: Knex): Promise<number> {
  const row = await db('reference_versions').first('version');
  return Number(row?.version ?? 0);
}
