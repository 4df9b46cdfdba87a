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
import { findFramedCandidate, findUnframedCandidate } from './framed-candidate.repository';

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

/** What a page needs beside who is signed in. */
type ReadAlong<Found> = (candidateId: number, req: Request) => Promise<Found>;

type HandlerWith<Found> = (visit: CandidateVisit, found: Found) => Promise<void> | void;

type AsCandidate = <Found>(handler: HandlerWith<Found>, read: ReadAlong<Found>) => RequestHandler;

interface CandidateGuards extends OpenGuards {
  readonly asCandidate: AsCandidate;
}

/** One URL of the candidates' platform. */
export type CandidateRoute = Route<CandidateGuards>;

const readNothing = async () => null;

/** A signed-in candidate. */
export const candidate: Access<Pick<CandidateGuards, 'asCandidate'>, CandidateHandler> = {
  admits: 'candidate',
  guard: ({ asCandidate }, handler) => asCandidate(handler, readNothing),
};

/** The same, with what the page needs: asked for in one write with who is signed in, and given to no one else. */
export const candidateWith = <Found>(
  read: ReadAlong<Found>,
): Access<Pick<CandidateGuards, 'asCandidate'>, HandlerWith<Found>> => ({
  admits: 'candidate',
  guard: ({ asCandidate }, handler) => asCandidate(handler, read),
});

/** Builds the guard that lets only a signed-in candidate reach a handler; records are loaded through that candidate. */
export function createAsCandidate(db: Knex, pages: PageRenderer): AsCandidate {
  return (handler, read) => async (req, res) => {
    const signedIn = req.session.candidate;
    // Fragments have no menu; what is posted mostly ends in a redirect.
    const framed = req.get('hx-request') === undefined;
    const find = framed && req.method === 'GET' ? findFramedCandidate : findUnframedCandidate;
    const [holder, found] =
      signedIn === undefined
        ? [null]
        : await Promise.all([find(db, signedIn.id, req.sessionID), settle(read(signedIn.id, req))]);
    if (holder === null || found === undefined) {
      // Ended in the database, and written back by a request that was under way.
      delete req.session.candidate;
      throw new AppError('signInNeeded', 401);
    }
    const { candidate, unread: counted } = holder;
    let sending: Promise<void> | null = null;
    const visit: CandidateVisit = {
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
    };
    await handler(visit, found());
    await sending;
  };
}

/** What was found, or what forbids it, told once it is known who asks. */
function settle<Found>(reading: Promise<Found>): Promise<() => Found> {
  return reading.then(
    (found) => () => found,
    (error: unknown) => () => {
      throw error;
    },
  );
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
