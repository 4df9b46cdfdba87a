import type { Knex } from 'knex';
import { createLimiter } from '../security/limiter';

const QUARTER_HOUR = 15 * 60;
/** Tries at once in a day; after them one every quarter of an hour: at most 100 a day reach the hash (P15). */
const BURST = { prefix: 'sign-in-burst', points: 4, duration: 24 * 3600 };
const SLOW = { prefix: 'sign-in-slow', points: 1, duration: QUARTER_HOUR };
/** A school room of 50 shares one address, so the address is a slow ceiling on failures only. */
const ADDRESS = { prefix: 'sign-in-address', points: 600, duration: 3600 };

export interface SignInLimits {
  /** Charges one try before it is made; the instant until which to wait when there is none left, else null. */
  admit(account: string, address: string): Promise<Date | null>;
  /** Gives the charge back after a right password. */
  forgive(account: string, address: string): Promise<void>;
}

/** Counts tries by account first, by address as a ceiling. */
export function createSignInLimits(db: Knex): SignInLimits {
  const burst = createLimiter(db, BURST, true);
  const slow = createLimiter(db, SLOW);
  const byAddress = createLimiter(db, ADDRESS);

  return {
    async admit(account, address) {
      const addressUntil = await byAddress.charge(address);
      if (addressUntil !== null) return addressUntil;
      return (await burst.charge(account)) === null ? null : slow.charge(account);
    },
    async forgive(account, address) {
      await Promise.all([burst.clear(account), slow.clear(account), byAddress.giveBack(address)]);
    },
  };
}
