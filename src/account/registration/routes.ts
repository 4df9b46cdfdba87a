import { Router } from 'express';
import type { AsVisitor } from '../../infrastructure/http/as-visitor';
import type { RegisterDetailsControllers } from './details.controller';
import type { RegisterPhoneControllers } from './phone.controller';

export function accountRegistrationRoutes(
  phone: RegisterPhoneControllers,
  details: RegisterDetailsControllers,
  asVisitor: AsVisitor,
): Router {
  const router = Router();
  router.get('/account/register', asVisitor(phone.show));
  router.post('/account/register', asVisitor(phone.submit));
  router.post('/account/register/picture', asVisitor(phone.changePicture));
  router.get('/account/register/code', asVisitor(phone.showCode));
  router.post('/account/register/code', asVisitor(phone.submitCode));
  router.post('/account/register/code/sending', asVisitor(phone.resend));
  router.get('/account/register/details', asVisitor(details.show));
  router.post('/account/register/details', asVisitor(details.submit));
  router.get('/account/register/done', asVisitor(details.showDone));
  return router;
}
