import { get, post } from '../../infrastructure/http/route';
import { type CandidateRoute, candidate } from '../as-candidate';
import type { CatalogueControllers } from './catalogue.controller';
import type { PlanQueryControllers } from './plan-query.controller';

interface PlanControllers {
  readonly catalogue: CatalogueControllers;
  readonly query: PlanQueryControllers;
}

export function planQueryRoutes({ catalogue, query }: PlanControllers): readonly CandidateRoute[] {
  return [
    get('/plans', candidate, catalogue.show, { menu: '招生计划', underLoad: 'planQuery' }),
    post('/draft-sheets/:batch/addition', candidate, catalogue.add, { whileReadOnly: true }),
    post('/batches/:batch/plan-query', candidate, query.open, { whileReadOnly: true }),
    get('/batches/:batch/plan-query/:field', candidate, query.show, { underLoad: 'planQuery' }),
    post('/batches/:batch/plan-query/:field', candidate, query.choose, { whileReadOnly: true }),
    get('/batches/:batch/plan-search/:field', candidate, query.search, { underLoad: 'planQuery' }),
  ];
}
