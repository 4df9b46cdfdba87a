import type { Knex } from 'knex';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { realTime } from '../clock';

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
  /** Forgets all charges of a key; true when there were any. */
  clear(key: string): Promise<boolean>;
  /** Gives charges back: one, unless told. */
  giveBack(key: string, charges?: number): Promise<void>;
  /** How often a key is charged now. */
  count(key: string): Promise<number>;
}

/** A counter in a logged table of PostgreSQL: exact on all nodes, and a crash forgets no lock-out. */
export function createLimiter(db: Knex, { prefix, points, duration }: LimiterRule, sweeps = false): Limiter {
  const limiter = new RateLimiterPostgres({
    storeClient: db,
    storeType: 'knex',
    tableName: 'throttles',
    tableCreated: true,
    // One limiter takes the expired rows of all out of the table.
    clearExpiredByTimeout: sweeps,
    keyPrefix: prefix,
    points,
    duration,
  });
  return {
    async charge(key) {
      try {
        await limiter.consume(key);
        return null;
      } catch (refused) {
        if (refused instanceof RateLimiterRes)
          return new Date(Math.ceil((realTime() + refused.msBeforeNext) / MINUTE) * MINUTE);
        throw refused;
      }
    },
    clear: (key) => limiter.delete(key),
    async giveBack(key, charges = 1) {
      const { consumedPoints } = await limiter.reward(key, charges);
      // Its charge had run out meanwhile: nobody gets more than there was.
      if (consumedPoints < 0) await limiter.delete(key);
    },
    async count(key) {
      return (await limiter.get(key))?.consumedPoints ?? 0;
    },
  };
}
