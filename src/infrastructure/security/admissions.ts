import type { Knex } from 'knex';
import { AppError } from '../errors';
import { formatMinute } from '../format-time';
import { countAdmission } from './admission-counts';
import { createLimiter, type Limiter } from './limiter';
import { networkOf } from './network';
import {
  type Bound,
  type BoundOf,
  type CountedBy,
  type Purpose,
  type PurposeRule,
  purposes,
} from './purposes';
import { applyRefunds, type Refund } from './throttle.repository';

/** Who wants to do something that is counted. */
interface Spender {
  readonly origin: { readonly address: string; readonly device: string };
  /** Whose secret is tried, as the counters know it: never a number in clear where it is personal. */
  readonly subject?: string | number;
  /** The subject has proved who they are on this browser before. */
  readonly known?: boolean;
  readonly journey?: string;
  readonly target?: string;
  /** A picture code was answered for this try. */
  readonly pictured?: boolean;
}

/**
 * A try that was charged: whatever hashes a password, compares a code or calls somebody outside takes one, so that none
 * is done uncounted. Only `spend` makes them.
 */
class Pass {
  readonly #refunds: readonly Refund[];
  readonly #withdrawals: readonly Refund[];
  readonly #db: Knex;

  constructor(
    db: Knex,
    readonly purpose: Purpose,
    refunds: readonly Refund[],
    withdrawals: readonly Refund[],
  ) {
    this.#db = db;
    this.#refunds = refunds;
    this.#withdrawals = withdrawals;
  }

  /** Null: it may be done. */
  readonly until = null;

  /** What a right try gives back, to be settled with what is written because it was right. */
  get forgiveness(): readonly Refund[] {
    return this.#refunds;
  }

