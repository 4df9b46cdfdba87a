import type { Request, Response } from 'express';
import { wallClock } from '../../infrastructure/clock';
import { OFFICE_PATH } from '../../infrastructure/http/office-path';
import { getOrigin } from '../../infrastructure/http/origin';
import { endSession, findLanding, startAnew } from '../../infrastructure/http/session-life';
import { OFFICE_CSRF_COOKIE } from '../../infrastructure/http/set-up-csrf';
import { OFFICE_SESSION_COOKIE } from '../../infrastructure/http/set-up-sessions';
import type { AdmittedOfficer } from './office-session';
import type { OfficeSignInService } from './office-sign-in.service';

/**
 * The last step of both ways in: a new session, and to the home page.
 * @returns false when password or account were changed since they were checked; nothing was sent then.
 */
export type OfficeArrival = (req: Request, res: Response, admitted: AdmittedOfficer) => Promise<boolean>;

export function createOfficeArrival(service: OfficeSignInService): OfficeArrival {
  return async (req, res, admitted) => {
    const now = wallClock();
    await startAnew(req, { officer: { id: admitted.officerId }, renewedAt: now, officerProvedAt: now });
    if (!(await service.recordSession(admitted, req.sessionID, getOrigin(req)))) {
      await endOfficeSession(req, res);
      return false;
    }
    res.redirect(303, findLanding(req));
    return true;
  };
}

/** Ends this browser's session under /office and takes its cookies away. */
export async function endOfficeSession(req: Request, res: Response): Promise<void> {
  await endSession(req, res, { name: OFFICE_SESSION_COOKIE, path: OFFICE_PATH });
  res.clearCookie(OFFICE_CSRF_COOKIE, { path: OFFICE_PATH });
}
