import { Router } from 'express';
import type { AsVisitor } from '../../infrastructure/http/as-visitor';
import type { GuideControllers } from './guide.controller';

export function guideRoutes(controllers: GuideControllers, asAnybody: AsVisitor): Router {
  const router = Router();
  router.get('/guide', asAnybody(controllers.showGuide));
  router.get('/guide/rules', asAnybody(controllers.showRules));
  return router;
}
