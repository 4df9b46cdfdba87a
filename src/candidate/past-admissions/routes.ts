import { get } from '../../infrastructure/http/route';
import { type CandidateHandler, type CandidateRoute, candidate } from '../as-candidate';

export function statisticsRoutes(show: CandidateHandler): readonly CandidateRoute[] {
  return [get('/statistics', candidate, show, { menu: '信息中心', underLoad: 'statistics' })];
}
