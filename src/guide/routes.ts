import { Router } from 'express';
import type { GuideControllers } from './guide.controller';

export function guideRoutes(controllers: GuideControllers): Router {
  const router = Router();
  router.get('/guide', controllers.showGuide);
  router.get('/guide/rules', controllers.showRules);
  return router;
}
