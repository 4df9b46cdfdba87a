import type { Request, Response } from 'express';
import { realTime } from '../clock';
import { getOrigin } from '../middleware/origin';
import type { SessionBackend } from '../middleware/set-up-sessions';
import type { Admitted } from './password-check';
import { endOlderSession, endSession, findLanding, startSession } from './session-life';
import type { SignInService } from './sign-in.service';

/**
 * The last step of every way in: a new session, the older one ended, home.
 * @returns false when the password was changed since it was checked; nobody is signed in then, and nothing was sent.
 */
export type Arrival = (req: Request, res: Response, admitted: Admitted) => Promise<boolean>;

export function createArrival(
  service: SignInService,
  { store, insertion }: Pick<SessionBackend, 'store' | 'insertion'>,
): Arrival {
  return async (req, res, admitted) => {
    const { address, device } = getOrigin(req);
    const at = new Date(realTime()).toISOString();
    const candidate = { id: admitted.candidateId, address, at };
    const saving = await startSession(req, insertion, candidate, admitted.account);
    const along = [...saving, ...(admitted.along ?? [])];
    const note = await service.noteSession({ ...admitted, along }, req.sessionID, device);
    if (note === null) {
      await endSession(req, res);
      return false;
    }
    await endOlderSession(store, note.replaced, { at, address });
    res.redirect(303, findLanding(req));
    return true;
  };
}
