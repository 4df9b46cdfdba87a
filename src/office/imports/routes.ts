import { Router } from 'express';
import { UPLOAD_PATH } from '../../infrastructure/http/upload-path';
import type { AsOfficer } from '../as-officer';
import { APPROVALS_PATH, type ApprovalControllers } from './pages/approval.controller';
import type { ImportControllers } from './pages/import.controller';
import { LISTS_PATH, type ListControllers } from './pages/lists.controller';

/** 数据导入 of the province; to every other role none of it exists. */
export function importRoutes(
  imports: ImportControllers,
  lists: ListControllers,
  approvals: ApprovalControllers,
  asOfficer: AsOfficer,
): Router {
  const router = Router();
  const province = ['province'] as const;
  router.get(UPLOAD_PATH, asOfficer(province, imports.list));
  router.post(UPLOAD_PATH, asOfficer(province, imports.upload));
  router.get(`${UPLOAD_PATH}/:job`, asOfficer(province, imports.show));
  router.get(`${UPLOAD_PATH}/:job/faults.csv`, asOfficer(province, imports.downloadFaults));
  router.post(`${UPLOAD_PATH}/:job/headings`, asOfficer(province, imports.map));
  router.post(`${UPLOAD_PATH}/:job/confirmation`, asOfficer(province, imports.confirm));
  router.post(`${UPLOAD_PATH}/:job/approval`, asOfficer(province, imports.approve));
  router.post(`${UPLOAD_PATH}/:job/refusal`, asOfficer(province, imports.refuse));
  router.get(`${UPLOAD_PATH}/:job/effects.:format`, asOfficer(province, imports.downloadEffects));
  router.post(`${UPLOAD_PATH}/:job/stop`, asOfficer(province, imports.stop));
  router.post(`${UPLOAD_PATH}/:job/discarding`, asOfficer(province, imports.discard));
  router.get(LISTS_PATH, asOfficer(province, lists.list));
  router.post(LISTS_PATH, asOfficer(province, lists.download));
  router.post(`${LISTS_PATH}/:version/file`, asOfficer(province, lists.downloadVersion));
  router.get(`${LISTS_PATH}/:version/effects.:format`, asOfficer(province, lists.downloadEffects));
  router.post(`${LISTS_PATH}/:version/restoration`, asOfficer(province, lists.putBack));
  router.get(`${APPROVALS_PATH}/:approval`, asOfficer(province, approvals.show));
  router.get(`${APPROVALS_PATH}/:approval/effects.:format`, asOfficer(province, approvals.downloadEffects));
  router.post(`${APPROVALS_PATH}/:approval/approval`, asOfficer(province, approvals.approve));
  router.post(`${APPROVALS_PATH}/:approval/refusal`, asOfficer(province, approvals.refuse));
  return router;
}
