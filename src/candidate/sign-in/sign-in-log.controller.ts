import type { Knex } from 'knex';
import { presentSignIn } from '../../domain/credentials/sign-in-log.presenter';
import { listSignIns } from '../../domain/credentials/sign-in-log.repository';
import type { CandidateHandler } from '../as-candidate';

const SHOWN = 20;

/** 我的登录记录: the last twenty sign-ins and refusals. */
export function createSignInLogController(db: Knex): CandidateHandler {
  return async (visit) => {
    const entries = await listSignIns(db, visit.candidate.id, SHOWN);
    visit.render('candidate/sign-in/log', {
      shown: SHOWN,
      entries: entries.map((entry) => presentSignIn(entry, visit.origin.device)),
    });
  };
}
