import type { Knex } from 'knex';
import { lockConfirmed, updateAccountPassword } from '../../domain/accounts/account.repository';
import { endAccountSessions, type SignedInAccount } from '../../domain/accounts/account-session.repository';
import { auditAccount } from '../../domain/accounts/audit-account';
import { forgetOtherDevices } from '../../domain/accounts/device.repository';
import { listAccountFacts } from '../../domain/accounts/personal-facts';
import { tellAccount } from '../../domain/accounts/tell-account';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import type { Origin } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { PasswordHasher } from '../../infrastructure/security/password-hasher';
import type { Confirmation, ConfirmPassword } from './confirm-password';

export interface SettingsParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly hasher: PasswordHasher;
  readonly confirm: ConfirmPassword;
}

export function createAccountPasswordService(parts: SettingsParts) {
  return bindParts(parts, { listPersonal, change });
}

export type AccountPasswordService = ReturnType<typeof createAccountPasswordService>;

/** Facts that the new password must not contain. */
const listPersonal = ({ cipher }: SettingsParts, account: SignedInAccount): readonly string[] =>
  listAccountFacts(cipher, account);

/** Sets a new password, ends every other session and tells the owner. */
async function change(
  { confirm, hasher, db, cipher }: SettingsParts,
  account: SignedInAccount,
  current: string,
  next: string,
  origin: Origin,
): Promise<Confirmation> {
  const confirmed = await confirm(account, current, origin);
  if (confirmed.outcome !== 'confirmed') return confirmed;
  const hash = await hasher.hash(confirmed.pass, next);
  await db.transaction(async (transaction) => {
    const locked = await lockConfirmed(transaction, account);
    const changed = await updateAccountPassword(transaction, account.id, hash);
    if (changed !== 1) throw new Error(`password of account ${account.id}: ${changed} rows changed`);
    await endAccountSessions(transaction, account.id, 'password', account.sessionId);
    await forgetOtherDevices(transaction, account.id, origin.device);
    await auditAccount(transaction, account, origin, 'changePassword');
    await tellAccount(transaction, cipher, locked, {
      kind: 'passwordChanged',
      at: new Date(wallClock()),
      values: { address: origin.address },
    });
  });
  return confirmed;
}
