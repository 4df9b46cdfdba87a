import { get, post } from '../../infrastructure/http/route';
import type { UploadPlace } from '../../infrastructure/http/upload-place';
import { type OfficeRoute, officers, provedOfficers } from '../as-officer';
import type { RulePackControllers } from './rule-pack.controller';

export function rulePackRoutes(
  controllers: RulePackControllers,
  upload: UploadPlace,
): readonly OfficeRoute[] {
  return [
    get('/office/rule-packs', officers('province', 'auditor'), controllers.list, { menu: '规则包' }),
    post('/office/rule-packs', officers('province'), controllers.upload, { upload }),
    get('/office/rule-packs/:pack', officers('province', 'auditor'), controllers.show),
    post('/office/rule-packs/:pack/trial', officers('province'), controllers.startTrial),
    get('/office/rule-packs/:pack/trial', officers('province', 'auditor'), controllers.showTrial),
    post('/office/rule-packs/:pack/trial/stop', officers('province'), controllers.stopTrial),
    post('/office/rule-packs/:pack/activation', provedOfficers('province'), controllers.activate),
    post('/office/rule-packs/:pack/approval', provedOfficers('province'), controllers.approve),
    post('/office/rule-packs/:pack/refusal', officers('province'), controllers.refuse),
  ];
}
