import type { Store } from 'express-session';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { readId } from '../../infrastructure/http/page-renderer';
import { endOlderSession, endSession } from '../../infrastructure/http/session-life';
import { CSRF_COOKIE } from '../../infrastructure/http/set-up-csrf';
import type { CandidateHandler, CandidateVisit } from '../as-candidate';
import type { DisputedRecord, DisputeService } from './dispute.service';

interface DisputeParts {
  readonly service: DisputeService;
  readonly store: Store;
}

/** 不是我操作: asked once more, then everything is frozen and everybody signed out. */
export function createDisputeControllers(service: DisputeService, store: Store) {
  const parts: DisputeParts = { service, store };
  return bindParts(parts, { ask, submit });
}

export type DisputeControllers = ReturnType<typeof createDisputeControllers>;

const ask =
  ({ service }: DisputeParts, kind: DisputedRecord['kind']): CandidateHandler =>
  async (visit) => {
    const record = recordOf(visit, kind);
    const act = await service.getAct(visit.candidate, record);
    visit.render('candidate/disputes/confirm', { record, act });
  };

const submit =
  ({ service, store }: DisputeParts, kind: DisputedRecord['kind']): CandidateHandler =>
  async (visit) => {
    const { req, res, candidate, origin } = visit;
    const signedIn = await service.dispute(candidate, recordOf(visit, kind), origin);
    if (signedIn !== req.sessionID) {
      const at = new Date(wallClock()).toISOString();
      await endOlderSession(store, signedIn, { at, address: origin.address, by: 'dispute' });
    }
    await endSession(req, res);
    res.clearCookie(CSRF_COOKIE, { path: '/' });
    visit.redirect('/frozen');
  };

function recordOf({ req }: CandidateVisit, kind: DisputedRecord['kind']): DisputedRecord {
  return { kind, id: readId(req, 'record') };
}
