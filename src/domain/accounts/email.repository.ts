import type { Knex } from 'knex';
import { everyHash } from '../../infrastructure/security/keyed-hash';
import type { Sealed } from './sealed';

/** Uses a mailbox up for an account; it serves once, for ever. @returns false when it was used before. */
export async function claimEmail(
  transaction: Knex.Transaction,
  accountId: number,
  emailIndex: Buffer,
): Promise<boolean> {
  const former = await transaction('used_emails')
    .whereIn('email_index', everyHash(emailIndex))
    .first('account_id');
  if (former !== undefined) return former.account_id === accountId;
  const rows = await transaction('used_emails')
    .insert({ email_index: emailIndex, account_id: accountId })
    .onConflict('email_index')
    .ignore()
    .returning('email_index');
  if (rows.length === 1) return true;
  const own = await transaction('used_emails')
    .where({ email_index: emailIndex, account_id: accountId })
    .first('account_id');
  return own !== undefined;
}

/** Binds a mailbox. @returns how many rows changed. */
export async function bindEmail(transaction: Knex, accountId: number, email: Sealed): Promise<number> {
  return transaction('accounts')
    .where({ id: accountId })
    .update({
      email_cipher: email.cipher,
      email_index: email.index,
      email_bound_at: transaction.raw('clock_timestamp()'),
    });
}

/** Takes the mailbox away. @returns how many rows changed: 0 when none was there. */
export async function unbindEmail(transaction: Knex, accountId: number): Promise<number> {
  return transaction('accounts')
    .where({ id: accountId })
    .whereNotNull('email_index')
    .update({ email_cipher: null, email_index: null, email_bound_at: null });
}
