import { Router } from 'express';
import type { AsCandidate } from '../as-candidate';
import type { PrintControllers } from './print.controller';

export function printingRoutes(controllers: PrintControllers, asCandidate: AsCandidate): Router {
  const router = Router();
  router.get('/batches/:batch/print', asCandidate(controllers.showInForce));
  router.get('/batches/:batch/print.pdf', asCandidate(controllers.sendInForcePdf));
  router.get('/versions/:version/print', asCandidate(controllers.showVersion));
  router.get('/versions/:version/print.pdf', asCandidate(controllers.sendVersionPdf));
  return router;
}
