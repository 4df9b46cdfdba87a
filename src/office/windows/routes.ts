import { get, post } from '../../infrastructure/http/route';
import { type OfficeRoute, officers, provedOfficers } from '../as-officer';
import type { WindowControllers } from './window.controller';

export function windowRoutes(controllers: WindowControllers): readonly OfficeRoute[] {
  return [
    get('/office/windows', officers('county', 'city', 'province', 'auditor'), controllers.list, {
      menu: '填报时间',
    }),
    get('/office/windows/check', officers('province', 'auditor'), controllers.check),
    get('/office/windows/change', officers('province'), controllers.showChange),
    post('/office/windows/preview', officers('province'), controllers.preview),
    post('/office/windows/changes', provedOfficers('province'), controllers.change),
    get(
      '/office/windows/batches/:batch',
      officers('county', 'city', 'province', 'auditor'),
      controllers.showBatch,
    ),
  ];
}
