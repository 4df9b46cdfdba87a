import { get, post } from '../../infrastructure/http/route';
import { UPLOAD_PATH } from '../../infrastructure/http/upload-path';
import { type OfficeRoute, officers } from '../as-officer';
import { APPROVALS_PATH, type ApprovalControllers } from './pages/approval.controller';
import type { ImportControllers } from './pages/import.controller';
import { LISTS_PATH, type ListControllers } from './pages/lists.controller';

const province = officers('province');

/** 数据导入 of the province; to every other role none of it exists. */
export function importRoutes(
  imports: ImportControllers,
  lists: ListControllers,
  approvals: ApprovalControllers,
): readonly OfficeRoute[] {
  return [
    get(UPLOAD_PATH, province, imports.list),
    post(UPLOAD_PATH, province, imports.upload),
    get(`${UPLOAD_PATH}/:job`, province, imports.show),
    get(`${UPLOAD_PATH}/:job/faults.csv`, province, imports.downloadFaults),
    post(`${UPLOAD_PATH}/:job/headings`, province, imports.map),
    post(`${UPLOAD_PATH}/:job/confirmation`, province, imports.confirm),
    post(`${UPLOAD_PATH}/:job/approval`, province, imports.approve),
    post(`${UPLOAD_PATH}/:job/refusal`, province, imports.refuse),
    get(`${UPLOAD_PATH}/:job/effects.:format`, province, imports.downloadEffects),
    post(`${UPLOAD_PATH}/:job/stop`, province, imports.stop),
    post(`${UPLOAD_PATH}/:job/discarding`, province, imports.discard),
    get(LISTS_PATH, province, lists.list),
    post(LISTS_PATH, province, lists.download),
    post(`${LISTS_PATH}/:version/file`, province, lists.downloadVersion),
    get(`${LISTS_PATH}/:version/effects.:format`, province, lists.downloadEffects),
    post(`${LISTS_PATH}/:version/restoration`, province, lists.putBack),
    get(`${APPROVALS_PATH}/:approval`, province, approvals.show),
    get(`${APPROVALS_PATH}/:approval/effects.:format`, province, approvals.downloadEffects),
    post(`${APPROVALS_PATH}/:approval/approval`, province, approvals.approve),
    post(`${APPROVALS_PATH}/:approval/refusal`, province, approvals.refuse),
  ];
}
