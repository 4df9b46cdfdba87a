import { Router } from 'express';
import type { AsCandidate } from '../middleware/as-candidate';
import type { TotpBindingControllers } from './totp-binding.controller';

export function totpBindingRoutes(controllers: TotpBindingControllers, asCandidate: AsCandidate): Router {
  const router = Router();
  router.get('/dynamic-password', asCandidate(controllers.show));
  router.post('/dynamic-password', asCandidate(controllers.start));
  router.post('/dynamic-password/code', asCandidate(controllers.sendCode));
  router.get('/dynamic-password/secret', asCandidate(controllers.showSecret));
  router.post('/dynamic-password/secret', asCandidate(controllers.confirm));
  router.post('/dynamic-password/removal', asCandidate(controllers.unbind));
  router.get('/dynamic-password/apps', asCandidate(controllers.showApps));
  return router;
}
