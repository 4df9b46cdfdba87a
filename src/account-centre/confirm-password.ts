import type { Knex } from 'knex';
import type { Account, Limited } from '../accounts';
import type { Origin } from '../audit';
import { createTryLimits } from '../security/try-limits';
import type { PasswordHasher } from '../sign-in';

export type Confirmation =
  | { readonly outcome: 'confirmed' }
  | { readonly outcome: 'wrongPassword' }
  | ({ readonly outcome: 'limited' } & Limited);

/** Asks for the current password before an act: a browser left alone changes nothing. */
export type ConfirmPassword = (account: Account, typed: string, origin: Origin) => Promise<Confirmation>;

export function createConfirmPassword(db: Knex, hasher: PasswordHasher): ConfirmPassword {
  const tries = createTryLimits(db, 'account-confirm');
  return async (account, typed, origin) => {
    const admission = await tries.admit(String(account.id), origin);
    if (admission.until !== null)
      return { outcome: 'limited', limit: 'confirmations', until: admission.until };
    const right = typed.length <= 200 && (await hasher.matches(typed, account.passwordHash));
    if (!right) return { outcome: 'wrongPassword' };
    await admission.forgive();
    return { outcome: 'confirmed' };
  };
}
