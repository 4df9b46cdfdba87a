import type { Knex } from 'knex';
import type { Limited } from '../accounts';
import type { Origin } from '../audit';
import type { Logger } from '../logger';
import { createLimiter } from '../security/limiter';
import { createTryLimits } from '../security/try-limits';
import { createSprayWatch } from '../sign-in';

/** All tries of one account in a day, whichever of its names was typed (P15). */
const BY_ACCOUNT = { prefix: 'account-sign-in-day', points: 100, duration: 24 * 3600 };

/** A try that may be made, to be forgiven once it was right; or the limit that was reached. */
export type SignInAdmission = Limited | { readonly until: null; forgive(): Promise<void> };

/** One try of a password. */
export interface SignInTry {
  /** What was typed, keyed. */
  readonly name: string;
  /** Null where it is nobody's. */
  readonly accountId: number | null;
  /** The owner has proved who they are on this browser before. */
  readonly known: boolean;
  readonly origin: Origin;
}

/** Charges one try, before it is made. */
export type AdmitSignIn = (attempt: SignInTry) => Promise<SignInAdmission>;

/**
 * Counts tries by what was typed, so that names of somebody and of nobody are refused alike; then by browser across
 * names; by account last, far beyond what a person mistypes. A browser that the account knows counts by itself, so that
 * nobody elsewhere can hold the owner out of it. The address is a ceiling for a room of 50.
 */
export function createAccountSignInLimits(db: Knex, log: Logger): AdmitSignIn {
  const tries = createTryLimits(db, 'account-sign-in');
  const sprays = createSprayWatch(db, log);
  const byAccount = createLimiter(db, BY_ACCOUNT);

  async function admitKnown(key: string, origin: Origin): Promise<SignInAdmission> {
    const admission = await tries.admit(key, origin, 'everybody');
    if (admission.until === null) return admission;
    return { limit: admission.by === 'address' ? 'byAddress' : 'signInByBrowser', until: admission.until };
  }

  return async ({ name, accountId, known, origin }) => {
    if (known) return admitKnown(`known|${accountId}|${origin.device}`, origin);
    const admission = await tries.admit(name, origin);
    if (admission.until !== null) {
      const limit = admission.by === 'address' ? 'byAddress' : 'signInByName';
      return { limit, until: admission.until };
    }
    const spray = await sprays.admit(`account|${name}`, origin);
    if (spray.until !== null) {
      await admission.withdraw();
      return { limit: 'signInByDevice', until: spray.until };
    }
    const key = String(accountId ?? name);
    const until = await byAccount.charge(key);
    if (until !== null) return { limit: 'signInByAccount', until };
    return {
      until: null,
      forgive: async () => {
        await Promise.all([admission.forgive(), spray.forgive(), byAccount.giveBack(key)]);
      },
    };
  };
}
