import type { Request } from 'express';
import type { Knex } from 'knex';
import { wallClock } from '../infrastructure/clock';
import { isAccountPath } from '../infrastructure/http/account-path';
import { goOnWithSession } from '../infrastructure/http/early-session';
import { isOfficePath } from '../infrastructure/http/office-path';
import type { PathParts, Route } from '../infrastructure/http/route';
import { SESSION_COOKIE } from '../infrastructure/http/set-up-sessions';
import type { Steps } from '../infrastructure/http/steps';
import {
  findFramedCandidate,
  findKnownSession,
  findUnframedCandidate,
  type SignedIn,
} from './framed-candidate.repository';

/** What a page needs beside who is signed in. `path`: the places of its address; the request knows of none yet. */
export type ReadAlong<Found> = (candidateId: number, req: Request, path: PathParts) => Promise<Found>;

/** What was found, or what forbids it, told once it is known who asks. */
type Settled<Found> = Promise<() => Found>;

interface CandidateReads<Found> {
  readonly holder: Promise<SignedIn | null>;
  readonly found: Settled<Found>;
}

interface EarlyReads extends CandidateReads<unknown> {
  readonly candidateId: number;
  readonly sessionId: string;
  readonly framed: boolean;
  readonly read: ReadAlong<unknown>;
}

export const readNothing: ReadAlong<null> = async () => null;

/** Fragments have no menu; what is posted mostly ends in a redirect. */
const isFramed = (req: Request) => req.method === 'GET' && req.get('hx-request') === undefined;

/** Asks for a candidate and what a page needs of them in one write. Nothing of it is shown before it is known who asks. */
export function askFor<Found>(
  db: Knex,
  req: Request,
  [candidateId, sessionId]: readonly [number, string],
  read: ReadAlong<Found>,
): CandidateReads<Found> {
  const find = isFramed(req) ? findFramedCandidate : findUnframedCandidate;
  return {
    holder: find(db, candidateId, sessionId),
    found: settle(() => read(candidateId, req, req.params)),
  };
}

function settle<Found>(read: () => Promise<Found>): Settled<Found> {
  const fail = (error: unknown) => () => {
    throw error;
  };
  try {
    return read().then((found) => () => found, fail);
  } catch (error) {
    return Promise.resolve(fail(error));
  }
}

/** Whose session it was when it was last looked at, by this process. */
const owners = new Map<string, number>();
/** Of a process: more than are signed in at a time. */
const MOST_OWNERS = 50_000;

/** Remembers whose a session is, so that its next request is answered by one question to the database. */
export function rememberOwner(sessionId: string, candidateId: number): void {
  if (owners.size >= MOST_OWNERS) owners.clear();
  owners.set(sessionId, candidateId);
}

/** As express-session signs: `s:`, the id, a dot and the signature, which the session's own reader checks. */
const SIGNED = /^s:([^.]+)\./;

const begun = new WeakMap<Request, EarlyReads>();

/**
 * What was asked for before the session was read, where it is what this page needs of this candidate; null otherwise,
 * and it is asked for now.
 */
export function takeEarlyReads<Found>(
  req: Request,
  candidateId: number,
  read: ReadAlong<Found>,
): CandidateReads<Found> | null {
  const early = begun.get(req);
  const fits =
    early !== undefined &&
    early.candidateId === candidateId &&
    early.sessionId === req.sessionID &&
    early.framed === isFramed(req) &&
    early.read === read;
  return fits ? (early as CandidateReads<Found>) : null;
}

/**
 * Asks for the session of a request, its candidate and what the page needs in one write, where this process remembers
 * whose session it is. What is answered serves only when the session turns out to be that candidate's.
 */
export function setUpEarlyReads(steps: Steps, db: Knex, routes: readonly Route<never>[]): void {
  const pages = routes.flatMap(({ method, path, reads }) =>
    reads === undefined ? [] : [{ method: method.toUpperCase(), words: path.split('/'), reads }],
  );

  function begin(req: Request, candidateId: number, sessionId: string, go: () => void): void {
    const words = req.path.split('/');
    const page = pages.find(({ method, words: path }) => method === req.method && isOf(path, words));
    const read = page?.reads ?? readNothing;
    const path = page === undefined ? {} : readPath(page.words, words);
    const framed = isFramed(req);
    const known = findKnownSession(db, { candidateId, sessionId, framed, now: wallClock() });
    const found = settle(() => read(candidateId, req, path));
    const [data, holder] = [known.then(({ session }) => session), known.then((both) => both.holder)];
    // Where the session is refused nobody asks what became of them.
    for (const asked of [data, holder]) asked.catch(() => undefined);
    begun.set(req, { holder, found, candidateId, sessionId, framed, read });
    goOnWithSession(sessionId, data, go);
  }

  steps.use((req, _res, next) => {
    const sessionId = sessionIdOf(req);
    const owner = owners.get(sessionId);
    if (owner === undefined || isOfficePath(req.path) || isAccountPath(req.path)) next();
    else begin(req, owner, sessionId, next);
  });
}

/** Whether an address is of a path of ours; one that Express takes for it too is asked for in its turn. */
const isOf = (path: readonly string[], words: readonly string[]) =>
  path.length === words.length && path.every((word, at) => word.startsWith(':') || word === words[at]);

/** What stands in the places that the path names. What has to be decoded is no code of ours. */
const readPath = (path: readonly string[], words: readonly string[]): PathParts =>
  Object.fromEntries(
    path.flatMap((word, at) => (word.startsWith(':') ? [[word.slice(1), words[at] ?? '']] : [])),
  );

function sessionIdOf(req: Request): string {
  const cookie: unknown = req.cookies[SESSION_COOKIE];
  return (typeof cookie === 'string' && SIGNED.exec(cookie)?.[1]) || '';
}
