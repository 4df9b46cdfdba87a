import type { Knex } from 'knex';
import { notFound } from '../errors';
import type { CandidateHandler } from '../middleware/as-candidate';
import { readId } from '../middleware/page-renderer';
import { isDisputable } from './mail.presenter';
import { type Box, countUnread, findMail, listMails, markMailRead } from './mail.repository';

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
      visit.render('mailbox/list', { box, mails, unread });
    },

    async show(visit) {
      const id = readId(visit.req, 'mail');
      const mail = id === null ? null : await findMail(db, visit.candidate.id, id);
      if (mail === null) throw notFound();
      await markMailRead(db, visit.candidate.id, mail.id);
      const unread = await countUnread(db, visit.candidate.id);
      visit.render('mailbox/mail', { mail, disputable: isDisputable(mail.kind) }, { unread });
    },
  };
}
