import type { Knex } from 'knex';
import {
  type AccountPasswordService,
  type ClosingService,
  type ConfirmPassword,
  type ContactService,
  createAccountPasswordService,
  createClosingService,
  createConfirmPassword,
  createContactService,
  createLapseService,
  type LapseService,
} from './account-centre';
import {
  createFactorService,
  createScanLimits,
  createScanService,
  type FactorService,
  type ScanService,
} from './account-factors';
import { createRegistrationService, type RegistrationService } from './account-registration';
import { createReviewServices, type ReviewServices } from './account-review';
import type { AccountSettings } from './account-settings';
import {
  type AccountSearchService,
  type AccountSignInService,
  createAccountSearchService,
  createAccountSignInService,
} from './account-sign-in';
import { type AccountTokens, createAccountCodes, createAccountTokens } from './accounts';
import {
  type AppProofService,
  createAppProofService,
  createDemoLiveness,
  createHttpLiveness,
  type DemoLiveness,
} from './app-proof';
import {
  type AskClassmateService,
  createAskClassmateService,
  createHelpClassmateService,
  type HelpClassmateService,
} from './classmate-help';
import type { EnvironmentName } from './config';
import type { FactorProviders } from './factor-providers';
import type { Logger } from './logger';
import { createOfficeTokens } from './officers';
import {
  type ClaimNumber,
  createClaimNumber,
  createObjectionService,
  createProveAccount,
  createRecordProofService,
  createReleaseNumber,
  createWaitingProofs,
  type ObjectionService,
  type ProveAccount,
  type RecordProofService,
  type WaitingProofs,
} from './re-registration';
import type { Cipher } from './security/cipher';
import type { FormTokens } from './security/form-token';
import type { Outbound } from './security/outbound';
import type { PasswordAdmissions } from './security/password-admissions';
import type { PasswordHasher } from './security/password-hasher';

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
