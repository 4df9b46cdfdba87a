import { Router } from 'express';
import type { DemoPlatformControllers } from './demo-platforms.controller';

/** Pages of the demo alone. */
export function demoPlatformRoutes(controllers: DemoPlatformControllers): Router {
  const router = Router();
  router.get('/demo/platforms', controllers.list);
  router.get('/demo/platforms/:platform', controllers.show);
  router.post('/demo/platforms/:platform/sign-in', controllers.begin);
  router.get('/demo/platforms/:platform/return', controllers.complete);
  router.post('/demo/platforms/:platform/mark', controllers.mark);
  router.post('/demo/platforms/:platform/sign-out', controllers.signOut);
  return router;
}
