import type { Knex } from 'knex';
import type { AccountMailKind } from './account-mail.presenter';

/** One letter of 收件箱. */
export interface AccountMail {
  readonly id: number;
  readonly kind: AccountMailKind;
  readonly title: string;
  readonly body: string;
  readonly sentAt: Date;
  /** Null: unread. */
  readonly readAt: Date | null;
}

const columns = {
  id: 'id',
  kind: 'kind',
  title: 'title',
  body: 'body',
  sentAt: 'sent_at',
  readAt: 'read_at',
} as const;

export async function insertAccountMail(
  transaction: Knex,
  accountId: number,
  mail: Pick<AccountMail, 'kind' | 'title' | 'body'>,
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

/** Notes that a letter was read; reading it again changes nothing. */
export async function markAccountMailRead(db: Knex, accountId: number, id: number): Promise<void> {
  await db('account_mails')
    .where({ id, account_id: accountId })
    .whereNull('read_at')
    .update({ read_at: db.raw('clock_timestamp()') });
}
