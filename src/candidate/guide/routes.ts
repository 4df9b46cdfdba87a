import { anybody, get } from '../../infrastructure/http/route';
import type { CandidateRoute } from '../as-candidate';
import type { GuideControllers } from './guide.controller';

export function guideRoutes(controllers: GuideControllers): readonly CandidateRoute[] {
  return [
    get('/guide', anybody, controllers.showGuide, { menu: '填报指南' }),
    get('/guide/rules', anybody, controllers.showRules),
  ];
}
