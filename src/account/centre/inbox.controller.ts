import type { Knex } from 'knex';
import {
  findAccountMail,
  listAccountMails,
  markAccountMailRead,
} from '../../domain/accounts/account-mail.repository';
import { notFound } from '../../infrastructure/errors';
import { formatInstant } from '../../infrastructure/format-time';
import { readId } from '../../infrastructure/http/page-renderer';
import type { AccountHandler } from '../as-account';

export interface AccountInboxControllers {
  readonly list: AccountHandler;
  readonly show: AccountHandler;
}

/** 收件箱: read-only letters. */
export function createAccountInboxControllers(db: Knex): AccountInboxControllers {
  return {
    async list({ account, render }) {
      const letters = await listAccountMails(db, account.id);
      render('account/centre/inbox', {
        letters: letters.map(({ id, title, sentAt, readAt }) => ({
          id,
          title,
          sentAt: formatInstant(sentAt),
          read: readAt !== null,
        })),
      });
    },

    async show({ req, account, render }) {
      const id = readId(req, 'letter');
      const letter = id === null ? null : await findAccountMail(db, account.id, id);
      if (letter === null) throw notFound();
      const unread = account.unread - (await markAccountMailRead(db, account.id, letter.id));
      const { title, body, sentAt, path } = letter;
      render(
        'account/centre/letter',
        { letter: { title, body, sentAt: formatInstant(sentAt), path } },
        { unread },
      );
    },
  };
}
