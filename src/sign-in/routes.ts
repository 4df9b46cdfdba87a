import { Router } from 'express';
import type { AsCandidate } from '../middleware/as-candidate';
import type { PasswordControllers } from './password.controller';
import type { SignInControllers } from './sign-in.controller';

export function signInRoutes(
  controllers: SignInControllers,
  password: PasswordControllers,
  asCandidate: AsCandidate,
): Router {
  const router = Router();
  router.get('/sign-in', controllers.show);
  router.post('/sign-in', controllers.submit);
  router.post('/sign-out', controllers.signOut);
  router.get('/signed-out', controllers.showSignedOut);
  router.get('/password', asCandidate(password.show));
  router.post('/password', asCandidate(password.submit));
  return router;
}
