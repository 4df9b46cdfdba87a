import { Router } from 'express';
import type { AsVisitor } from '../../infrastructure/http/as-visitor';
import type { AsAccount } from '../as-account';
import type { FactorControllers } from './factors.controller';
import type { PhoneScanControllers } from './phone-scan.controller';
import type { ScanControllers } from './scan.controller';

/** `asAnybody`: whoever comes back from a provider may be signed in, to bind. */
export function accountFactorRoutes(
  scans: ScanControllers,
  factors: FactorControllers,
  phone: PhoneScanControllers,
  { asVisitor, asAnybody, asAccount }: { asVisitor: AsVisitor; asAnybody: AsVisitor; asAccount: AsAccount },
): Router {
  const router = Router();
  router.post('/account/sign-in/scans/:kind', asVisitor(scans.begin));
  router.get('/account/scans/:kind', asAnybody(scans.end));
  router.get('/account/factors', asAccount(['active'], factors.show));
  router.post('/account/factors/:kind', asAccount(['active'], factors.begin));
  router.post('/account/factors/:kind/removal', asAccount(['active'], factors.unbind));
  router.post('/account/phone/scans/:kind', asAccount(['active'], phone.begin));
  return router;
}
