import type { Visit } from '../../infrastructure/http/as-visitor';
import type { Scanned } from '../factors/scan.service';
import { renderScanFailure } from '../factors/scan-failure';
import type { AccountSignInService } from './account-sign-in.service';
import type { AccountArrival } from './arrival.controller';

/** 扫码登录, once somebody has scanned. */
export function createScanSignIn(
  service: AccountSignInService,
  arrive: AccountArrival,
  createObjectionLink: (accountId: number) => Promise<string | null>,
): (visit: Visit, scanned: Scanned) => Promise<void> {
  return async (visit, scanned) => {
    const { req, res, origin } = visit;
    const { kind } = scanned;
    const result = await service.signInByScan(scanned, origin, req.get('user-agent') ?? '');
    if (result.outcome === 'limited') return renderScanFailure(visit, kind, 'signIn', result);
    if (result.outcome === 'suspended') {
      const objection = await createObjectionLink(result.accountId);
      return renderScanFailure(visit, kind, 'signIn', 'suspended', objection);
    }
    if (result.outcome !== 'signedIn') return renderScanFailure(visit, kind, 'signIn', result.outcome);
    if (await arrive(req, res, result)) return;
    renderScanFailure(visit, kind, 'signIn', 'refused');
  };
}
