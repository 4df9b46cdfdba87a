import type { Knex } from 'knex';
import { doInOneBreath } from './breath';
import {
  chargeThrottles,
  clearThrottles,
  giveBackThrottles,
  type ThrottleCount,
} from './throttle.repository';

/** Pages name the minute: at the minute they name, one may try again. */
const MINUTE = 60_000;

/** At most `points` charges of one key in `duration` seconds, from its first charge on. */
export interface LimiterRule {
  readonly prefix: string;
  readonly points: number;
  readonly duration: number;
}

export interface Limiter {
  /** Charges one; the whole minute until which to wait when nothing is left, else null. */
  charge(key: string): Promise<Date | null>;
  /** Forgets all charges of a key. @returns how many there were. */
  clear(key: string): Promise<number>;
  /** Gives charges back: one, unless told. */
  giveBack(key: string, charges?: number): Promise<void>;
}

/**
 * A counter in a logged table of PostgreSQL: exact on all nodes, and a crash forgets no lock-out. Counters that are
 * charged, cleared or given back in one breath are so in one statement.
 */
export function createLimiter(db: Knex, { prefix, points, duration }: LimiterRule): Limiter {
  const throttles = getThrottles(db);
  const full = (key: string) => `${prefix}:${key}`;
  return {
    async charge(key) {
      const counted = await throttles.charge({ key: full(key), lifeMs: duration * 1000 });
      return counted.points <= points ? null : new Date(Math.ceil(counted.expire / MINUTE) * MINUTE);
    },
    clear: (key) => throttles.clear(full(key)),
    giveBack: (key, charges = 1) => throttles.giveBack({ key: full(key), points: charges }),
  };
}

interface Throttles {
  charge(charge: { readonly key: string; readonly lifeMs: number }): Promise<ThrottleCount>;
  clear(key: string): Promise<number>;
  giveBack(back: { readonly key: string; readonly points: number }): Promise<void>;
}

/** One gathering of charges for all limiters of a database. */
const known = new WeakMap<Knex, Throttles>();

function getThrottles(db: Knex): Throttles {
  const found = known.get(db);
  if (found !== undefined) return found;
  const throttles: Throttles = {
    charge: doInOneBreath(
      ({ key }) => key,
      (charges) => chargeThrottles(db, charges),
    ),
    clear: doInOneBreath(
      (key) => key,
      (keys) => clearThrottles(db, keys),
    ),
    giveBack: doInOneBreath(
      ({ key }) => key,
      async (backs) => {
        await giveBackThrottles(db, backs);
        return [];
      },
    ),
  };
  known.set(db, throttles);
  return throttles;
}
