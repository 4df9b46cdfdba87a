import { get } from '../../infrastructure/http/route';
import { type CandidateRoute, candidate } from '../as-candidate';
import type { FactsControllers } from './facts.controller';

export function factsRoutes(controllers: FactsControllers): readonly CandidateRoute[] {
  return [
    get('/qualifications', candidate, controllers.showQualifications, { menu: '个人中心' }),
    get('/scores', candidate, controllers.showScores, { menu: '个人中心' }),
    get('/file-states', candidate, controllers.showFileStates, { menu: '个人中心' }),
    get('/evaluations', candidate, controllers.showEvaluations, { menu: '信息中心' }),
  ];
}
