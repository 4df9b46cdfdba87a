import { Router } from 'express';
import type { AsCandidate, CandidateHandler } from '../middleware/as-candidate';

export function statisticsRoutes(show: CandidateHandler, asCandidate: AsCandidate): Router {
  const router = Router();
  router.get('/statistics', asCandidate(show));
  return router;
}
