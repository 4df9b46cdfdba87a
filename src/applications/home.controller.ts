import type { Knex } from 'knex';
import type { Clock } from '../clock';
import type { Watched } from '../db/reference-watch';
import { formatMillis } from '../format-time';
import { countUnread } from '../mailbox';
import type { CandidateHandler } from '../middleware/as-candidate';
import type { Reference } from '../reference';
import { presentHome } from './home.presenter';
import { listRemaining } from './remaining.presenter';
import { listStandings } from './standing';

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
    visit.render('home/home', {
      address: signedIn?.address ?? '',
      signedInAt: signedIn === undefined ? '' : formatMillis(new Date(signedIn.at)),
      unread,
      frozen: visit.candidate.frozenAt !== null,
      remaining: visit.candidate.frozenAt === null ? listRemaining(standings) : [],
      ...presentHome(calendar.pack, standings),
    });
  };
}
