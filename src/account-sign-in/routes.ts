import { Router } from 'express';
import type { AsVisitor } from '../middleware/as-visitor';
import type { AccountResetControllers } from './reset.controller';
import type { AccountSearchControllers } from './search.controller';
import type { AccountSignInControllers } from './sign-in.controller';

export interface AccountSignInPages {
  readonly signIn: AccountSignInControllers;
  readonly userName: AccountSearchControllers;
  readonly password: AccountSearchControllers;
  readonly reset: AccountResetControllers;
}

export function accountSignInRoutes(
  { signIn, userName, password, reset }: AccountSignInPages,
  asVisitor: AsVisitor,
): Router {
  const router = Router();
  router.get('/account/sign-in', asVisitor(signIn.show));
  router.post('/account/sign-in', asVisitor(signIn.submit));
  router.post('/account/sign-out', signIn.signOut);
  router.get('/account/find-user-name', asVisitor(userName.show));
  router.post('/account/find-user-name', asVisitor(userName.submit));
  router.post('/account/find-user-name/picture', asVisitor(userName.changePicture));
  router.get('/account/find-user-name/code', asVisitor(userName.showCode));
  router.post('/account/find-user-name/code', asVisitor(userName.submitCode));
  router.post('/account/find-user-name/code/sending', asVisitor(userName.resend));
  router.get('/account/find-user-name/found', asVisitor(reset.showFound));
  router.get('/account/find-password', asVisitor(password.show));
  router.post('/account/find-password', asVisitor(password.submit));
  router.post('/account/find-password/picture', asVisitor(password.changePicture));
  router.get('/account/find-password/code', asVisitor(password.showCode));
  router.post('/account/find-password/code', asVisitor(password.submitCode));
  router.post('/account/find-password/code/sending', asVisitor(password.resend));
  router.get('/account/find-password/new', asVisitor(reset.show));
  router.post('/account/find-password/new', asVisitor(reset.submit));
  return router;
}
