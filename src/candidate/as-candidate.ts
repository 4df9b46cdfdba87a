import type { Request, RequestHandler, Response } from 'express';
import type { Knex } from 'knex';
import { type CandidateRecord, findSignedInCandidate } from '../domain/candidates/candidate.repository';
import { countUnread } from '../domain/mailbox/mail.repository';
import { AppError } from '../infrastructure/errors';
import type { FindHolder } from '../infrastructure/http/holders';
import { getOrigin } from '../infrastructure/http/origin';
import type { PageOptions, PageRenderer, UnreadCounts } from '../infrastructure/http/page-renderer';
import type { Access, OpenGuards, Route } from '../infrastructure/http/route';
import type { Origin } from '../infrastructure/origin';

/** One request of a signed-in candidate, with everything a controller may need of it. */
export interface CandidateVisit {
  readonly req: Request;
  readonly res: Response;
  readonly candidate: CandidateRecord;
  readonly origin: Origin;
  /** Sends a page in the candidate's frame. */
  render(template: string, model: object, options?: PageOptions): void;
  /** 303, so that a reload never posts again. */
  redirect(path: string): void;
}

export type CandidateHandler = (visit: CandidateVisit) => Promise<void> | void;

type AsCandidate = (handler: CandidateHandler) => RequestHandler;

interface CandidateGuards extends OpenGuards {
  readonly asCandidate: AsCandidate;
}

/** One URL of the candidates' platform. */
export type CandidateRoute = Route<CandidateGuards>;

/** A signed-in candidate. */
export const candidate: Access<Pick<CandidateGuards, 'asCandidate'>, CandidateHandler> = {
  admits: 'candidate',
  guard: ({ asCandidate }, handler) => asCandidate(handler),
};

/** Builds the guard that lets only a signed-in candidate reach a handler; records are loaded through that candidate. */
export function createAsCandidate(db: Knex, pages: PageRenderer): AsCandidate {
  return (handler) => async (req, res) => {
    const signedIn = req.session.candidate;
    // Fragments have no menu; what is posted mostly ends in a redirect.
    const framed = req.get('hx-request') === undefined;
    const [candidate, counted] =
      signedIn === undefined
        ? [null, null]
        : await Promise.all([
            findSignedInCandidate(db, signedIn.id, req.sessionID),
            framed && req.method === 'GET' ? countUnread(db, signedIn.id) : null,
          ]);
    if (candidate === null) {
      // Ended in the database, and written back by a request that was under way.
      delete req.session.candidate;
      throw new AppError('signInNeeded', 401);
    }
    let sending: Promise<void> | null = null;
    await handler({
      req,
      res,
      candidate,
      origin: getOrigin(req),
      render: (template, model, options) => {
        const send = (unread: UnreadCounts | null) =>
          pages.send(req, res, template, model, { unread, ...options, candidate });
        if (counted !== null || !framed) send(counted);
        else sending = countUnread(db, candidate.id).then(send);
      },
      // Without the body that Express adds: no browser shows it.
      redirect: (path) => res.status(303).location(path).end(),
    });
    await sending;
  };
}

/** Who is signed in here, for pages that stand open to everybody. */
export function createFindCandidate(db: Knex): FindHolder {
  return async ({ session, sessionID }, res) => {
    const { candidate } = session;
    const found = candidate === undefined ? null : await findSignedInCandidate(db, candidate.id, sessionID);
    if (found === null) delete session.candidate;
    res.locals.frameCandidate = found;
    return found;
  };
}
