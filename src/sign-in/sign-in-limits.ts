import type { Knex } from 'knex';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { realTime } from '../clock';

const DAY = 24 * 3600;
/** The limiter that also takes expired rows of all limiters out of the table. */
const BURST_KEY = 'sign-in-burst';
/** Tries at once in a day; after them one every quarter of an hour: at most 100 a day reach the hash (P15). */
const BURST = { points: 4, duration: DAY };
const SLOW = { points: 1, duration: 15 * 60 };
/** A school room of 50 shares one address, so the address is a slow ceiling on failures only. */
const ADDRESS = { points: 600, duration: 3600 };

export interface SignInLimits {
  /** Charges one try before it is made; the instant until which to wait when there is none left, else null. */
  admit(account: string, address: string): Promise<Date | null>;
  /** Gives the charge back after a right password. */
  forgive(account: string, address: string): Promise<void>;
}

/** Counts tries by account first, by address as a ceiling; kept in PostgreSQL, exact on all nodes. */
export function createSignInLimits(db: Knex): SignInLimits {
  const build = (keyPrefix: string, { points, duration }: { points: number; duration: number }) =>
    new RateLimiterPostgres({
      storeClient: db,
      storeType: 'knex',
      tableName: 'throttles',
      tableCreated: true,
      clearExpiredByTimeout: keyPrefix === BURST_KEY,
      keyPrefix,
      points,
      duration,
    });
  const burst = build(BURST_KEY, BURST);
  const slow = build('sign-in-slow', SLOW);
  const byAddress = build('sign-in-address', ADDRESS);

  return {
    async admit(account, address) {
      const addressUntil = await consume(byAddress, address);
      if (addressUntil !== null) return addressUntil;
      return (await consume(burst, account)) === null ? null : consume(slow, account);
    },
    async forgive(account, address) {
      await Promise.all([burst.delete(account), slow.delete(account), byAddress.reward(address, 1)]);
    },
  };
}

async function consume(limiter: RateLimiterPostgres, key: string): Promise<Date | null> {
  try {
    await limiter.consume(key);
    return null;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return new Date(realTime() + refused.msBeforeNext);
    throw refused;
  }
}