  /** Gives the charges of a right try back. */
  forgive(): Promise<void> {
    return applyRefunds(this.#db, this.#refunds);
  }

  /** Takes back what this try was charged, because it was never made. */
  withdraw(): Promise<void> {
    return applyRefunds(this.#db, this.#withdrawals);
  }
}

export type { Pass };

/** A limit that was reached: which one, and the whole minute until which to wait. */
export interface Refusal<P extends Purpose> {
  readonly until: Date;
  readonly by: BoundOf<P>;
}

export interface Admissions {
  /** As `spend`. @throws AppError tooOften (429) where a limit was reached */
  require(purpose: Purpose, spender: Spender): Promise<Pass>;
  /** Charges every counter of a purpose, before it is done, in one statement; or none of them. */
  spend<P extends Purpose>(purpose: P, spender: Spender): Promise<Pass | Refusal<P>>;
  /** Forgets the tries of a subject by strangers, and those at the browser at which the secret was reset. */
  clear(purpose: Purpose, subject: string | number, device?: string): Promise<void>;
}

/** Numbers that the rule pack or a setting says. */
type BoundChanges = {
  readonly [P in Purpose]?: Readonly<Partial<Record<BoundOf<P>, Partial<Pick<Bound, 'points' | 'seconds'>>>>>;
};

/** One counter of a purpose, and what it stands for once its first points are spent. */
interface Counter {
  readonly name: string;
  readonly bound: Bound;
  readonly first: Limiter;
  readonly slow: Limiter | null;
  /** What one device took of the first points of a subject. */
  readonly share: Limiter | null;
}

/** A counter that let a try through. */
interface Charged {
  readonly counter: Counter;
  readonly key: string;
  readonly device: string;
  readonly atOnce: boolean;
}

export interface WithAdmissions {
  readonly admissions: Admissions;
}

/** What a service works with, and its way to what is counted. */
export function withAdmissions<Parts extends { readonly db: Knex }>(parts: Parts): Parts & WithAdmissions {
  return { ...parts, admissions: createAdmissions(parts.db) };
}

/** The one way to everything that is counted. It keeps nothing of its own: all nodes share the counters. */
export function createAdmissions(db: Knex, changes: BoundChanges = {}): Admissions {
  const counters = new Map<Purpose, readonly Counter[]>();

  function countersOf(purpose: Purpose): readonly Counter[] {
    const found = counters.get(purpose) ?? buildCounters(db, purpose, changes);
    counters.set(purpose, found);
    return found;
  }

  async function charge(counter: Counter, spender: Spender): Promise<Charged | Date> {
    const key = keyOf(counter.bound.by, spender);
    const device = `${key}|${spender.origin.device}`;
    const [until] = await Promise.all([counter.first.charge(key), counter.share?.charge(device)]);
    const charged = { counter, key, device };
    if (until === null) return { ...charged, atOnce: true };
    if (counter.slow === null) return until;
    const [wait] = await Promise.all([counter.slow.charge(key), counter.share?.refund(device)]);
    return wait ?? { ...charged, atOnce: false };
  }

  const admissions: Admissions = {
    async require(purpose, spender) {
      const pass = await admissions.spend(purpose, spender);
      if (pass.until !== null) throw new AppError('tooOften', 429, { until: formatMinute(pass.until) });
      return pass;
    },

    async spend(purpose, spender) {
      const asked = countersOf(purpose).filter(({ bound }) => concerns(bound, spender));
      const answers = await Promise.all(asked.map((counter) => charge(counter, spender)));
      const charged = answers.filter((answer): answer is Charged => !(answer instanceof Date));
      const withdrawals = charged.flatMap(withdraw);
      const refused = answers.findIndex((answer) => answer instanceof Date);
      countAdmission(purpose, refused < 0 ? 'admitted' : 'refused');
      if (refused < 0) return new Pass(db, purpose, charged.flatMap(settle), withdrawals);
      if (withdrawals.length > 0) await applyRefunds(db, withdrawals);
      return {
        until: answers[refused] as Date,
        by: asked[refused]?.name as BoundOf<typeof purpose>,
      };
    },

    async clear(purpose, subject, device = '') {
      const keys: Readonly<Record<string, string>> = {
        subject: String(subject),
        'subject|device': `${subject}|${device}`,
      };
      const cleared = countersOf(purpose).flatMap(({ first, slow, bound }) => {
        const key = keys[bound.by.join('|')];
        return key === undefined ? [] : [first.clear(key), slow?.clear(key)];
      });
      await Promise.all(cleared);
    },
  };
  return admissions;
}

function buildCounters(db: Knex, purpose: Purpose, changes: BoundChanges): Counter[] {
  const rule: PurposeRule = purposes[purpose];
  const changed: Readonly<Record<string, Partial<Bound> | undefined>> = changes[purpose] ?? {};
  return Object.entries(rule).map(([name, given]) => {
    const bound = { ...given, ...changed[name] };
    const limiterOf = (end: string, { points, seconds }: { points: number; seconds: number }) =>
      createLimiter(db, { prefix: `${purpose}-${name}${end}`, points, duration: seconds });
    // Only the owner's browser counts under its key, so it is cleared; of shared counters only what this try took is refunded.
    const shared = bound.slow !== undefined && bound.who !== 'owners' && !bound.by.includes('device');
    return {
      name,
      bound,
      first: limiterOf('', bound),
      slow: bound.slow === undefined ? null : limiterOf('-slow', bound.slow),
      share: shared && bound.by.includes('subject') ? limiterOf('-share', bound) : null,
    };
  });
}

function concerns(
  { who = 'everybody', by }: Bound,
  { known = false, pictured = false, origin }: Spender,
): boolean {
  if (by.includes('wide') && networkOf(origin.address).wide === null) return false;
  switch (who) {
    case 'everybody':
      return true;
    case 'owners':
      return known;
    case 'strangers':
      return !known;
    case 'pictured':
      return !known && pictured;
    case 'unpictured':
      return !known && !pictured;
  }
}

function keyOf(by: readonly CountedBy[], spender: Spender): string {
  const { near, wide } = networkOf(spender.origin.address);
  const parts: Readonly<Record<CountedBy, string | number | null | undefined>> = {
    subject: spender.subject,
    device: spender.origin.device,
    near,
    wide,
    journey: spender.journey,
    target: spender.target,
  };
  return by
    .map((part) => {
      const value = parts[part];
      if (value === undefined || value === null) throw new Error(`nothing is known of ${part} to count by`);
      return value;
    })
    .join('|');
}

/** What a right try gives back: at the owner's own browser everything, elsewhere what this browser took. */
function settle({ counter, key, device, atOnce }: Charged): Refund[] {
  const { first, slow, share, bound } = counter;
  if (bound.by.includes('device') && bound.by.includes('subject'))
    return [first.clearing(key), ...(slow === null ? [] : [slow.clearing(key)])];
  if (share !== null)
    return [
      share.clearing(device, first.refundable(key)),
      ...(atOnce || slow === null ? [] : [slow.refundOf(key)]),
    ];
  return [(atOnce ? first : (slow ?? first)).refundOf(key)];
}

function withdraw({ counter: { first, slow, share }, key, device, atOnce }: Charged): Refund[] {
  if (!atOnce) return [(slow ?? first).refundOf(key)];
  return [first.refundOf(key), ...(share === null ? [] : [share.refundOf(device)])];
}
