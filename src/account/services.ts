import type { Knex } from 'knex';
import { createAccountLinkService, isLinked } from '../domain/account-links/account-link.service';
import { createAccountCodes } from '../domain/accounts/account-code.service';
import { createAccountTokens } from '../domain/accounts/account-token.repository';
import type { AccountArrival } from '../domain/credentials/session-data';
import { createOfficeTokens } from '../domain/officers/office-token.repository';
import { createClaimNumber } from '../domain/re-registration/claim-number';
import { createProveAccount } from '../domain/re-registration/prove-account';
import { createReleaseNumber } from '../domain/re-registration/release-number';
import { createWaitingProofs } from '../domain/re-registration/settle-due-proofs';
import type { DomainServices } from '../domain/services';
import type { Config } from '../infrastructure/config/config';
import type { Logger } from '../infrastructure/logger';
import { createRelyingParty, type RelyingParty } from '../infrastructure/relying-party/relying-party';
import { createOutbound } from '../infrastructure/security/outbound';
import { createAppProofService } from './app-proof/app-proof.service';
import { createDemoLiveness } from './app-proof/demo-liveness';
import { createHttpLiveness } from './app-proof/http.liveness';
import { createClosingService } from './centre/closing.service';
import { createConfirmPassword } from './centre/confirm-password';
import { createContactService } from './centre/contact.service';
import { createLapseService } from './centre/lapse.service';
import { createAccountPasswordService } from './centre/password.service';
import { createAskClassmateService } from './classmate-help/ask-classmate.service';
import { createHelpClassmateService } from './classmate-help/help-classmate.service';
import { type DemoPlatform, demoPathOf } from './demo-platforms/demo-platforms';
import { createDemoVisits } from './demo-platforms/demo-visits';
import { buildFactorProviders } from './factor-providers/build-providers';
import { createFactorService } from './factors/factor.service';
import { createScanService } from './factors/scan.service';
import { createScanLimits } from './factors/scan-limits';
import { CANDIDATE_PLATFORM } from './platforms/platform';
import { buildPlatformServices } from './platforms/platform-services';
import { isPlatformSessionOpen } from './platforms/platform-session.repository';
import { issuerOf } from './platforms/provider';
import { createObjectionService } from './re-registration/objection.service';
import { createRecordProofService } from './re-registration/record-proof.service';
import { createRegistrationService } from './registration/registration.service';
import { createReviewServices } from './review/review.services';
import { createAccountSearchService } from './sign-in/account-search.service';
import { createAccountSignInService } from './sign-in/account-sign-in.service';

/** What is built for the account centre, and for whoever asks its provider. */
export function buildAccountServices(domain: DomainServices, config: Config, log: Logger) {
  const parts = {
    ...domain,
    config,
    log,
    publicUrl: config.publicUrl,
    outbound: createOutbound(config.outboundAllow),
  };
  return { accounts: buildCentre(parts), accountPlatforms: buildPlatforms(parts) };
}

export type AccountServices = ReturnType<typeof buildAccountServices>;

type CentreParts = DomainServices & {
  readonly config: Config;
  readonly log: Logger;
  /** Heads the links in messages. */
  readonly publicUrl: URL;
  readonly outbound: ReturnType<typeof createOutbound>;
};

