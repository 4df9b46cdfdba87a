import { get, post } from '../../infrastructure/http/route';
import { type OfficeRoute, officers, provedOfficers } from '../as-officer';
import type { ExportControllers } from './export.controller';

export function exportRoutes(pages: ExportControllers): readonly OfficeRoute[] {
  return [
    get('/office/exports', officers('province', 'auditor'), pages.list, { menu: '志愿导出' }),
    post('/office/exports', provedOfficers('province'), pages.request),
    post('/office/exports/:export/approval', provedOfficers('province'), pages.approve),
    post('/office/exports/:export/refusal', officers('province'), pages.refuse),
    post('/office/exports/:export/stop', officers('province'), pages.stop),
    post('/office/exports/:export/package', provedOfficers('province'), pages.send),
  ];
}
