import { get, post } from '../../infrastructure/http/route';
import { type CandidateRoute, candidate } from '../as-candidate';
import type { AbandonmentControllers } from './abandonment.controller';

export function abandonmentRoutes(controllers: AbandonmentControllers): readonly CandidateRoute[] {
  return [
    get('/batches/:batch/abandonment', candidate, controllers.show),
    post('/batches/:batch/abandonment', candidate, controllers.submit),
    post('/batches/:batch/abandonment/code', candidate, controllers.sendCode),
  ];
}
