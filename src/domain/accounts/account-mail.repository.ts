import type { Knex } from 'knex';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { AccountMailKind } from './account-mail.presenter';

/** One letter of 收件箱 as its list names it. */
interface AccountMailLine {
  readonly id: number;
  readonly title: string;
  readonly sentAt: Date;
  /** Null: unread. */
  readonly readAt: Date | null;
}

/** One letter of 收件箱. */
interface AccountMail extends AccountMailLine {
  readonly kind: AccountMailKind;
  readonly body: string;
  /** Where something can be done about it; null: nothing is to be done. */
  readonly path: string | null;
}

const line = { id: 'id', title: 'title', sentAt: 'sent_at', readAt: 'read_at' } as const;
const columns = { ...line, kind: 'kind', body: 'body', sealed: 'body_cipher', path: 'path' } as const;

/** A letter belongs to its account. */
const bodyContext = (accountId: number) => ({ column: 'account_mails.body', row: accountId });

/** A letter may hold a link that acts for whoever has it: whoever reads the database, or a dump of it, is not to have it. */
export async function insertAccountMail(
  transaction: Knex,
  cipher: Cipher,
  accountId: number,
  { body, ...mail }: Pick<AccountMail, 'kind' | 'title' | 'body' | 'path'>,
): Promise<void> {
  const sealed = cipher.encrypt(body, bodyContext(accountId));
  await transaction('account_mails').insert({ account_id: accountId, ...mail, body_cipher: sealed });
}

/** The last two hundred, newest first. */
export async function listAccountMails(db: Knex, accountId: number): Promise<AccountMailLine[]> {
  return db('account_mails').where({ account_id: accountId }).orderBy('id', 'desc').limit(200).select(line);
}

/** A letter of this account; null for anybody else's. Those of before were kept in clear, without their links. */
export async function findAccountMail(
  db: Knex,
  cipher: Cipher,
  accountId: number,
  id: number,
): Promise<AccountMail | null> {
  const found = await db('account_mails').where({ id, account_id: accountId }).first(columns);
  if (found === undefined) return null;
  const { sealed, ...mail } = found;
  return { ...mail, body: sealed === null ? mail.body : cipher.decrypt(sealed, bodyContext(accountId)) };
}

/** Records that a letter was read. @returns how many rows changed: 0 when it was read before. */
export async function markAccountMailRead(db: Knex, accountId: number, id: number): Promise<number> {
  return db('account_mails')
    .where({ id, account_id: accountId })
    .whereNull('read_at')
    .update({ read_at: db.raw('clock_timestamp()') });
}
