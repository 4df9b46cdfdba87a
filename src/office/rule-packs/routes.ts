import { Router } from 'express';
import type { AsOfficer } from '../as-officer';
import type { RulePackControllers } from './rule-pack.controller';

export function rulePackRoutes(controllers: RulePackControllers, asOfficer: AsOfficer): Router {
  const router = Router();
  router.get('/office/rule-packs', asOfficer(['province', 'auditor'], controllers.list));
  router.post('/office/rule-packs', asOfficer(['province'], controllers.upload));
  router.get('/office/rule-packs/:pack', asOfficer(['province', 'auditor'], controllers.show));
  router.post('/office/rule-packs/:pack/activation', asOfficer(['province'], controllers.activate));
  router.post('/office/rule-packs/:pack/approval', asOfficer(['province'], controllers.approve));
  router.post('/office/rule-packs/:pack/refusal', asOfficer(['province'], controllers.refuse));
  return router;
}