function buildCentre(given: CentreParts) {
  const { db, cipher, hasher, config, publicUrl } = given;
  const { accounts: settings } = config;
  const proveAccount = createProveAccount(cipher, publicUrl, settings.proofs);
  const parts = {
    ...given,
    passwords: given.passwordsOf('accountSignIn'),
    // Whether e-mails leave this installation.
    offersEmail: (given.ways.gateways.email ?? null) !== null,
    settings,
    providers: buildFactorProviders(config),
    scanLimits: createScanLimits(db, settings.scanLimitHours),
    proveAccount,
    claimNumber: createClaimNumber(cipher, publicUrl, settings.proofs),
    releaseNumber: createReleaseNumber(cipher),
    objections: createObjectionService(db, cipher),
    lapsing: settings.lapsing,
    tokens: createAccountTokens(given.tokens),
    officeTokens: createOfficeTokens(given.tokens),
    codes: createAccountCodes(given),
    confirm: createConfirmPassword(db, hasher),
  };
  const { providers, offersEmail, objections, confirm: confirmPassword, tokens } = parts;
  return {
    tokens,
    settings,
    providers,
    offersEmail,
    objections,
    confirmPassword,
    /** The transition in which every route of 【解决办法】 ends. */
    proveAccount,
    registration: createRegistrationService(parts),
    signIn: createAccountSignInService(parts),
    search: createAccountSearchService(parts),
    password: createAccountPasswordService(parts),
    contact: createContactService(parts),
    closing: createClosingService(parts),
    eraseDays: config.retention.eraseDays,
    /** 登录绑定, and the way to 微信 or 支付宝 and back. */
    factors: createFactorService(parts),
    scans: createScanService(parts),
    recordProof: createRecordProofService(db, cipher, proveAccount),
    waitingProofs: createWaitingProofs(db, cipher, proveAccount),
    lapses: createLapseService(parts),
    reviews: createReviewServices({ ...parts, review: settings.review, support: settings.proofs.support }),
    askClassmate: createAskClassmateService(db, cipher, settings.classmates),
    helpClassmate: createHelpClassmateService({ ...parts, settings: settings.classmates }),
    ...buildAppProof(parts),
  };
}

type AppProofParts = Omit<CentreParts, 'tokens'> &
  Omit<Parameters<typeof createAppProofService>[0], 'liveness' | 'lifeSeconds'>;

/** The route of 【解决办法】 that needs a phone app; the demo plays one where none is configured. */
function buildAppProof(parts: AppProofParts) {
  const { db, cipher, environment, publicUrl, outbound } = parts;
  const { liveness: service, livenessSeconds } = parts.config.accounts;
  const demoApp =
    environment === 'demo' && service === null ? createDemoLiveness(db, cipher, publicUrl) : null;
  const liveness = service === null ? demoApp : createHttpLiveness(service, outbound);
  return {
    /** Null: there is a real app, or none. */
    demoApp,
    /** Null: no phone app is configured. */
    appProof: liveness && createAppProofService({ ...parts, liveness, lifeSeconds: livenessSeconds }),
  };
}

/** What one 学信 account opens: the provider, and the platforms of this installation that are its clients. */
function buildPlatforms(parts: CentreParts) {
  const { config, db, cipher, environment, publicUrl } = parts;
  const isDemo = environment === 'demo';
  const provider = buildPlatformServices({
    ...parts,
    demo: isDemo,
    keys: config.secrets.oidcKey,
    cookieKeys: config.secrets.session,
  });
  const createParty = (clientId: string, returnPath: string) =>
    createRelyingParty({
      issuer: new URL(issuerOf(publicUrl)),
      clientId,
      clientSecret: () => provider.secretOf(clientId),
      redirectUri: new URL(returnPath, publicUrl).href,
      fetch: provider.ownAddress.fetch,
    });
  const parties = new Map<string, RelyingParty>();
  const partyOf = ({ code }: DemoPlatform) => {
    const party = parties.get(code) ?? createParty(code, `${demoPathOf(code)}/return`);
    parties.set(code, party);
    return party;
  };
  return {
    provider,
    links: createAccountLinkService(parts),
    /** The candidates' platform as a client. */
    candidateParty: createParty(CANDIDATE_PLATFORM, '/sign-in/account/return'),
    /** The platforms that the demo plays; null outside the demo. */
    demo: isDemo ? { visits: createDemoVisits(db, cipher), partyOf } : null,
    publicUrl,
  };
}

/** Whether an account may still stand in the password's place: linked, and signed in where the candidate began. */
export async function mayArrive(
  db: Knex,
  candidateId: number,
  { subject, sid }: AccountArrival,
): Promise<boolean> {
  return (await isLinked(db, candidateId, subject)) && (await isPlatformSessionOpen(db, sid));
}
