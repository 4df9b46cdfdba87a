import type { Knex } from 'knex';
import type { Origin } from '../audit';
import type { Logger } from '../logger';
import { type Admission, createForgiveness, createTryLimits } from '../security/try-limits';
import { createSprayWatch } from './spray-watch';

/** One try of a password. */
export interface PasswordTry {
  /** 考生号. */
  readonly account: string;
  readonly origin: Origin;
  /** The candidate has proved who they are on this browser before. */
  readonly trusted: boolean;
}

export interface SignInLimits {
  /** Charges one try to sign in, before it is made. */
  admitSignIn(attempt: PasswordTry): Promise<Admission>;
  /** Charges one try of the password of somebody who is signed in. */
  admitConfirmation(attempt: PasswordTry): Promise<Admission>;
  /** Forgets the tries of an account, after a reset. */
  clear(account: string): Promise<void>;
}

/**
 * Counts tries by account, by address as a ceiling, and by device across accounts. A browser on which the owner has
 * proved who they are counts by itself, so that nobody elsewhere can lock the owner out of it.
 */
export function createSignInLimits(db: Knex, log: Logger): SignInLimits {
  const tries = createTryLimits(db, 'sign-in');
  const sprays = createSprayWatch(db, log);

  const admit = ({ account, origin, trusted }: PasswordTry): Promise<Admission> =>
    trusted ? tries.admit(`${account}|${origin.device}`, origin, 'everybody') : tries.admit(account, origin);

  return {
    async admitSignIn(attempt) {
      if (attempt.trusted) return admit(attempt);
      const [admission, spray] = await Promise.all([
        admit(attempt),
        sprays.admit(attempt.account, attempt.origin),
      ]);
      if (admission.until !== null) {
        if (spray.until === null) await spray.forgive();
        return admission;
      }
      if (spray.until !== null) {
        await admission.withdraw();
        return { until: spray.until, by: 'device' };
      }
      return {
        ...admission,
        ...createForgiveness(db, [...spray.forgiveness, ...admission.forgiveness]),
      };
    },
    admitConfirmation: admit,
    clear: (account) => tries.clear(account),
  };
}
