import { get } from '../../infrastructure/http/route';
import { type OfficeRoute, type OfficerHandler, officers } from '../as-officer';

export function operationsRoutes(show: OfficerHandler): readonly OfficeRoute[] {
  return [get('/office/operations', officers('province', 'auditor'), show, { menu: '运行情况' })];
}
