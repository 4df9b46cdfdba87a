import { get, post } from '../../infrastructure/http/route';
import { type OfficeRoute, officers } from '../as-officer';
import type { RulePackControllers } from './rule-pack.controller';

export function rulePackRoutes(controllers: RulePackControllers): readonly OfficeRoute[] {
  return [
    get('/office/rule-packs', officers('province', 'auditor'), controllers.list),
    post('/office/rule-packs', officers('province'), controllers.upload),
    get('/office/rule-packs/:pack', officers('province', 'auditor'), controllers.show),
    post('/office/rule-packs/:pack/activation', officers('province'), controllers.activate),
    post('/office/rule-packs/:pack/approval', officers('province'), controllers.approve),
    post('/office/rule-packs/:pack/refusal', officers('province'), controllers.refuse),
  ];
}
