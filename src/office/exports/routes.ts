import { Router } from 'express';
import type { AsOfficer } from '../as-officer';
import type { ExportControllers } from './export.controller';

export function exportRoutes(pages: ExportControllers, asOfficer: AsOfficer): Router {
  const router = Router();
  router.get('/office/exports', asOfficer(['province', 'auditor'], pages.list));
  router.post('/office/exports', asOfficer(['province'], pages.request));
  router.post('/office/exports/:export/approval', asOfficer(['province'], pages.approve));
  router.post('/office/exports/:export/refusal', asOfficer(['province'], pages.refuse));
  router.post('/office/exports/:export/stop', asOfficer(['province'], pages.stop));
  router.post('/office/exports/:export/package', asOfficer(['province'], pages.send));
  return router;
}
