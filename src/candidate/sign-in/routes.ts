import { everybody, get, post, visitor } from '../../infrastructure/http/route';
import { type CandidateHandler, type CandidateRoute, candidate } from '../as-candidate';
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

export function signInRoutes({ signIn, totpStep, password, log }: SignInPages): readonly CandidateRoute[] {
  return [
    get('/sign-in', visitor, signIn.show, { menu: '首页' }),
    post('/sign-in', visitor, signIn.submit, { whileReadOnly: true, signsIn: true }),
    get('/sign-in/urgent', visitor, signIn.showUrgent),
    post('/sign-in/urgent', visitor, signIn.submitUrgent, { whileReadOnly: true, signsIn: true }),
    post('/sign-in/picture', visitor, signIn.changePicture, { whileReadOnly: true, signsIn: true }),
    get('/sign-in/dynamic-password', visitor, totpStep.show),
    post('/sign-in/dynamic-password', visitor, totpStep.submit, { whileReadOnly: true, signsIn: true }),
    post('/sign-out', everybody, signIn.signOut, { whileReadOnly: true }),
    get('/signed-out', everybody, signIn.showSignedOut),
    get('/password', candidate, password.show, { menu: '系统信息' }),
    post('/password', candidate, password.submit),
    get('/sign-ins', candidate, log, { menu: '系统信息' }),
  ];
}
