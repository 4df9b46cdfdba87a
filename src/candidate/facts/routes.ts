import { Router } from 'express';
import type { AsCandidate } from '../as-candidate';
import type { FactsControllers } from './facts.controller';

export function factsRoutes(controllers: FactsControllers, asCandidate: AsCandidate): Router {
  const router = Router();
  router.get('/qualifications', asCandidate(controllers.showQualifications));
  router.get('/scores', asCandidate(controllers.showScores));
  router.get('/file-states', asCandidate(controllers.showFileStates));
  router.get('/evaluations', asCandidate(controllers.showEvaluations));
  return router;
}
