import type { Request, Response } from 'express';
import type { Admitted } from '../../domain/credentials/password-check';
import type { SignInService } from '../../domain/credentials/sign-in.service';
import { wallClock } from '../../infrastructure/clock';
import { getOrigin } from '../../infrastructure/http/origin';
import { endOlderSession, endSession, findLanding } from '../../infrastructure/http/session-life';
import type { SessionBackend } from '../../infrastructure/http/set-up-sessions';
import { startSession } from './start-session';
import type { Waiting } from './waiting.controller';

/**
 * The last step of every way in: a new session, the older one ended, home.
 * @returns false when the password was changed since it was checked; nobody is signed in then, and nothing was sent.
 */
export type Arrival = (req: Request, res: Response, admitted: Admitted) => Promise<boolean>;

export function createArrival(
  service: SignInService,
  { store, toRow }: Pick<SessionBackend, 'store' | 'toRow'>,
  waiting: Pick<Waiting, 'leave'>,
): Arrival {
  return async (req, res, admitted) => {
    const { address, device } = getOrigin(req);
    const at = new Date(wallClock()).toISOString();
    const candidate = { id: admitted.candidateId, address, at };
    const row = await startSession(req, toRow, candidate, admitted.account);
    const recorded = await service.recordSession(admitted, { id: req.sessionID, device, row });
    if (recorded === null) {
      await endSession(req, res);
      return false;
    }
    await endOlderSession(store, recorded.replaced, { at, address });
    await waiting.leave(req, res);
    res.redirect(303, findLanding(req));
    return true;
  };
}
