import type { Knex } from 'knex';
import { createLimiter } from './limiter';
import { settleThrottles, type ThrottleSettlement } from './throttle.repository';

const QUARTER_HOUR = 15 * 60;
/** Tries at once in a day; after them one every quarter of an hour: at most 100 a day (P15), no lock over 15 minutes. */
const BURST = { points: 4, duration: 24 * 3600 };
const SLOW = { points: 1, duration: QUARTER_HOUR };
/** A school room of 50 shares one address, so the address is a slow ceiling on failures only. */
const ADDRESS = { points: 600, duration: 3600 };

export interface TryOrigin {
  readonly address: string;
  readonly device: string;
}

/** What is settled once a try was right in the end: by itself, or with what is written because it was right. */
export interface Forgiveness {
  readonly forgiveness: readonly ThrottleSettlement[];
  forgive(): Promise<void>;
}

export function createForgiveness(db: Knex, forgiveness: readonly ThrottleSettlement[]): Forgiveness {
  return { forgiveness, forgive: () => settleThrottles(db, forgiveness) };
}

/** A try that may be made, or the instant until which to wait. */
export type Admission =
  | { readonly until: Date; readonly by: 'key' | 'address' | 'device' }
  /** Forgiven, this device gets back what it was charged. */
  | (Forgiveness & {
      readonly until: null;
      /** Takes back what this try was charged, because it was never made. */
      withdraw(): Promise<void>;
    });

/** Whose charges of a key a right try takes back: this device's, or those of every device. */
export type Forgiven = 'device' | 'everybody';

export interface TryLimits {
  /** Charges one try of a key, before it is made. */
  admit(key: string, origin: TryOrigin, forgiven?: Forgiven): Promise<Admission>;
  /** Forgets all tries of a key. */
  clear(key: string): Promise<void>;
}

/** Counts tries by key first, by address as a ceiling. `name` keeps one use apart from another. */
export function createTryLimits(db: Knex, name: string): TryLimits {
  const burst = createLimiter(db, { prefix: `${name}-burst`, ...BURST });
  const slow = createLimiter(db, { prefix: `${name}-slow`, ...SLOW });
  const byDevice = createLimiter(db, { prefix: `${name}-device`, ...BURST });
  const byAddress = createLimiter(db, { prefix: `${name}-address`, ...ADDRESS });

  return {
    async admit(key, { address, device }, forgiven = 'device') {
      const typed = `${key}|${device}`;
      const [addressUntil, burstUntil] = await Promise.all([
        byAddress.charge(address),
        burst.charge(key),
        byDevice.charge(typed),
      ]);
      const atOnce = burstUntil === null;
      if (addressUntil !== null) {
        await Promise.all([burst.giveBack(key), byDevice.giveBack(typed)]);
        return { until: addressUntil, by: 'address' };
      }
      // A device counts what it took of the tries at once.
      const until = atOnce ? null : (await Promise.all([slow.charge(key), byDevice.giveBack(typed)]))[0];
      if (until !== null) return { until, by: 'key' };
      const atKey =
        forgiven === 'everybody'
          ? [byDevice.clearing(typed), burst.clearing(key), slow.clearing(key)]
          : [byDevice.clearing(typed, burst.shareOf(key)), ...(atOnce ? [] : [slow.givingBack(key)])];
      return {
        until,
        ...createForgiveness(db, [...atKey, byAddress.givingBack(address)]),
        withdraw: async () => {
          await Promise.all([
            (atOnce ? burst : slow).giveBack(key),
            atOnce ? byDevice.giveBack(typed) : null,
            byAddress.giveBack(address),
          ]);
        },
      };
    },
    async clear(key) {
      await Promise.all([burst.clear(key), slow.clear(key)]);
    },
  };
}
