import type { Knex } from 'knex';
import { freeFactors } from './factor.repository';

/** Notes that an account is to be closed in so many days. @returns how many rows changed: 0 when it was noted already. */
export async function askToClose(transaction: Knex, accountId: number, days: number): Promise<number> {
  return transaction('accounts')
    .where({ id: accountId, status: 'active' })
    .whereNull('closes_at')
    .update({ closes_at: transaction.raw('clock_timestamp() + make_interval(days => ?)', [days]) });
}

/** @returns how many rows changed: 0 when nothing was asked for. */
export async function withdrawClosing(transaction: Knex, accountId: number): Promise<number> {
  return transaction('accounts')
    .where({ id: accountId, status: 'active' })
    .whereNotNull('closes_at')
    .update({ closes_at: null });
}

/** The next account whose days are over, locked; null where there is none that nobody else has in hand. */
export async function lockDueClosing(transaction: Knex.Transaction): Promise<number | null> {
  const row = await transaction('accounts')
    .where({ status: 'active' })
    .whereRaw('closes_at <= clock_timestamp()')
    .orderBy('closes_at')
    .forUpdate()
    .skipLocked()
    .first('id');
  return row?.id ?? null;
}

/** Cancels an account of one of these states, and frees its WeChat and Alipay. @returns how many rows changed. */
export async function cancelAccount(
  transaction: Knex,
  accountId: number,
  from: 'active' | 'suspended',
): Promise<number> {
  const changed = await transaction('accounts')
    .where({ id: accountId, status: from })
    .update({
      status: 'cancelled',
      closes_at: null,
      status_at: transaction.raw('clock_timestamp()'),
    });
  if (changed === 1) await freeFactors(transaction, accountId);
  return changed;
}
