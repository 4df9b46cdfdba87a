import type { Request, Response } from 'express';
import type { WaitingRoom } from '../../domain/waiting-room/waiting-room';
import type { WhoNeedNotWait } from '../../domain/waiting-room/who-need-not-wait';
import { wallClock } from '../../infrastructure/clock';
import type { Visit, VisitHandler } from '../../infrastructure/http/as-visitor';
import type { PlaceCookies } from '../../infrastructure/http/place-cookie';
import { getDevice } from '../../infrastructure/http/set-up-device';
import { presentWaiting, type WaitingPlace } from './waiting.presenter';

interface WaitingParts {
  readonly room: WaitingRoom;
  readonly noWait: WhoNeedNotWait;
  readonly cookies: PlaceCookies;
}

/** A place keeps for a day of filing; the way in for as long as it takes to type a password a few times. */
const PLACE_MS = 12 * 3600_000;
const ENTRY_MS = 10 * 60_000;
const ENTRY_TRIES = 10;
/** Of a browser in which a form is open: so many within an hour. */
const FILING_TRIES = 20;
const HOUR_MS = 3600_000;
/** How long after its end a form still opens the way in, in milliseconds. */
const FORM_GRACE_MS = 30 * 60_000;

/** The line before 登录 (P10): who has to wait sees a small page that asks again by itself. */
export function createWaiting(room: WaitingRoom, noWait: WhoNeedNotWait, cookies: PlaceCookies) {
  const parts: WaitingParts = { room, noWait, cookies };
  return {
    /** A page, or a form, for whom it is their turn. */
    before:
      (handler: VisitHandler): VisitHandler =>
      async (visit) => {
        const waiting = await findPlace(parts, visit.req, visit.res);
        if (waiting === null) return handler(visit);
        // A password that was typed is not kept: it is typed again when it is one's turn.
        if (visit.req.method === 'POST') return visit.redirect('/sign-in');
        showWaiting(visit, waiting, '');
      },
    /** Of somebody who asked to be let in without waiting, and may not. */
    async refuseUrgent(visit: Visit): Promise<void> {
      const waiting = await findPlace(parts, visit.req, visit.res);
      if (waiting === null) return visit.redirect('/sign-in');
      showWaiting(visit, waiting, '您没有未保存的草稿，可以填报的批次也不在截止前30分钟内，请排队登录。');
    },
    /** Whoever is in needs the place no more; the next one at this computer takes one of their own. */
    async leave(req: Request, res: Response): Promise<void> {
      const entry = cookies.read(req, 'entry', wallClock());
      if (entry === null) return;
      await room.useUp(entry.id);
      cookies.clear(res, 'entry');
    },
    /** A form is open in this browser: whoever loses the session on the way does not wait to come back. */
    markForm(req: Request, res: Response, remainingMs: number): void {
      const until = wallClock() + remainingMs + FORM_GRACE_MS;
      const id = `form-${getDevice(req)}-${Math.floor(until / HOUR_MS)}`;
      cookies.write(req, res, { kind: 'filing', id, at: 0, until });
    },
    forgetForm: (res: Response) => cookies.clear(res, 'filing'),
  };
}

export type Waiting = ReturnType<typeof createWaiting>;

function showWaiting(visit: Visit, waiting: WaitingPlace, refused: string): void {
  visit.render('candidate/sign-in/waiting', { ...presentWaiting(waiting), refused });
}

/** Null: it is this browser's turn. */
async function findPlace(parts: WaitingParts, req: Request, res: Response): Promise<WaitingPlace | null> {
  const { room, noWait, cookies } = parts;
  const now = wallClock();
  if (await isLetIn(parts, req, now)) return null;
  if (await noWait.everybody()) return null;
  const kept = cookies.read(req, 'place', now);
  const standing = kept === null ? null : await room.findStanding(kept.at);
  if (kept !== null && standing?.state === 'called') {
    if (req.method === 'POST' && (await room.countUse(kept.id)) > ENTRY_TRIES)
      return takePlace(parts, req, res);
    cookies.write(req, res, { kind: 'entry', id: kept.id, at: 0, until: now + ENTRY_MS });
    return null;
  }
  if (kept !== null && (standing === null || standing.state === 'waiting')) return standing ?? UNKNOWN;
  return takePlace(parts, req, res);
}

/** A way in that serves, or a form that is open in this browser; each form that is sent is counted. */
async function isLetIn({ room, cookies }: WaitingParts, req: Request, now: number): Promise<boolean> {
  for (const [kind, tries] of [
    ['entry', ENTRY_TRIES],
    ['filing', FILING_TRIES],
  ] as const) {
    const token = cookies.read(req, kind, now);
    if (token === null) continue;
    if (req.method !== 'POST' || (await room.countUse(token.id)) <= tries) return true;
  }
  return false;
}

async function takePlace(
  { room, cookies }: WaitingParts,
  req: Request,
  res: Response,
): Promise<WaitingPlace | null> {
  const now = wallClock();
  const ticket = await room.take();
  if (ticket === null) return UNKNOWN;
  const { id, place } = ticket;
  if (place === null) {
    cookies.write(req, res, { kind: 'entry', id, at: 0, until: now + ENTRY_MS });
    return null;
  }
  cookies.write(req, res, { kind: 'place', id, at: place, until: now + PLACE_MS });
  const standing = await room.findStanding(place);
  return standing?.state === 'waiting' ? standing : UNKNOWN;
}

/** Nobody can say now how many are before: the page asks again soon. */
const UNKNOWN: WaitingPlace = { ahead: null, seconds: 0 };
