import type { VisitHandler } from '../../infrastructure/http/as-visitor';
import { get, visitor } from '../../infrastructure/http/route';
import type { CandidateRoute } from '../as-candidate';

export function pictureCodeRoutes(show: VisitHandler): readonly CandidateRoute[] {
  return [get('/picture-codes/:picture', visitor, show)];
}
