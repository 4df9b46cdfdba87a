import { Router } from 'express';
import type { AsVisitor } from '../../infrastructure/http/as-visitor';
import type { FactsControllers } from '../picture-code/identity-question.controller';
import type { LadderControllers } from './ladder.controller';

export function passwordResetRoutes(
  facts: FactsControllers,
  ladder: LadderControllers,
  asVisitor: AsVisitor,
): Router {
  const router = Router();
  router.get('/password-reset', asVisitor(facts.show));
  router.post('/password-reset', asVisitor(facts.submit));
  router.post('/password-reset/picture', asVisitor(facts.changePicture));
  router.post('/password-reset/message', asVisitor(facts.sendMessage));
  router.get('/password-reset/proof', asVisitor(ladder.show));
  router.post('/password-reset/proof', asVisitor(ladder.submit));
  router.post('/password-reset/proof/code', asVisitor(ladder.sendCode));
  router.post('/password-reset/abandonment', asVisitor(ladder.giveUp));
  return router;
}
