import { createVisitorCheck } from '../domain/picture-code/visitor-check';
import type { DomainServices } from '../domain/services';
import type { UploadFolder } from '../infrastructure/http/upload-folder';
import { createAdmissions } from '../infrastructure/security/admissions';
import { createAbandonmentService } from './abandonment/abandonment.service';
import { createTotpBindingService } from './binding/totp-binding.service';
import { createWechatBindingService } from './binding/wechat-binding.service';
import { createDisputeService } from './disputes/dispute.service';
import { createThawService } from './disputes/thaw.service';
import { createConfirmationService } from './final-confirmation/final-confirmation.service';
import { createFirstSignInService } from './first-sign-in/first-sign-in.service';
import { createForgottenNumberService } from './forgotten-number/forgotten-number.service';
import { createPasswordResetService } from './password-reset/password-reset.service';
import { createPhoneService } from './phone/phone.service';
import { createPhoneLimits } from './phone/phone-limits';
import { createPlanResults } from './plan-query/plan-results';
import { createSecurityPhraseService } from './security-phrase/security-phrase.service';

/** `uploadFolder`: where files stand while they are read. */
export function buildCandidateServices(domain: DomainServices, uploadFolder: UploadFolder) {
  const { db, cipher } = domain;
  const visitors = (purpose: 'resetFacts' | 'numberFacts', forgives: boolean) =>
    createVisitorCheck({ ...domain, purpose, forgives });
  return {
    abandonment: createAbandonmentService(domain),
    confirmation: createConfirmationService(domain),
    passwordReset: createPasswordResetService({ ...domain, visitors: visitors('resetFacts', true) }),
    forgottenNumber: createForgottenNumberService({
      db,
      cipher,
      visitors: visitors('numberFacts', false),
      keyed: domain.keyed,
    }),
    firstSignIn: createFirstSignInService(domain),
    planResults: createPlanResults(domain.reference),
    safeguards: buildSafeguards(domain),
    uploadFolder,
    admissions: createAdmissions(db),
  };
}

export type CandidateServices = ReturnType<typeof buildCandidateServices>;

/** What a signed-in candidate does about their own security. */
function buildSafeguards(domain: DomainServices) {
  const { db, cipher, signIn, proof, ways } = domain;
  return {
    phone: createPhoneService({ ...domain, limits: createPhoneLimits(db) }),
    phrase: createSecurityPhraseService({ ...domain, confirmPassword: signIn.confirmPassword }),
    totp: createTotpBindingService(domain),
    wechat: createWechatBindingService({ ...domain, account: ways.wechat, scans: ways.scans }),
    disputes: createDisputeService(db, cipher),
    thaw: createThawService(db, cipher, proof),
  };
}
