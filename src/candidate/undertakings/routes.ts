import { Router } from 'express';
import type { AsCandidate } from '../as-candidate';
import type { UndertakingControllers } from './undertaking.controller';

export function undertakingRoutes(controllers: UndertakingControllers, asCandidate: AsCandidate): Router {
  const router = Router();
  router.get('/batches/:batch/undertakings/:undertaking', asCandidate(controllers.choose));
  router.get('/batches/:batch/undertakings/:undertaking/print', asCandidate(controllers.show));
  router.get('/batches/:batch/undertakings/:undertaking/print.pdf', asCandidate(controllers.sendPdf));
  return router;
}
