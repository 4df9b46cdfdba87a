import type { SignInPage } from '../../infrastructure/http/refused-forms';

/** For officers who have to sign in again in the middle of something. */
export const officeSignInPage: SignInPage = {
  template: 'office/officers/sign-in',
  model: () => ({ signInName: '', errors: {}, faults: [] }),
  describeEnd: () => '',
};
