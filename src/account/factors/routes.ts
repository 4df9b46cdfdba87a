import { anybody, get, post, visitor } from '../../infrastructure/http/route';
import { type AccountRoute, accounts } from '../as-account';
import type { FactorControllers } from './factors.controller';
import type { PhoneScanControllers } from './phone-scan.controller';
import type { ScanControllers } from './scan.controller';

export function accountFactorRoutes(
  scans: ScanControllers,
  factors: FactorControllers,
  phone: PhoneScanControllers,
): readonly AccountRoute[] {
  return [
    post('/account/sign-in/scans/:kind', visitor, scans.begin, { whileReadOnly: true }),
    // Whoever comes back from a provider may be signed in, to bind.
    get('/account/scans/:kind', anybody, scans.end),
    get('/account/factors', accounts('active'), factors.show, { menu: '登录绑定' }),
    post('/account/factors/:kind', accounts('active'), factors.begin),
    post('/account/factors/:kind/removal', accounts('active'), factors.unbind),
    post('/account/phone/scans/:kind', accounts('active'), phone.begin),
  ];
}
