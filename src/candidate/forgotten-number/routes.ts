import { get, post, visitor } from '../../infrastructure/http/route';
import type { CandidateRoute } from '../as-candidate';
import type { FactsControllers } from '../picture-code/identity-question.controller';

export function forgottenNumberRoutes(facts: FactsControllers): readonly CandidateRoute[] {
  return [
    get('/forgotten-number', visitor, facts.show, { menu: '忘记考生号' }),
    post('/forgotten-number', visitor, facts.submit, { whileReadOnly: true }),
    post('/forgotten-number/picture', visitor, facts.changePicture, { whileReadOnly: true }),
    post('/forgotten-number/message', visitor, facts.sendMessage, { whileReadOnly: true }),
  ];
}
