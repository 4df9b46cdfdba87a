import { Router } from 'express';
import type { AsVisitor } from '../../infrastructure/http/as-visitor';
import type { AsAccount } from '../as-account';
import type { ObjectionControllers } from './objection.controller';
import type { SolutionsControllers } from './solutions.controller';

export function reRegistrationRoutes(
  solutions: SolutionsControllers,
  objection: ObjectionControllers,
  asAccount: AsAccount,
  asAnybody: AsVisitor,
): Router {
  const router = Router();
  router.get('/account/solutions', asAccount(['unproved'], solutions.show));
  router.get('/account/solutions/student-record', asAccount(['unproved'], solutions.showRecord));
  router.post('/account/solutions/student-record', asAccount(['unproved'], solutions.proveByRecord));
  router.post('/account/objections', asAccount(['active'], objection.begin));
  router.get('/account/objections/:token', asAnybody(objection.show));
  router.post('/account/objections/:token', asAnybody(objection.object));
  return router;
}
