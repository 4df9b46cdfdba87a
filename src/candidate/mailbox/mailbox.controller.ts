import type { Knex } from 'knex';
import { isDisputable } from '../../domain/mailbox/mail.presenter';
import {
  type Box,
  countUnread,
  findMail,
  listMails,
  markMailRead,
} from '../../domain/mailbox/mail.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { notFound } from '../../infrastructure/errors';
import { readId } from '../../infrastructure/http/page-renderer';
import type { CandidateHandler, CandidateVisit } from '../as-candidate';

/** 收件箱: read-only mails, public and personal. */
export function createMailboxControllers(parts: Knex) {
  return bindParts(parts, { list, show });
}

export type MailboxControllers = ReturnType<typeof createMailboxControllers>;

const list =
  (parts: Knex, box: Box): CandidateHandler =>
  async (visit) => {
    const { id } = visit.candidate;
    const [mails, unread] = await Promise.all([listMails(parts, id, box), countUnread(parts, id)]);
    visit.render('candidate/mailbox/list', { box, mails, unread });
  };

async function show(parts: Knex, visit: CandidateVisit): Promise<void> {
  const mail = await findMail(parts, visit.candidate.id, readId(visit.req, 'mail'));
  if (mail === null) throw notFound();
  await markMailRead(parts, visit.candidate.id, mail.id);
  const unread = await countUnread(parts, visit.candidate.id);
  visit.render('candidate/mailbox/mail', { mail, disputable: isDisputable(mail.kind) }, { unread });
}
