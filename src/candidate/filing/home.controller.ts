import type { Knex } from 'knex';
import { type AllStandingRows, readStandingRows, standingsOf } from '../../domain/choice-lists/standing';
import type { Reference } from '../../domain/reference/reference';
import type { Clock } from '../../infrastructure/clock';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { formatMillis } from '../../infrastructure/format-time';
import type { CandidateVisit } from '../as-candidate';
import { presentHome } from './home.presenter';
import { listRemaining } from './remaining.presenter';

/** 首页: where and when one signed in, the boxes, and every batch with its state. */
export function createHomeController(db: Knex, clock: Clock, reference: Watched<Reference>) {
  return {
    /** What `show` shows, asked for together with who is signed in. */
    read: (candidateId: number) => readStandingRows(db, clock, candidateId),

    show(visit: CandidateVisit, rows: AllStandingRows): void {
      const { calendar } = reference.current();
      const { candidate, req } = visit;
      const standings = standingsOf(calendar, candidate, rows);
      const signedIn = req.session.candidate;
      visit.render(
        'candidate/home/home',
        {
          frozen: candidate.frozenAt !== null,
          remaining: candidate.frozenAt === null ? listRemaining(standings) : [],
          ...presentHome(calendar.pack, standings),
        },
        {
          shared: {
            by: calendar.pack,
            fill: {
              address: signedIn?.address ?? '',
              signedInAt: signedIn === undefined ? '' : formatMillis(new Date(signedIn.at)),
            },
          },
        },
      );
    },
  };
}

export type HomeController = ReturnType<typeof createHomeController>;
