import type { Knex } from 'knex';
import type { Account } from '../../domain/accounts/account';
import { isKnownDevice } from '../../domain/accounts/device.repository';
import type { Limited } from '../../domain/accounts/limit';
import type { Origin } from '../../infrastructure/origin';
import { createAdmissions, type Pass } from '../../infrastructure/security/admissions';
import type { PasswordHasher } from '../../infrastructure/security/password-hasher';

export type Confirmation =
  | { readonly outcome: 'confirmed'; readonly pass: Pass }
  | { readonly outcome: 'wrongPassword' }
  | ({ readonly outcome: 'limited' } & Limited);

/** Asks for the current password before an act: a browser left alone changes nothing. */
export type ConfirmPassword = (account: Account, typed: string, origin: Origin) => Promise<Confirmation>;

export function createConfirmPassword(db: Knex, hasher: PasswordHasher): ConfirmPassword {
  const admissions = createAdmissions(db);
  return async (account, typed, origin) => {
    // An empty field does not count as a try.
    if (typed === '') return { outcome: 'wrongPassword' };
    const known = await isKnownDevice(db, account.id, origin.device);
    const admission = await admissions.spend('accountConfirm', { subject: account.id, origin, known });
    if (admission.until !== null)
      return { outcome: 'limited', limit: 'confirmations', until: admission.until };
    const right = typed.length <= 200 && (await hasher.matches(admission, typed, account.passwordHash));
    if (!right) return { outcome: 'wrongPassword' };
    await admission.forgive();
    return { outcome: 'confirmed', pass: admission };
  };
}
