import type { Knex } from 'knex';
import { createAccountCodes } from '../domain/accounts/account-code.service';
import { type AccountTokens, createAccountTokens } from '../domain/accounts/account-token.repository';
import type { PasswordAdmissions } from '../domain/credentials/password-admissions';
import { createOfficeTokens } from '../domain/officers/office-token.repository';
import { type ClaimNumber, createClaimNumber } from '../domain/re-registration/claim-number';
import { createProveAccount, type ProveAccount } from '../domain/re-registration/prove-account';
import { createReleaseNumber } from '../domain/re-registration/release-number';
import { createWaitingProofs, type WaitingProofs } from '../domain/re-registration/waiting-proofs';
import type { AccountSettings } from '../infrastructure/config/account-settings';
import type { EnvironmentName } from '../infrastructure/config/config';
import type { Logger } from '../infrastructure/logger';
import type { Cipher } from '../infrastructure/security/cipher';
import type { FormTokens } from '../infrastructure/security/form-token';
import type { Outbound } from '../infrastructure/security/outbound';
import type { PasswordHasher } from '../infrastructure/security/password-hasher';
import { type AppProofService, createAppProofService } from './app-proof/app-proof.service';
import { createDemoLiveness, type DemoLiveness } from './app-proof/demo-liveness';
import { createHttpLiveness } from './app-proof/http.liveness';
import { type ClosingService, createClosingService } from './centre/closing.service';
import { type ConfirmPassword, createConfirmPassword } from './centre/confirm-password';
import { type ContactService, createContactService } from './centre/contact.service';
import { createLapseService, type LapseService } from './centre/lapse.service';
import { type AccountPasswordService, createAccountPasswordService } from './centre/password.service';
import { type AskClassmateService, createAskClassmateService } from './classmate-help/ask-classmate.service';
import {
  createHelpClassmateService,
  type HelpClassmateService,
} from './classmate-help/help-classmate.service';
import type { FactorProviders } from './factor-providers/build-providers';
import { createFactorService, type FactorService } from './factors/factor.service';
import { createScanService, type ScanService } from './factors/scan.service';
import { createScanLimits } from './factors/scan-limits';
import { createObjectionService, type ObjectionService } from './re-registration/objection.service';
import { createRecordProofService, type RecordProofService } from './re-registration/record-proof.service';
import { createRegistrationService, type RegistrationService } from './registration/registration.service';
import { createReviewServices, type ReviewServices } from './review/review.services';
import { type AccountSearchService, createAccountSearchService } from './sign-in/account-search.service';
import { type AccountSignInService, createAccountSignInService } from './sign-in/account-sign-in.service';

/** What the account centre is built from. */
export interface AccountServices {
  readonly tokens: AccountTokens;
  readonly registration: RegistrationService;
  readonly signIn: AccountSignInService;
  readonly search: AccountSearchService;
  readonly password: AccountPasswordService;
  readonly contact: ContactService;
  readonly closing: ClosingService;
  /** Asks for the password again before an act. */
  readonly confirmPassword: ConfirmPassword;
  /** 登录绑定, and the way to 微信 or 支付宝 and back. */
  readonly factors: FactorService;
  readonly scans: ScanService;
  readonly providers: FactorProviders;
  /** The transition in which every route of 【解决办法】 ends. */
  readonly proveAccount: ProveAccount;
  readonly recordProof: RecordProofService;
  readonly objections: ObjectionService;
  /** Proofs that wait for their hours. */
  readonly waitingProofs: WaitingProofs;
  readonly lapses: LapseService;
  /** Null: no phone app is configured. */
  readonly appProof: AppProofService | null;
  /** The phone app that the demo plays; null: there is a real one, or none. */
  readonly demoApp: DemoLiveness | null;
  readonly askClassmate: AskClassmateService;
  readonly helpClassmate: HelpClassmateService;
  readonly settings: AccountSettings;
  readonly reviews: ReviewServices;
  /** Whether e-mails leave this installation. */
  readonly offersEmail: boolean;
}

export interface AccountParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly hasher: PasswordHasher;
  readonly passwords: PasswordAdmissions;
  readonly tokens: FormTokens;
  readonly log: Logger;
  /** Keys the hashes of codes and counters; 32 bytes. */
  readonly key: Buffer;
  readonly offersEmail: boolean;
  /** Heads the links in messages. */
  readonly publicUrl: URL;
  /** 微信 and 支付宝. */
  readonly providers: FactorProviders;
  readonly settings: AccountSettings;
  readonly environment: EnvironmentName;
  readonly outbound: Outbound;
}

export function buildAccountServices({ tokens, ...given }: AccountParts): AccountServices {
  const { db, hasher, cipher } = given;
  const proveAccount = createProveAccount(cipher, given.publicUrl, given.settings.proofs);
  const accountTokens = createAccountTokens(tokens);
  const parts = {
    ...given,
    scanLimits: createScanLimits(db, given.settings.scanLimitHours),
    proveAccount,
    claimNumber: createClaimNumber(cipher, given.publicUrl, given.settings.proofs),
    releaseNumber: createReleaseNumber(cipher),
    objections: createObjectionService(db, cipher),
    lapsing: given.settings.lapsing,
    tokens: accountTokens,
    officeTokens: createOfficeTokens(tokens),
    codes: createAccountCodes(given),
    confirm: createConfirmPassword(db, hasher),
  };
  return {
    tokens: accountTokens,
    registration: createRegistrationService(parts),
    signIn: createAccountSignInService(parts),
    search: createAccountSearchService(parts),
    password: createAccountPasswordService(parts),
    contact: createContactService(parts),
    closing: createClosingService(parts),
    confirmPassword: parts.confirm,
    factors: createFactorService(parts),
    scans: createScanService(parts),
    providers: given.providers,
    proveAccount,
    recordProof: createRecordProofService(db, cipher, proveAccount),
    objections: parts.objections,
    waitingProofs: createWaitingProofs(db, cipher, proveAccount),
    lapses: createLapseService(parts),
    ...buildRoutes({ ...parts, proveAccount }),
    settings: given.settings,
    reviews: createReviewServices({
      ...parts,
      review: given.settings.review,
      support: given.settings.proofs.support,
    }),
    offersEmail: given.offersEmail,
  };
}

type RouteParts = Omit<AccountParts, 'tokens' | 'hasher' | 'passwords'> & {
  readonly confirm: ConfirmPassword;
  readonly proveAccount: ProveAccount;
  readonly claimNumber: ClaimNumber;
};

/** The routes of 【解决办法】 that need a phone app or classmates; the demo's app exists in the demo alone. */
function buildRoutes(parts: RouteParts) {
  const { db, cipher, settings, environment, publicUrl, outbound } = parts;
  const { liveness: service, livenessSeconds, classmates } = settings;
  const demoApp =
    environment === 'demo' && service === null ? createDemoLiveness(db, cipher, publicUrl) : null;
  const liveness = service === null ? demoApp : createHttpLiveness(service, outbound);
  return {
    demoApp,
    appProof: liveness && createAppProofService({ ...parts, liveness, lifeSeconds: livenessSeconds }),
    askClassmate: createAskClassmateService(db, cipher, classmates),
    helpClassmate: createHelpClassmateService({ ...parts, settings: classmates }),
  };
}
