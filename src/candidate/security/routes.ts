import { get } from '../../infrastructure/http/route';
import { type CandidateHandler, type CandidateRoute, candidate } from '../as-candidate';

export function securityRoutes(show: CandidateHandler): readonly CandidateRoute[] {
  return [get('/security', candidate, show, { menu: '系统信息' })];
}
