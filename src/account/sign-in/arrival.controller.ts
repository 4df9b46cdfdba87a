import type { Request, Response } from 'express';
import { endBrowserSession } from '../../domain/accounts/session-life';
import { wallClock } from '../../infrastructure/clock';
import { findAwaited } from '../../infrastructure/http/awaited-authorization';
import { getOrigin } from '../../infrastructure/http/origin';
import { findLanding, startAnew } from '../../infrastructure/http/session-life';
import type { AdmittedAccount } from './account-session';
import type { AccountSignInService } from './account-sign-in.service';

/**
 * The last step of every way in: a new session, and to 个人信息, or back to the platform that waits.
 * @returns false when password or account were changed since they were checked; nothing was sent then.
 */
export type AccountArrival = (req: Request, res: Response, admitted: AdmittedAccount) => Promise<boolean>;

export function createAccountArrival(service: AccountSignInService): AccountArrival {
  return async (req, res, admitted) => {
    await startAnew(req, { account: { id: admitted.accountId }, renewedAt: wallClock() });
    const userAgent = req.get('user-agent') ?? '';
    if (!(await service.recordSession(admitted, req.sessionID, getOrigin(req), userAgent))) {
      await endBrowserSession(req, res);
      return false;
    }
    res.redirect(303, findAwaited(req) ?? findLanding(req));
    return true;
  };
}
