import type { Knex } from 'knex';
import type { CandidateHandler } from '../middleware/as-candidate';
import { presentSignIn } from './sign-in-log.presenter';
import { listSignIns } from './sign-in-log.repository';

const SHOWN = 20;

/** 我的登录记录: the last twenty sign-ins and refusals. */
export function createSignInLogController(db: Knex): CandidateHandler {
  return async (visit) => {
    const entries = await listSignIns(db, visit.candidate.id, SHOWN);
    visit.render('sign-in/log', {
      shown: SHOWN,
      entries: entries.map((entry) => presentSignIn(entry, visit.origin.device)),
    });
  };
}
