import type { SignInPage } from '../../infrastructure/http/refused-forms';
import { presentEnded } from './ended-session.presenter';

/** For candidates who have to sign in again in the middle of something. */
export const candidateSignInPage: SignInPage = {
  template: 'candidate/sign-in/sign-in',
  model: () => ({ candidateNumber: '', errors: {} }),
  describeEnd: ({ session }) => (session.ended === undefined ? '' : presentEnded(session.ended)),
};
