import { Router } from 'express';
import type { AsVisitor } from '../../infrastructure/http/as-visitor';
import type { FirstPasswordControllers } from './first-password.controller';
import type { FirstPhoneControllers } from './first-phone.controller';

export function firstSignInRoutes(
  password: FirstPasswordControllers,
  phone: FirstPhoneControllers,
  asVisitor: AsVisitor,
): Router {
  const router = Router();
  router.get('/first-sign-in', asVisitor(password.show));
  router.post('/first-sign-in', asVisitor(password.submit));
  router.get('/first-sign-in/phone', asVisitor(phone.show));
  router.post('/first-sign-in/phone', asVisitor(phone.submit));
  router.get('/first-sign-in/phone/step', asVisitor(phone.showStep));
  router.post('/first-sign-in/phone/step', asVisitor(phone.answer));
  router.post('/first-sign-in/phone/code', asVisitor(phone.sendCode));
  router.post('/first-sign-in/completion', asVisitor(phone.finish));
  return router;
}
