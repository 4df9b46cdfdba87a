import type { Knex } from 'knex';
import type { Origin } from '../../infrastructure/origin';
import { createAdmissions, type Pass, type Refusal } from '../../infrastructure/security/admissions';
import type { PasswordAdmission, PasswordAdmissions, PasswordTry } from './password-admissions';

/** One try of the password of somebody who is signed in. */
interface Confirmation {
  /** 考生号. */
  readonly account: string;
  readonly origin: Origin;
  /** The candidate has proved who they are on this browser before. */
  readonly trusted: boolean;
}

export interface SignInLimits {
  /** Charges one try to sign in, before it is made. */
  admitSignIn(attempt: PasswordTry): Promise<PasswordAdmission>;
  /** Charges one try of the password of somebody who is signed in: apart, so that no enemy elsewhere uses them up. */
  admitConfirmation(attempt: Confirmation): Promise<Pass | Refusal<'confirmPassword'>>;
  /** Counts for the alarms a try that was wrong. */
  recordFailure(attempt: PasswordTry): Promise<void>;
  /** Whether the sign-in asks for a picture code at once. */
  asksPicture(): Promise<boolean>;
  /** Forgets the tries of an account by strangers and at this browser, after a reset. */
  clear(account: string, device: string): Promise<void>;
}

/**
 * Counts tries by account, by network as a ceiling, and by device across accounts. A browser on which the owner has
 * proved who they are counts by itself, so that nobody elsewhere can lock the owner out of it.
 */
export function createSignInLimits(db: Knex, passwords: PasswordAdmissions): SignInLimits {
  const admissions = createAdmissions(db);
  return {
    admitSignIn: passwords.admit,
    recordFailure: passwords.recordFailure,
    asksPicture: passwords.asksPicture,
    admitConfirmation: ({ account, origin, trusted }) =>
      admissions.spend('confirmPassword', { subject: account, origin, known: trusted }),
    async clear(account, device) {
      await Promise.all([
        passwords.clear(account, device),
        admissions.clear('confirmPassword', account, device),
      ]);
    },
  };
}
