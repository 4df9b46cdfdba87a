import type { Knex } from 'knex';
import { batchPerTick } from './batch-per-tick';
import {
  applyRefunds,
  chargeThrottles,
  listKeys,
  type Refund,
  readThrottle,
  type ThrottleCharge,
} from './throttle.repository';

/** Pages name the minute: at the minute they name, one may try again. */
const MINUTE = 60_000;

/** At most `points` charges of one key in `duration` seconds, from its first charge on. */
interface LimiterRule {
  readonly prefix: string;
  readonly points: number;
  readonly duration: number;
}

/** Charges of one counter that were made along with those of another. */
interface Share {
  readonly key: string;
  readonly points: number;
}

export interface Limiter {
  /** Charges one; when nothing is left nothing is charged, and it is the whole minute until which to wait. */
  charge(key: string): Promise<Date | null>;
  /** How many charges a key has now. */
  read(key: string): Promise<number>;
  /** Forgets all charges of a key; as many are given back of `share`, at most those it names. */
  clear(key: string, share?: Share): Promise<void>;
  /** What `clear` gives back. */
  clearing(key: string, share?: Share): Refund;
  /** Charges of a key that another counter's `clear` gives back: as many as it had, unless told. */
  refundable(key: string, points?: number): Share;
  /** Gives charges back: one, unless told. */
  refund(key: string, charges?: number): Promise<void>;
  /** What `refund` gives back. */
  refundOf(key: string, charges?: number): Refund;
}

/**
 * A counter in a logged table of PostgreSQL: exact on all nodes, and a crash forgets no lock-out. Counters that are
 * charged, cleared or given back in one tick are so in one statement.
 */
export function createLimiter(db: Knex, { prefix, points, duration }: LimiterRule): Limiter {
  const throttles = getThrottles(db);
  const full = (key: string) => `${prefix}:${key}`;
  const clearing: Limiter['clearing'] = (key, share) => ({
    cleared: full(key),
    back: share?.key ?? null,
    points: share?.points ?? 0,
  });
  const refundOf: Limiter['refundOf'] = (key, charges = 1) => ({
    cleared: null,
    back: full(key),
    points: charges,
  });
  return {
    async charge(key) {
      const until = await throttles.charge({ key: full(key), points, lifeMs: duration * 1000 });
      return until === null ? null : new Date(Math.ceil(until / MINUTE) * MINUTE);
    },
    read: (key) => readThrottle(db, full(key)),
    clear: (key, share) => throttles.apply(clearing(key, share)),
    clearing,
    refundable: (key, most = MAX_POINTS) => ({ key: full(key), points: most }),
    refund: (key, charges) => throttles.apply(refundOf(key, charges)),
    refundOf,
  };
}

/** More than any counter holds. */
const MAX_POINTS = 1_000_000;

interface Throttles {
  charge(charge: ThrottleCharge): Promise<number | null>;
  apply(refund: Refund): Promise<void>;
}

/** One gathering of charges for all limiters of a database. */
const known = new WeakMap<Knex, Throttles>();

function getThrottles(db: Knex): Throttles {
  const found = known.get(db);
  if (found !== undefined) return found;
  const throttles: Throttles = {
    charge: batchPerTick(
      ({ key }) => [key],
      (charges) => chargeThrottles(db, charges),
    ),
    apply: batchPerTick(listKeys, async (refunds) => {
      await applyRefunds(db, refunds);
      return [];
    }),
  };
  known.set(db, throttles);
  return throttles;
}
