import type { Request, Response } from 'express';
import type { Session, SessionData, Store } from 'express-session';
import { wallClock } from '../clock';
import { findCarried } from './carried-form';
import { isFreshSession, SESSION_COOKIE, storeAway } from './set-up-sessions';
import { RESUMPTION_PATH, wingOf } from './wing';

/** A session under a new id that holds this alone: somebody who is on the way in and has not arrived. */
export async function startAnew(req: Request, data: Partial<SessionData>): Promise<void> {
  await renew(req, data);
  await promise((done) => req.session.save(done));
  keepAsSaved(req.session);
}

/** A new session id that holds `data`, and the form that was lost with the session before. */
export async function renew(req: Request, data: Partial<SessionData>): Promise<void> {
  const carriedForm = findCarried(req);
  if (!isFreshSession(req)) await promise((done) => req.session.regenerate(done));
  const startedAt = wallClock();
  Object.assign(req.session, { startedAt }, data, carriedForm === undefined ? {} : { carriedForm });
}

/** Where somebody arrives who has signed in: at the form that was lost with the last session, else at home. */
export function findLanding(req: Request): string {
  const wing = wingOf(req.path);
  return req.session.carriedForm === undefined ? wing.home : wing.prefix + RESUMPTION_PATH;
}

/**
 * express-session writes a session that was regenerated once more when the answer ends. By then a newer sign-in may
 * have ended it, and would be undone.
 */
export function keepAsSaved(session: Session): void {
  session.save = (done) => {
    done?.(undefined);
    return session as ReturnType<typeof session.save>;
  };
}

/** Ends this browser's session and takes its cookie away. */
export async function endSession(
  req: Request,
  res: Response,
  cookie: { readonly name: string; readonly path: string } = { name: SESSION_COOKIE, path: '/' },
): Promise<void> {
  await promise((done) => req.session.destroy(done));
  res.clearCookie(cookie.name, { path: cookie.path });
}

/** Ends the session that a newer sign-in replaces; its browser finds the reason in its place. */
export async function endOlderSession(
  store: Store,
  sessionId: string | null,
  reason: NonNullable<SessionData['ended']>,
): Promise<void> {
  if (sessionId === null) return;
  const older = await new Promise<SessionData | null>((resolve, reject) =>
    store.get(sessionId, (error, session) => (error ? reject(storeAway(error)) : resolve(session ?? null))),
  );
  if (older?.candidate === undefined) return;
  await promise((done) => store.set(sessionId, { cookie: older.cookie, ended: reason }, done));
}

function promise(start: (done: (error?: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => start((error) => (error ? reject(storeAway(error)) : resolve())));
}
