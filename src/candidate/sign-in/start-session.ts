import type { Request } from 'express';
import type { Admitted } from '../../domain/credentials/password-check';
import type { AccountArrival, SignedInCandidate } from '../../domain/credentials/session-data';
import { wallClock } from '../../infrastructure/clock';
import type { SessionRow } from '../../infrastructure/database/session.repository';
import { keepAsSaved, renew, startAnew } from '../../infrastructure/http/session-life';
import type { ToSessionRow } from '../../infrastructure/http/set-up-sessions';

/**
 * A new session id at sign-in, so that an id planted before it is worth nothing; saved before the answer leaves.
 * @returns its row, where it lives in the database; null where it is saved already
 */
export async function startSession(
  req: Request,
  toRow: ToSessionRow | null,
  candidate: SignedInCandidate,
  account?: AccountArrival,
): Promise<SessionRow | null> {
  const arrival = account === undefined ? {} : { accountArrival: account };
  const data = { candidate, ...arrival, renewedAt: wallClock() };
  if (toRow === null) {
    await startAnew(req, data);
    return null;
  }
  await renew(req, data);
  keepAsSaved(req.session);
  return toRow(req.sessionID, req.session);
}

const PENDING_MS = 5 * 60_000;

/** Somebody who is admitted but for 动态密码. */
export async function startPending(req: Request, { candidateId, mark, account }: Admitted): Promise<void> {
  const arrival = account === undefined ? {} : { account };
  await startAnew(req, { pending: { candidateId, mark, ...arrival, until: wallClock() + PENDING_MS } });
}
