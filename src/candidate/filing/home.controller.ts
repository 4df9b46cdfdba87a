import type { Knex } from 'knex';
import { listStandings } from '../../domain/choice-lists/standing';
import { countUnread } from '../../domain/mailbox/mail.repository';
import type { Reference } from '../../domain/reference/reference';
import type { Clock } from '../../infrastructure/clock';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { formatMillis } from '../../infrastructure/format-time';
import type { CandidateHandler } from '../as-candidate';
import { presentHome } from './home.presenter';
import { listRemaining } from './remaining.presenter';

/** 首页: where and when one signed in, the boxes, and every batch with its state. */
export function createHomeController(
  db: Knex,
  clock: Clock,
  reference: Watched<Reference>,
): CandidateHandler {
  return async (visit) => {
    const { calendar } = reference.current();
    const [{ standings }, unread] = await Promise.all([
      listStandings(db, clock, calendar, visit.candidate),
      countUnread(db, visit.candidate.id),
    ]);
    const signedIn = visit.req.session.candidate;
    visit.render('candidate/home/home', {
      address: signedIn?.address ?? '',
      signedInAt: signedIn === undefined ? '' : formatMillis(new Date(signedIn.at)),
      unread,
      frozen: visit.candidate.frozenAt !== null,
      remaining: visit.candidate.frozenAt === null ? listRemaining(standings) : [],
      ...presentHome(calendar.pack, standings),
    });
  };
}
