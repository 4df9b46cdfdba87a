import { get, post } from '../../infrastructure/http/route';
import { type OfficeRoute, officers } from '../as-officer';
import type { PlanAdditionControllers } from './plan-addition.controller';
import type { PlanChangeControllers } from './plan-change.controller';

export function planChangeRoutes(
  controllers: PlanChangeControllers,
  additions: PlanAdditionControllers,
): readonly OfficeRoute[] {
  return [
    get('/office/plans', officers('province', 'auditor'), controllers.list, { menu: '招生计划' }),
    post('/office/plans/continuation', officers('province'), controllers.goOn),
    get('/office/plans/new', officers('province'), additions.show),
    post('/office/plans/new/preview', officers('province'), additions.preview),
    post('/office/plans', officers('province'), additions.add),
    get('/office/plans/:plan', officers('province', 'auditor'), controllers.show),
    post('/office/plans/:plan/preview', officers('province'), controllers.preview),
    post('/office/plans/:plan/changes', officers('province'), controllers.change),
  ];
}
