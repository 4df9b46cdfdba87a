import { Router } from 'express';
import type { AsCandidate, CandidateHandler } from '../as-candidate';

export function statisticsRoutes(show: CandidateHandler, asCandidate: AsCandidate): Router {
  const router = Router();
  router.get('/statistics', asCandidate(show));
  return router;
}
