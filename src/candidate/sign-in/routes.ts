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

/** A way in goes on under 只能查看, and stops under 暂停新的登录. */
const entering = { whileReadOnly: true, signsIn: true } as const;

export function signInRoutes({ signIn, totpStep, password, log }: SignInPages): readonly CandidateRoute[] {
  return [
    get('/sign-in', visitor, signIn.show, { menu: '首页', underLoad: 'signIn' }),
    post('/sign-in', visitor, signIn.submit, { ...entering, underLoad: 'signIn' }),
    get('/sign-in/urgent', visitor, signIn.showUrgent, { underLoad: 'signIn' }),
    post('/sign-in/urgent', visitor, signIn.submitUrgent, { ...entering, underLoad: 'signIn' }),
    post('/sign-in/picture', visitor, signIn.changePicture, { ...entering, underLoad: 'signIn' }),
    get('/sign-in/dynamic-password', visitor, totpStep.show),
    post('/sign-in/dynamic-password', visitor, totpStep.submit, entering),
    post('/sign-out', everybody, signIn.signOut, { whileReadOnly: true }),
    get('/signed-out', everybody, signIn.showSignedOut),
    get('/password', candidate, password.show, { menu: '系统信息' }),
    post('/password', candidate, password.submit),
    get('/sign-ins', candidate, log, { menu: '系统信息' }),
  ];
}
