import type { Knex } from 'knex';
import { AppError } from '../errors';
import type { Logger } from '../logger';
import { defineStatement, type Query, sendInOrder } from './statement';
import { isCollision } from './trouble';

/** How often a node asks whether packs, windows or plans have changed: a change reaches every node well within 5 s. */
const POLL_MS = 2000;

export interface Watched<T> {
  /** The newest value that was loaded. */
  current(): T;
  /** Counts the changes of the tables; `current` holds what they held at this one or a later. */
  version(): number;
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
    // While the database does not answer, ticks do not add more queries to the one that waits.
    if (waiting > 0) return;
    refresh().catch((error: unknown) => log.error({ err: error }, 'reference data could not be refreshed'));
  }, POLL_MS);
  timer.unref();

  return {
    current: () => value,
    version: () => version,
    refresh,
    stop: () => clearInterval(timer),
  };
}

/** Counts the changes of pack, windows, plan and switches. */
export async function findReferenceVersion(db: Knex): Promise<number> {
  const row = await db('reference_versions').first('version');
  return Number(row?.version ?? 0);
}

/** Another node, or a hand, has changed what an act was about to be judged by. Nothing was written yet. */
export class ReferenceChanged extends Error {}

/** As in migration 0070. */
const LOCK = 20210626;
const holdLock = defineStatement(`select pg_advisory_xact_lock_shared(${LOCK})`);
const selectVersion = defineStatement<{ readonly version: number }>('select version from reference_versions');

/**
 * Until the transaction ends, no change of pack, windows, plan or switches is committed: what the memory of `seen`
 * says holds for whatever is written. Whoever commits such a change sees all that was written before it.
 * @throws ReferenceChanged where memory is behind
 */
export function referenceHold(seen: number): readonly [Query<void>, Query<void>] {
  // Two statements: the second sees what the first has waited for.
  return [
    holdLock.query([], () => undefined),
    selectVersion.query([], ([row]) => {
      if (Number(row?.version ?? 0) !== seen) throw new ReferenceChanged('what is kept in memory is behind');
    }),
  ];
}

/** `referenceHold` by itself. @throws ReferenceChanged where memory is behind */
export async function holdReference(transaction: Knex.Transaction, seen: number): Promise<void> {
  await sendInOrder(transaction, referenceHold(seen));
}

/**
 * Waits for the acts under way that hold the reference, and keeps new ones waiting until the transaction ends: for a
 * change that looks, before it commits, for all whom it concerns.
 */
export async function awaitReaders(transaction: Knex.Transaction): Promise<void> {
  await transaction.raw(`select pg_advisory_xact_lock(${LOCK})`);
}

const MAX_TURNS = 5;

/**
 * Runs an act that holds the reference, again where memory was behind. `turn` counts from 1; what was made of memory
 * before is to be made anew at each.
 * @throws AppError busy where changes come faster than they can be read
 */
export async function inStep<Result>(
  reference: Pick<Watched<unknown>, 'refresh'>,
  act: (turn: number) => Promise<Result>,
): Promise<Result> {
  for (let turn = 1; turn <= MAX_TURNS; turn += 1) {
    try {
      return await act(turn);
    } catch (error) {
      // A deadlock: the database ended this transaction, and nothing of it is left.
      if (isCollision(error) && turn < MAX_TURNS) continue;
      if (!(error instanceof ReferenceChanged)) throw error;
      await reference.refresh();
    }
  }
  throw new AppError('busy', 503, { seconds: 5 });
}
