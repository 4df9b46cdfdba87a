import { Router } from 'express';
import type { DemoScanControllers } from './demo.controller';

/** Pages of the demo alone. */
export function demoScanRoutes(controllers: DemoScanControllers): Router {
  const router = Router();
  router.get('/demo/scans/:kind', controllers.show);
  router.post('/demo/scans/:kind', controllers.decide);
  return router;
}
