import { Router } from 'express';
import type { AsVisitor } from '../../infrastructure/http/as-visitor';
import type { FactsControllers } from '../picture-code/identity-question.controller';

export function forgottenNumberRoutes(facts: FactsControllers, asVisitor: AsVisitor): Router {
  const router = Router();
  router.get('/forgotten-number', asVisitor(facts.show));
  router.post('/forgotten-number', asVisitor(facts.submit));
  router.post('/forgotten-number/picture', asVisitor(facts.changePicture));
  router.post('/forgotten-number/message', asVisitor(facts.sendMessage));
  return router;
}
