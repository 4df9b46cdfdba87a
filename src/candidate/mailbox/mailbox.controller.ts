import type { Knex } from 'knex';
import { isDisputable } from '../../domain/mailbox/mail.presenter';
import {
  type Box,
  countUnread,
  findMail,
  listMails,
  markMailRead,
} from '../../domain/mailbox/mail.repository';
import { notFound } from '../../infrastructure/errors';
import { readId } from '../../infrastructure/http/page-renderer';
import type { CandidateHandler } from '../as-candidate';

export interface MailboxControllers {
  readonly list: (box: Box) => CandidateHandler;
  readonly show: CandidateHandler;
}

/** 收件箱: read-only mails, public and personal. */
export function createMailboxControllers(db: Knex): MailboxControllers {
  return {
    list: (box) => async (visit) => {
      const { id } = visit.candidate;
      const [mails, unread] = await Promise.all([listMails(db, id, box), countUnread(db, id)]);
      visit.render('candidate/mailbox/list', { box, mails, unread });
    },

    async show(visit) {
      const id = readId(visit.req, 'mail');
      const mail = id === null ? null : await findMail(db, visit.candidate.id, id);
      if (mail === null) throw notFound();
      await markMailRead(db, visit.candidate.id, mail.id);
      const unread = await countUnread(db, visit.candidate.id);
      visit.render('candidate/mailbox/mail', { mail, disputable: isDisputable(mail.kind) }, { unread });
    },
  };
}
