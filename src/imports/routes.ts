import { Router } from 'express';
import type { AsOfficer } from '../middleware/as-officer';
import { UPLOAD_PATH } from '../middleware/upload-path';
import type { ImportControllers } from './pages/import.controller';

/** 数据导入 of the province; to every other role none of it exists. */
export function importRoutes(imports: ImportControllers, asOfficer: AsOfficer): Router {
  const router = Router();
  const province = ['province'] as const;
  router.get(UPLOAD_PATH, asOfficer(province, imports.list));
  router.post(UPLOAD_PATH, asOfficer(province, imports.upload));
  router.get(`${UPLOAD_PATH}/:job`, asOfficer(province, imports.show));
  router.get(`${UPLOAD_PATH}/:job/faults.csv`, asOfficer(province, imports.downloadFaults));
  router.post(`${UPLOAD_PATH}/:job/headings`, asOfficer(province, imports.map));
  router.post(`${UPLOAD_PATH}/:job/confirmation`, asOfficer(province, imports.confirm));
  router.post(`${UPLOAD_PATH}/:job/stop`, asOfficer(province, imports.stop));
  router.post(`${UPLOAD_PATH}/:job/discarding`, asOfficer(province, imports.discard));
  return router;
}
