import { presentEnded } from '../../candidate/sign-in/ended-session.presenter';
import { providerNames } from '../../domain/accounts/provider-names';
import type { Services } from '../../services';
import type { SignInPage } from './refused-forms';
import type { Wing } from './wing';

/** The sign-in pages of the three wings, for whoever has to sign in again in the middle of something. */
export function listSignInPages({ accounts }: Services): Readonly<Record<Wing['name'], SignInPage>> {
  const scans = accounts.scans.kinds.map((kind) => ({ kind, name: providerNames[kind] }));
  return {
    candidate: {
      template: 'candidate/sign-in/sign-in',
      model: () => ({ candidateNumber: '', errors: {} }),
      describeEnd: ({ session }) => (session.ended === undefined ? '' : presentEnded(session.ended)),
    },
    office: {
      template: 'office/officers/sign-in',
      model: () => ({ signInName: '', errors: {}, faults: [] }),
      describeEnd: () => '',
    },
    account: {
      template: 'account/sign-in/sign-in',
      model: () => ({ name: '', errors: {}, faults: [], scans, limit: null, awaited: false }),
      describeEnd: () => '',
    },
  };
}
