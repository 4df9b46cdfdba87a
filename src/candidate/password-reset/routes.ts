import { get, post, visitor } from '../../infrastructure/http/route';
import type { CandidateRoute } from '../as-candidate';
import type { FactsControllers } from '../picture-code/identity-question.controller';
import type { LadderControllers } from './ladder.controller';

export function passwordResetRoutes(
  facts: FactsControllers,
  ladder: LadderControllers,
): readonly CandidateRoute[] {
  return [
    get('/password-reset', visitor, facts.show, { menu: '忘记密码' }),
    post('/password-reset', visitor, facts.submit),
    post('/password-reset/picture', visitor, facts.changePicture),
    post('/password-reset/message', visitor, facts.sendMessage),
    get('/password-reset/proof', visitor, ladder.show),
    post('/password-reset/proof', visitor, ladder.submit),
    post('/password-reset/proof/code', visitor, ladder.sendCode),
    post('/password-reset/abandonment', visitor, ladder.giveUp),
  ];
}
