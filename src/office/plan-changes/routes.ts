import { Router } from 'express';
import type { AsOfficer } from '../as-officer';
import type { PlanAdditionControllers } from './plan-addition.controller';
import type { PlanChangeControllers } from './plan-change.controller';

export function planChangeRoutes(
  controllers: PlanChangeControllers,
  additions: PlanAdditionControllers,
  asOfficer: AsOfficer,
): Router {
  const router = Router();
  router.get('/office/plans', asOfficer(['province', 'auditor'], controllers.list));
  router.post('/office/plans/continuation', asOfficer(['province'], controllers.goOn));
  router.get('/office/plans/new', asOfficer(['province'], additions.show));
  router.post('/office/plans/new/preview', asOfficer(['province'], additions.preview));
  router.post('/office/plans', asOfficer(['province'], additions.add));
  router.get('/office/plans/:plan', asOfficer(['province', 'auditor'], controllers.show));
  router.post('/office/plans/:plan/preview', asOfficer(['province'], controllers.preview));
  router.post('/office/plans/:plan/changes', asOfficer(['province'], controllers.change));
  return router;
}
