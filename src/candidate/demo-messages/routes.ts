import { Router } from 'express';
import type { DemoControllers } from './demo.controller';

/** Pages of the demo alone. */
export function demoRoutes(controllers: DemoControllers): Router {
  const router = Router();
  router.get('/demo/messages', controllers.messages);
  router.get('/demo/wechat', controllers.phone);
  router.post('/demo/wechat', controllers.scan);
  return router;
}
