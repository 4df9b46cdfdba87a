import { Router } from 'express';
import type { AsCandidate } from '../as-candidate';
import type { AbandonmentControllers } from './abandonment.controller';

export function abandonmentRoutes(controllers: AbandonmentControllers, asCandidate: AsCandidate): Router {
  const router = Router();
  router.get('/batches/:batch/abandonment', asCandidate(controllers.show));
  router.post('/batches/:batch/abandonment', asCandidate(controllers.submit));
  router.post('/batches/:batch/abandonment/code', asCandidate(controllers.sendCode));
  return router;
}
