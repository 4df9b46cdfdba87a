import type { Knex } from 'knex';
import type { AccountMailKind } from './account-mail.presenter';

/** One letter of 收件箱. */
interface AccountMail {
  readonly id: number;
  readonly kind: AccountMailKind;
  readonly title: string;
  readonly body: string;
  readonly sentAt: Date;
  /** Null: unread. */
  readonly readAt: Date | null;
  /** Where something can be done about it; null: nothing is to be done. */
  readonly path: string | null;
}

const columns = {
  id: 'id',
  kind: 'kind',
  title: 'title',
  body: 'body',
  sentAt: 'sent_at',
  readAt: 'read_at',
  path: 'path',
} as const;

export async function insertAccountMail(
  transaction: Knex,
  accountId: number,
  mail: Pick<AccountMail, 'kind' | 'title' | 'body' | 'path'>,
): Promise<void> {
  await transaction('account_mails').insert({ account_id: accountId, ...mail });
}

/** The last two hundred, newest first. */
export async function listAccountMails(db: Knex, accountId: number): Promise<AccountMail[]> {
  return db('account_mails')
    .where({ account_id: accountId })
    .orderBy('id', 'desc')
    .limit(200)
    .select(columns);
}

/** A letter of this account; null for anybody else's. */
export async function findAccountMail(db: Knex, accountId: number, id: number): Promise<AccountMail | null> {
  return (await db('account_mails').where({ id, account_id: accountId }).first(columns)) ?? null;
}

/** Records that a letter was read. @returns how many rows changed: 0 when it was read before. */
export async function markAccountMailRead(db: Knex, accountId: number, id: number): Promise<number> {
  return db('account_mails')
    .where({ id, account_id: accountId })
    .whereNull('read_at')
    .update({ read_at: db.raw('clock_timestamp()') });
}
