import { get, post } from '../../infrastructure/http/route';
import { type OfficeRoute, officers, provedOfficers } from '../as-officer';
import type { RestorationControllers } from './restoration.controller';

export function restorationRoutes(pages: RestorationControllers): readonly OfficeRoute[] {
  return [
    get('/office/restorations', officers('province', 'auditor'), pages.list, { menu: '志愿恢复' }),
    get('/office/restorations/new', officers('province'), pages.showNew),
    post('/office/restorations', provedOfficers('province'), pages.request),
    get('/office/restorations/:restoration', officers('province'), pages.show),
    post('/office/restorations/:restoration/approval', provedOfficers('province'), pages.approve),
    post('/office/restorations/:restoration/refusal', officers('province'), pages.refuse),
  ];
}
