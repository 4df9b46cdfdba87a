import { Router } from 'express';
import type { AsVisitor } from '../../infrastructure/http/as-visitor';
import type { AsCandidate, CandidateHandler } from '../as-candidate';
import type { PasswordControllers } from './password.controller';
import type { SignInControllers } from './sign-in.controller';
import type { TotpStepControllers } from './totp-step.controller';

interface SignInPages {
  readonly signIn: SignInControllers;
  readonly totpStep: TotpStepControllers;
  readonly password: PasswordControllers;
  /** 我的登录记录. */
  readonly log: CandidateHandler;
}

export function signInRoutes(
  { signIn, totpStep, password, log }: SignInPages,
  asVisitor: AsVisitor,
  asCandidate: AsCandidate,
): Router {
  const router = Router();
  router.get('/sign-in', asVisitor(signIn.show));
  router.post('/sign-in', asVisitor(signIn.submit));
  router.post('/sign-in/picture', asVisitor(signIn.changePicture));
  router.get('/sign-in/dynamic-password', asVisitor(totpStep.show));
  router.post('/sign-in/dynamic-password', asVisitor(totpStep.submit));
  router.post('/sign-out', signIn.signOut);
  router.get('/signed-out', signIn.showSignedOut);
  router.get('/password', asCandidate(password.show));
  router.post('/password', asCandidate(password.submit));
  router.get('/sign-ins', asCandidate(log));
  return router;
}
