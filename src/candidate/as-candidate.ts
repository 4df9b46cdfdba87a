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
import { askFor, type ReadAlong, readNothing, rememberOwner, takeEarlyReads } from './early-reads';

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

type HandlerWith<Found> = (visit: CandidateVisit, found: Found) => Promise<void> | void;

type AsCandidate = <Found>(handler: HandlerWith<Found>, read: ReadAlong<Found>) => RequestHandler;

interface CandidateGuards extends OpenGuards {
  readonly asCandidate: AsCandidate;
}

/** One URL of the candidates' platform. */
export type CandidateRoute = Route<CandidateGuards>;

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
  reads: read,
});

/** Builds the guard that lets only a signed-in candidate reach a handler; records are loaded through that candidate. */
export function createAsCandidate(db: Knex, pages: PageRenderer): AsCandidate {
  return (handler, read) => async (req, res) => {
    const signedIn = req.session.candidate;
    const reads =
      signedIn === undefined
        ? null
        : (takeEarlyReads(req, signedIn.id, read) ?? askFor(db, req, [signedIn.id, req.sessionID], read));
    const [holder, found] = reads === null ? [null] : await Promise.all([reads.holder, reads.found]);
    if (holder === null || found === undefined) {
      // Ended in the database, and written back by a request that was under way.
      delete req.session.candidate;
      throw new AppError('signInNeeded', 401);
    }
    const { candidate, unread: counted } = holder;
    rememberOwner(req.sessionID, candidate.id);
    let sending: Promise<void> | null = null;
    const visit: CandidateVisit = {
      req,
      res,
      candidate,
      origin: getOrigin(req),
      render: (template, model, options) => {
        const send = (unread: UnreadCounts | null) =>
          pages.send(req, res, template, model, { unread, ...options, candidate });
        if (counted !== null || req.get('hx-request') !== undefined) send(counted);
        else sending = countUnread(db, candidate.id).then(send);
      },
      // Without the body that Express adds: no browser shows it.
      redirect: (path) => res.status(303).location(path).end(),
    };
    await handler(visit, found());
    await sending;
  };
}

/** Who is signed in here, for pages that stand open to everybody. */
export function createFindCandidate(db: Knex): FindHolder {
  async function find(req: Request): Promise<CandidateRecord | null> {
    const { candidate } = req.session;
    if (candidate === undefined) return null;
    const early = takeEarlyReads(req, candidate.id, readNothing);
    if (early === null) return findSignedInCandidate(db, candidate.id, req.sessionID);
    return (await early.holder)?.candidate ?? null;
  }

  return async (req, res) => {
    const found = await find(req);
    if (found === null) delete req.session.candidate;
    res.locals.frameCandidate = found;
    return found;
  };
}
