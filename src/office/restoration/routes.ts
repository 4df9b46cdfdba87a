import { Router } from 'express';
import type { AsOfficer } from '../as-officer';
import type { RestorationControllers } from './restoration.controller';

export function restorationRoutes(pages: RestorationControllers, asOfficer: AsOfficer): Router {
  const router = Router();
  router.get('/office/restorations', asOfficer(['province', 'auditor'], pages.list));
  router.get('/office/restorations/new', asOfficer(['province'], pages.showNew));
  router.post('/office/restorations', asOfficer(['province'], pages.request));
  router.get('/office/restorations/:restoration', asOfficer(['province'], pages.show));
  router.post('/office/restorations/:restoration/approval', asOfficer(['province'], pages.approve));
  router.post('/office/restorations/:restoration/refusal', asOfficer(['province'], pages.refuse));
  return router;
}
