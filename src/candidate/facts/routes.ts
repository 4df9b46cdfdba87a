import { get } from '../../infrastructure/http/route';
import { type CandidateRoute, candidate } from '../as-candidate';
import type { FactsControllers } from './facts.controller';

export function factsRoutes(controllers: FactsControllers): readonly CandidateRoute[] {
  return [
    get('/qualifications', candidate, controllers.showQualifications),
    get('/scores', candidate, controllers.showScores),
    get('/file-states', candidate, controllers.showFileStates),
    get('/evaluations', candidate, controllers.showEvaluations),
  ];
}
