import type { Knex } from 'knex';
import type { Lapsing } from '../../infrastructure/config/account-settings';
import type { AccountStatus } from './account';
import { freeFactors } from './factor.repository';

/** Records that an account is to be closed in so many days. @returns how many rows changed: 0 when it was noted already. */
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
  from: readonly AccountStatus[],
): Promise<number> {
  const changed = await transaction('accounts')
    .where({ id: accountId })
    .whereIn('status', [...from])
    .update({
      status: 'cancelled',
      closes_at: null,
      status_at: transaction.raw('clock_timestamp()'),
    });
  if (changed === 1) await freeFactors(transaction, accountId);
  return changed;
}

/** Nothing of it is with reviewers or waits to take effect. */
const IDLE = `status = 'unproved'
  and not exists (select from review_cases where review_cases.account_id = accounts.id
                     and state in ('waiting', 'approved'))
  and not exists (select from number_claims where new_account_id = accounts.id
                     and effective_at is not null and objected_at is null and ended_at is null)`;

/** The next unproved account that is to be told that it lapses; noted as told, and locked. */
export async function takeLapsing(
  transaction: Knex.Transaction,
  { days, toldDays }: Lapsing,
): Promise<number | null> {
  const row = await transaction('accounts')
    .whereRaw(IDLE)
    .whereRaw('status_at <= clock_timestamp() - make_interval(days => ?)', [days - toldDays])
    .whereRaw('(lapse_told_at is null or lapse_told_at < status_at)')
    .orderBy('status_at')
    .forUpdate()
    .skipLocked()
    .first('id');
  if (row === undefined) return null;
  await transaction('accounts')
    .where({ id: row.id })
    .update({ lapse_told_at: transaction.raw('clock_timestamp()') });
  return row.id;
}

/** The next unproved account whose days are over, and which was told in time; null where there is none. */
export async function findLapsed(db: Knex, { days, toldDays }: Lapsing): Promise<number | null> {
  const row = await db('accounts')
    .whereRaw(IDLE)
    .whereRaw('status_at <= clock_timestamp() - make_interval(days => ?)', [days])
    .whereRaw('lapse_told_at >= status_at')
    .whereRaw('lapse_told_at <= clock_timestamp() - make_interval(days => ?)', [toldDays])
    .orderBy('status_at')
    .first('id');
  return row?.id ?? null;
}
