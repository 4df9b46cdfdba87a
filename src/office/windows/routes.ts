import { Router } from 'express';
import type { AsOfficer } from '../as-officer';
import type { WindowControllers } from './window.controller';

export function windowRoutes(controllers: WindowControllers, asOfficer: AsOfficer): Router {
  const router = Router();
  router.get('/office/windows', asOfficer(['county', 'city', 'province', 'auditor'], controllers.list));
  router.get('/office/windows/check', asOfficer(['province', 'auditor'], controllers.check));
  router.get('/office/windows/change', asOfficer(['province'], controllers.showChange));
  router.post('/office/windows/preview', asOfficer(['province'], controllers.preview));
  router.post('/office/windows/changes', asOfficer(['province'], controllers.change));
  router.get(
    '/office/windows/batches/:batch',
    asOfficer(['county', 'city', 'province', 'auditor'], controllers.showBatch),
  );
  return router;
}
