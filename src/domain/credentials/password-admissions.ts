import type { Knex } from 'knex';
import type { Logger } from '../../infrastructure/logger';
import type { Origin } from '../../infrastructure/origin';
import { type Admissions, createAdmissions, type Pass } from '../../infrastructure/security/admissions';
import { applyRefunds, type Refund } from '../../infrastructure/security/throttle.repository';
import { createPasswordSprayGuard } from './password-spray-guard';
import type { SprayAlarms } from './spray-alarms';

/** One try of a password at a sign-in. */
export interface PasswordTry {
  /** What was typed, as the counters know it. */
  readonly subject: string;
  /** Whose it is, whichever of its names was typed. */
  readonly target?: string;
  readonly password: string;
  readonly origin: Origin;
  /** The owner has proved who they are on this browser before. */
  readonly known: boolean;
  /** A picture code was answered for this try. */
  readonly pictured: boolean;
}

/** The counters that may refuse a try: of the account, of a known browser at it, of the network, of the browser. */
export type RefusedBy = 'account' | 'own' | 'network' | 'browser';

export type PasswordAdmission =
  | {
      readonly outcome: 'admitted';
      readonly pass: Pass;
      /** What a right password gives back. */
      readonly forgiveness: readonly Refund[];
      forgive(): Promise<void>;
    }
  /** A picture code is asked for; nothing was charged. */
  | { readonly outcome: 'pictureNeeded' }
  | { readonly outcome: 'throttled'; readonly until: Date; readonly by: RefusedBy };

export interface PasswordAdmissions {
  /** Charges one try, before it is made. */
  admit(attempt: PasswordTry): Promise<PasswordAdmission>;
  /** Counts for the alarms a try that was admitted and wrong. */
  recordFailure(attempt: PasswordTry): Promise<void>;
  /** Whether whoever comes now is asked for a picture code at once. */
  asksPicture(): Promise<boolean>;
  /** Forgets the tries of strangers, and those at this browser, after a reset. */
  clear(subject: string, device: string): Promise<void>;
}

interface PasswordAdmissionParts {
  readonly db: Knex;
  readonly log: Logger;
  readonly alarms: SprayAlarms;
}

const refusedBy = {
  freeNear: 'network',
  freeWide: 'network',
  near: 'network',
  wide: 'network',
  subject: 'account',
  account: 'account',
  own: 'own',
} as const;

/**
 * Stands before the password of every sign-in. A browser that the account knows counts by itself and meets no ceiling
 * of its network; others are asked for a picture code above it, and while an alarm is in force, and wait only where
 * pictures were answered in bulk.
 */
export function createPasswordAdmissions(
  { db, log, alarms }: PasswordAdmissionParts,
  purpose: 'signIn' | 'accountSignIn',
): PasswordAdmissions {
  const admissions: Admissions = createAdmissions(db);
  const sprays = createPasswordSprayGuard(db, log);
  const recordFailure = async ({ known, subject, password, origin }: PasswordTry) => {
    if (!known) await alarms.recordFailure({ subject: `${purpose}|${subject}`, password, origin });
  };

  async function admitStranger(attempt: PasswordTry): Promise<PasswordAdmission> {
    const { subject, origin } = attempt;
    if (!attempt.pictured && (await alarms.isOn())) {
      // Programs that try on without a picture are seen, and keep the alarm in force.
      await recordFailure(attempt);
      return { outcome: 'pictureNeeded' };
    }
    const [pass, spray] = await Promise.all([
      admissions.spend(purpose, { ...attempt, target: attempt.target ?? subject }),
      sprays.admit(`${purpose}|${subject}`, origin),
    ]);
    if (pass.until !== null) {
      if (spray.until === null) await spray.forgive();
      if (pass.by === 'freeNear' || pass.by === 'freeWide') {
        await recordFailure(attempt);
        return { outcome: 'pictureNeeded' };
      }
      return { outcome: 'throttled', until: pass.until, by: refusedBy[pass.by] };
    }
    if (spray.until !== null) {
      await pass.withdraw();
      return { outcome: 'throttled', until: spray.until, by: 'browser' };
    }
    const forgiveness = [...spray.forgiveness, ...pass.forgiveness];
    return { outcome: 'admitted', pass, forgiveness, forgive: () => applyRefunds(db, forgiveness) };
  }

  return {
    async admit(attempt) {
      if (!attempt.known) return admitStranger(attempt);
      const pass = await admissions.spend(purpose, attempt);
      if (pass.until !== null) return { outcome: 'throttled', until: pass.until, by: refusedBy[pass.by] };
      const { forgiveness } = pass;
      return { outcome: 'admitted', pass, forgiveness, forgive: () => pass.forgive() };
    },
    recordFailure,
    asksPicture: () => alarms.isOn(),
    clear: (subject, device) => admissions.clear(purpose, subject, device),
  };
}
