import { get } from '../../infrastructure/http/route';
import { type CandidateHandler, type CandidateRoute, candidate } from '../as-candidate';

export function statisticsRoutes(
  show: CandidateHandler,
  showSegments: CandidateHandler,
): readonly CandidateRoute[] {
  const terms = { menu: '信息中心', underLoad: 'statistics' } as const;
  return [get('/statistics', candidate, show, terms), get('/score-segments', candidate, showSegments, terms)];
}
