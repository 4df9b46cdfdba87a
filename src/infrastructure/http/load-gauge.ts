import type { Knex } from 'knex';
import { readPoolWaits } from '../database/pool-waits';
import type { Logger } from '../logger';

/** What is refused first to last while a process has more to do than it can (P11). */
export const loadClasses = ['statistics', 'planQuery', 'signIn', 'browse', 'filing'] as const;
export type LoadClass = (typeof loadClasses)[number];

export interface LoadGauge {
  /** Whether requests of this kind are refused now, so that those after it in the order go on. */
  refuses(load: LoadClass): boolean;
  stop(): void;
}

interface LoadGaugeParts {
  /** Delay of the event loop in milliseconds from which statistics are refused; each next kind from twice as much. 0: nothing ever is. */
  readonly from: number;
  readonly db: Knex;
  /** Whoever waits for a connection of these lets signing in be refused, and what comes before it: never filing. */
  readonly arrivalsDb: Knex;
  readonly log: Logger;
}

const SAMPLE_MS = 50;
/** Part of a new sample in what counts: a single pause, as of a garbage collection, refuses nobody. */
const WEIGHT = 0.2;
/** So many requests wait for a connection, for each that the pool has, where statistics are refused. */
const WAITING_FROM = 4;
/** So many who come wait for each connection of theirs, where signing in is refused: they are in nobody's way before. */
const ARRIVING_FROM = 16;
const UP_TO_SIGN_IN = loadClasses.indexOf('signIn') + 1;
const LOGGED_EVERY_MS = 10_000;

/** How late this process is: by its event loop, and by who waits for a connection to the database. */
export function createLoadGauge({ from, db, arrivalsDb, log }: LoadGaugeParts): LoadGauge {
  if (from === 0) return { refuses: () => false, stop: () => undefined };
  let last = performance.now();
  let delay = 0;
  let level = 0;
  let loggedAt = Number.NEGATIVE_INFINITY;
  const timer = setInterval(() => {
    const now = performance.now();
    delay += (Math.max(0, now - last - SAMPLE_MS) - delay) * WEIGHT;
    last = now;
    const [filing, arriving] = [readPoolWaits(db), readPoolWaits(arrivalsDb)];
    level = Math.max(
      findLevel(Math.max(delay / from, filing.each / WAITING_FROM)),
      arriving.each < ARRIVING_FROM ? 0 : UP_TO_SIGN_IN,
    );
    if (level === 0 || now - loggedAt < LOGGED_EVERY_MS) return;
    loggedAt = now;
    const refused = loadClasses.slice(0, level);
    log.warn(
      { delay: Math.round(delay), waiting: filing.waiting, arriving: arriving.waiting, refused },
      'overloaded: requests are refused',
    );
  }, SAMPLE_MS);
  timer.unref();
  return {
    refuses: (load) => loadClasses.indexOf(load) < level,
    stop: () => clearInterval(timer),
  };
}

/** How many kinds are refused: 1 at once the mark, 2 at twice, 3 at four times, all five at sixteen times. */
const findLevel = (pressure: number) =>
  pressure < 1 ? 0 : Math.min(loadClasses.length, 1 + Math.floor(Math.log2(pressure)));
