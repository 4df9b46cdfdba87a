import { Router } from 'express';
import type { AsOfficer } from '../as-officer';
import type { SwitchControllers } from './switch.controller';

export function switchRoutes(controllers: SwitchControllers, asOfficer: AsOfficer): Router {
  const router = Router();
  router.get('/office/switches', asOfficer(['province', 'auditor'], controllers.list));
  router.post('/office/switches/:switch', asOfficer(['province'], controllers.set));
  return router;
}
