import { providerNames } from '../../domain/accounts/provider-names';
import type { SignInPage } from '../../infrastructure/http/refused-forms';
import type { ScanService } from '../factors/scan.service';

/** For accounts that have to sign in again in the middle of something. */
export function createAccountSignInPage({ kinds }: Pick<ScanService, 'kinds'>): SignInPage {
  const scans = kinds.map((kind) => ({ kind, name: providerNames[kind] }));
  return {
    template: 'account/sign-in/sign-in',
    model: () => ({ name: '', errors: {}, faults: [], scans, limit: null, awaited: false }),
    describeEnd: () => '',
  };
}
