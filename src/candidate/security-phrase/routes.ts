import { get, post } from '../../infrastructure/http/route';
import { type CandidateRoute, candidate } from '../as-candidate';
import type { SecurityPhraseControllers } from './security-phrase.controller';

export function securityPhraseRoutes(controllers: SecurityPhraseControllers): readonly CandidateRoute[] {
  return [
    get('/security-phrase', candidate, controllers.show, { menu: '系统信息' }),
    post('/security-phrase', candidate, controllers.submit),
    post('/security-phrase/cancellation', candidate, controllers.cancel),
  ];
}
