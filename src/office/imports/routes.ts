import { get, post } from '../../infrastructure/http/route';
import type { UploadPlace } from '../../infrastructure/http/upload-place';
import { type OfficeRoute, officers, provedOfficers } from '../as-officer';
import { IMPORTS_PATH } from './imports-path';
import { APPROVALS_PATH, type ApprovalControllers } from './pages/approval.controller';
import type { ImportControllers } from './pages/import.controller';
import { LISTS_PATH, type ListControllers } from './pages/lists.controller';

const province = officers('province');
/** What is in force for everybody, or leaves the house with people's numbers. */
const proved = provedOfficers('province');

/** 数据导入 of the province; to every other role none of it exists. */
export function importRoutes(
  imports: ImportControllers,
  lists: ListControllers,
  approvals: ApprovalControllers,
  upload: UploadPlace,
): readonly OfficeRoute[] {
  return [
    get(IMPORTS_PATH, province, imports.list, { menu: '数据导入' }),
    post(IMPORTS_PATH, province, imports.upload, { upload }),
    get(`${IMPORTS_PATH}/:job`, province, imports.show),
    get(`${IMPORTS_PATH}/:job/faults.csv`, province, imports.downloadFaults),
    post(`${IMPORTS_PATH}/:job/headings`, province, imports.map),
    post(`${IMPORTS_PATH}/:job/confirmation`, province, imports.confirm),
    post(`${IMPORTS_PATH}/:job/approval`, proved, imports.approve),
    post(`${IMPORTS_PATH}/:job/refusal`, province, imports.refuse),
    get(`${IMPORTS_PATH}/:job/effects.:format`, province, imports.downloadEffects),
    post(`${IMPORTS_PATH}/:job/stop`, province, imports.stop),
    post(`${IMPORTS_PATH}/:job/discarding`, province, imports.discard),
    get(LISTS_PATH, province, lists.list),
    post(LISTS_PATH, proved, lists.download),
    post(`${LISTS_PATH}/:version/file`, proved, lists.downloadVersion),
    get(`${LISTS_PATH}/:version/effects.:format`, province, lists.downloadEffects),
    post(`${LISTS_PATH}/:version/restoration`, proved, lists.putBack),
    get(`${APPROVALS_PATH}/:approval`, province, approvals.show),
    get(`${APPROVALS_PATH}/:approval/effects.:format`, province, approvals.downloadEffects),
    post(`${APPROVALS_PATH}/:approval/approval`, proved, approvals.approve),
    post(`${APPROVALS_PATH}/:approval/refusal`, province, approvals.refuse),
  ];
}
