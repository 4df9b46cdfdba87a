import { Router } from 'express';
import { DEPARTURE_PATH } from '../../infrastructure/http/account-departure';
import type { AsVisitor } from '../../infrastructure/http/as-visitor';
import type { AccountResetControllers } from './reset.controller';
import type { AccountSearchControllers } from './search.controller';
import type { AccountSignInControllers } from './sign-in.controller';

interface AccountSignInPages {
  readonly signIn: AccountSignInControllers;
  readonly userName: AccountSearchControllers;
  readonly password: AccountSearchControllers;
  readonly proof: AccountSearchControllers;
  readonly reset: AccountResetControllers;
}

export function accountSignInRoutes(
  { signIn, userName, password, proof, reset }: AccountSignInPages,
  asVisitor: AsVisitor,
): Router {
  const router = Router();
  router.get('/account/sign-in', asVisitor(signIn.show));
  router.post('/account/sign-in', asVisitor(signIn.submit));
  router.post('/account/sign-in/picture', asVisitor(signIn.changePicture));
  router.get(
    '/account/questions',
    asVisitor(({ render }) => render('account/sign-in/questions', {})),
  );
  router.post('/account/sign-out', signIn.signOut);
  router.get(DEPARTURE_PATH, signIn.depart);
  const searches = [
    { path: '/account/find-user-name', search: userName },
    { path: '/account/find-password', search: password },
    { path: '/account/sign-in/proof', search: proof },
  ];
  for (const { path, search } of searches) {
    router.get(path, asVisitor(search.show));
    router.post(path, asVisitor(search.submit));
    router.post(`${path}/picture`, asVisitor(search.changePicture));
    router.get(`${path}/code`, asVisitor(search.showCode));
    router.post(`${path}/code`, asVisitor(search.submitCode));
    router.post(`${path}/code/sending`, asVisitor(search.resend));
    router.post(`${path}/scan`, asVisitor(search.beginScan));
  }
  router.get('/account/find-user-name/found', asVisitor(reset.showFound));
  router.get('/account/find-password/new', asVisitor(reset.show));
  router.post('/account/find-password/new', asVisitor(reset.submit));
  return router;
}
