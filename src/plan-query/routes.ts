import { Router } from 'express';
import type { AsCandidate, CandidateHandler } from '../middleware/as-candidate';
import type { PlanQueryControllers } from './plan-query.controller';

export interface PlanControllers {
  readonly catalogue: CandidateHandler;
  readonly query: PlanQueryControllers;
}

export function planQueryRoutes({ catalogue, query }: PlanControllers, asCandidate: AsCandidate): Router {
  const router = Router();
  router.get('/plans', asCandidate(catalogue));
  router.post('/batches/:batch/plan-query', asCandidate(query.open));
  router.get('/batches/:batch/plan-query/:field', asCandidate(query.show));
  router.post('/batches/:batch/plan-query/:field', asCandidate(query.choose));
  return router;
}
