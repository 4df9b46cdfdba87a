import type { Knex } from 'knex';
import {
  findAccountMail,
  listAccountMails,
  markAccountMailRead,
} from '../../domain/accounts/account-mail.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { notFound } from '../../infrastructure/errors';
import { formatInstant } from '../../infrastructure/format-time';
import { readId } from '../../infrastructure/http/page-renderer';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { AccountVisit } from '../as-account';

interface InboxParts {
  readonly db: Knex;
  readonly cipher: Cipher;
}

/** 收件箱: read-only letters. */
export function createAccountInboxControllers(parts: InboxParts) {
  return bindParts(parts, { list, show });
}

export type AccountInboxControllers = ReturnType<typeof createAccountInboxControllers>;

async function list({ db }: InboxParts, { account, render }: AccountVisit): Promise<void> {
  const letters = await listAccountMails(db, account.id);
  render('account/centre/inbox', {
    letters: letters.map(({ id, title, sentAt, readAt }) => ({
      id,
      title,
      sentAt: formatInstant(sentAt),
      read: readAt !== null,
    })),
  });
}

async function show({ db, cipher }: InboxParts, { req, account, render }: AccountVisit): Promise<void> {
  const letter = await findAccountMail(db, cipher, account.id, readId(req, 'letter'));
  if (letter === null) throw notFound();
  const unread = account.unread - (await markAccountMailRead(db, account.id, letter.id));
  const { title, body, sentAt, path } = letter;
  render(
    'account/centre/letter',
    { letter: { title, body, sentAt: formatInstant(sentAt), path } },
    { unread },
  );
}
