import { Router } from 'express';
import type { AsCandidate } from '../as-candidate';
import type { CatalogueControllers } from './catalogue.controller';
import type { PlanQueryControllers } from './plan-query.controller';

interface PlanControllers {
  readonly catalogue: CatalogueControllers;
  readonly query: PlanQueryControllers;
}

export function planQueryRoutes({ catalogue, query }: PlanControllers, asCandidate: AsCandidate): Router {
  const router = Router();
  router.get('/plans', asCandidate(catalogue.show));
  router.post('/draft-sheets/:batch/addition', asCandidate(catalogue.add));
  router.post('/batches/:batch/plan-query', asCandidate(query.open));
  router.get('/batches/:batch/plan-query/:field', asCandidate(query.show));
  router.post('/batches/:batch/plan-query/:field', asCandidate(query.choose));
  router.get('/batches/:batch/plan-search/:field', asCandidate(query.search));
  return router;
}
