import { get, post } from '../../infrastructure/http/route';
import { type OfficeRoute, officers, provedOfficers } from '../as-officer';
import type { SwitchControllers } from './switch.controller';

export function switchRoutes(controllers: SwitchControllers): readonly OfficeRoute[] {
  return [
    get('/office/switches', officers('province', 'auditor'), controllers.list, { menu: '应急开关' }),
    post('/office/switches/:switch', provedOfficers('province'), controllers.set),
  ];
}
