import { Router } from 'express';
import type { AsCandidate } from '../as-candidate';
import type { PhoneControllers } from './phone.controller';

export function phoneRoutes(controllers: PhoneControllers, asCandidate: AsCandidate): Router {
  const router = Router();
  router.get('/phone', asCandidate(controllers.show));
  router.post('/phone', asCandidate(controllers.submit));
  router.get('/phone/step', asCandidate(controllers.showStep));
  router.post('/phone/step', asCandidate(controllers.answer));
  router.post('/phone/code', asCandidate(controllers.sendCode));
  return router;
}
