import os from 'node:os';
import path from 'node:path';
import { buildFactorProviders } from './account/factor-providers/build-providers';
import { type AccountPlatforms, buildAccountPlatforms, mayArrive } from './account/platform-services';
import { type AccountServices, buildAccountServices } from './account/services';
import {
  type AbandonmentService,
  createAbandonmentService,
} from './candidate/abandonment/abandonment.service';
import {
  createFirstSignInService,
  type FirstSignInService,
} from './candidate/first-sign-in/first-sign-in.service';
import {
  createForgottenNumberService,
  type ForgottenNumberService,
} from './candidate/forgotten-number/forgotten-number.service';
import {
  createPasswordResetService,
  type PasswordResetService,
} from './candidate/password-reset/password-reset.service';
import { createPlanResults, type PlanResults } from './candidate/plan-query/plan-results';
import { buildSafeguards, type Safeguards } from './candidate/safeguards';
import { createFilingService, type FilingService } from './domain/choice-lists/filing.service';
import { createSaveService, type SaveService } from './domain/choice-lists/save.service';
import {
  type CounterCodeService,
  createCounterCodeService,
} from './domain/counter-codes/counter-code.service';
import { createPasswordAdmissions } from './domain/credentials/password-admissions';
import { createSignInService, type SignInService } from './domain/credentials/sign-in.service';
import { createSignInLimits } from './domain/credentials/sign-in-limits';
import { createSprayAlarms, type SprayAlarms } from './domain/credentials/spray-alarms';
import { createOwnerCheck, type OwnerCheck } from './domain/identity/owner-check';
import { createPhraseCheck } from './domain/identity/phrase-check';
import { createProofService, type ProofService } from './domain/identity/proof.service';
import { createMessageWays, type MessageWays } from './domain/messages/message-ways';
import {
  createPictureCodeService,
  type PictureCodeService,
} from './domain/picture-code/picture-code.service';
import { createVisitorCheck } from './domain/picture-code/visitor-check';
import { createPdfPrinter, type PdfPrinter } from './domain/printed-forms/pdf-printer';
import { loadReference, type Reference } from './domain/reference/reference';
import { type Clock, databaseClock } from './infrastructure/clock';
import type { Config, EnvironmentName } from './infrastructure/config/config';
import { type Watched, watchReference } from './infrastructure/database/reference-watch';
import { createFonts, type Fonts } from './infrastructure/fonts/fonts';
import type { Logger } from './infrastructure/logger';
import { type Cipher, createCipher } from './infrastructure/security/cipher';
import { createFormTokens, type FormTokens } from './infrastructure/security/form-token';
import { createOutbound } from './infrastructure/security/outbound';
import { createPasswordHasher } from './infrastructure/security/password-hasher';
import { createImportJobs, type ImportJobs } from './office/imports/jobs/import-jobs.service';
import { buildOversight, type Oversight } from './office/oversight';
import { buildPaperwork, type Paperwork } from './office/paperwork';
import { buildOfficeServices, type OfficeServices } from './office/services';
import type { Databases } from './operations/open-database';

export interface Services extends Databases {
  readonly clock: Clock;
  readonly cipher: Cipher;
  readonly tokens: FormTokens;
  readonly reference: Watched<Reference>;
  readonly signIn: SignInService;
  readonly filing: FilingService;
  readonly saving: SaveService;
  readonly proof: ProofService;
  readonly ownerCheck: OwnerCheck;
  readonly abandonment: AbandonmentService;
  readonly pictures: PictureCodeService;
  readonly passwordReset: PasswordResetService;
  readonly forgottenNumber: ForgottenNumberService;
  readonly firstSignIn: FirstSignInService;
  readonly planResults: PlanResults;
  readonly pdf: PdfPrinter;
  readonly fonts: Fonts;
  readonly ways: MessageWays;
  readonly safeguards: Safeguards;
  readonly alarms: SprayAlarms;
  readonly counterCodes: CounterCodeService;
  readonly office: OfficeServices;
  readonly paperwork: Paperwork;
  readonly oversight: Oversight;
  readonly imports: ImportJobs;
  readonly accounts: AccountServices;
  readonly accountPlatforms: AccountPlatforms;
  readonly environment: EnvironmentName;
  /** Stops what runs beside the requests. */
  close(): Promise<void>;
}

/** Hundreds of pages in one document. */
const OFFICE_PDF_MS = 120_000;

/** What is built from what. A test may bring its own clock, and a reference whose plan is that of a copy of this database. */
export async function buildServices(
  config: Config,
  { db, officeDb }: Databases,
  log: Logger,
  clock: Clock = databaseClock,
  known: Reference | null = null,
): Promise<Services> {
  const reference = await watchReference<Reference>(officeDb, log, (former) =>
    loadReference(officeDb, former ?? known),
  );
  const cipher = createCipher(config.secrets.dataKey, config.secrets.indexKey);
  const tokens = createFormTokens(config.secrets.formToken, config.environment);
  const hasher = createPasswordHasher();
  const pack = () => reference.current().calendar.pack;
  const checkPhrase = createPhraseCheck(db, pack, hasher.matches);
  const proof = createProofService({
    db,
    cipher,
    pack,
    codeKey: config.secrets.indexKey,
    checkPhrase,
  });
  const alarms = createSprayAlarms({ db, log, settings: config.alarms, key: config.secrets.indexKey });
  const passwordsOf = (purpose: 'signIn' | 'accountSignIn') =>
    createPasswordAdmissions({ db, log, alarms }, purpose);
  const limits = createSignInLimits(db, passwordsOf('signIn'));
  const signIn = createSignInService({ db, cipher, hasher, limits, proof, isLinked: mayArrive });
  const codeKey = config.secrets.indexKey;
  const pictures = createPictureCodeService(db, codeKey);
  const visitors = (purpose: 'resetFacts' | 'numberFacts', forgives: boolean) =>
    createVisitorCheck({ db, proof, pictures, purpose, forgives });
  const passwordReset = createPasswordResetService({
    db,
    cipher,
    hasher,
    limits,
    proof,
    visitors: visitors('resetFacts', true),
  });
  const forgottenNumber = createForgottenNumberService({
    db,
    cipher,
    visitors: visitors('numberFacts', false),
    key: codeKey,
  });
  const ownerCheck = createOwnerCheck(db, proof, checkPhrase, signIn.confirmPassword);
  const abandonment = createAbandonmentService({ db, clock, cipher, reference, proof, signIn });
  const filing = createFilingService({ db, clock, reference });
  const saving = createSaveService({
    db,
    clock,
    reference,
    tokens,
    cipher,
    node: `${os.hostname()}:${process.pid}`,
  });
  const planResults = createPlanResults(reference);
  const fonts = createFonts(config.printFonts);
  const pdf = createPdfPrinter({ fonts });
  const ways = createMessageWays(config, db, cipher);
  const firstSignIn = createFirstSignInService({ db, cipher, hasher, pack });
  const safeguards = buildSafeguards({
    db,
    cipher,
    pack,
    hasher,
    signIn,
    proof,
    ownerCheck,
    checkPhrase,
    ways,
  });
  const counterCodes = createCounterCodeService(db, cipher);
  const officePdf = createPdfPrinter({ timeout: OFFICE_PDF_MS, fonts });
  const office = buildOfficeServices({
    db: officeDb,
    cipher,
    hasher,
    tokens,
    clock,
    pack,
    pdf: officePdf,
    publicUrl: config.publicUrl,
  });
  const imports = createImportJobs({
    db: officeDb,
    tokens: office.tokens,
    folder: path.join(config.dataDir, 'uploads'),
    node: os.hostname(),
    maxMegabytes: config.importMaxMegabytes,
  });
  const oversight = buildOversight({
    db: officeDb,
    clock,
    cipher,
    reference,
    tokens: office.tokens,
    environment: config.environment,
    log,
    pdf: officePdf,
  });
  const accounts = buildAccountServices({
    db,
    cipher,
    hasher,
    passwords: passwordsOf('accountSignIn'),
    tokens,
    log,
    key: codeKey,
    offersEmail: (ways.gateways.email ?? null) !== null,
    publicUrl: config.publicUrl,
    providers: buildFactorProviders(config),
    settings: config.accounts,
    environment: config.environment,
    outbound: createOutbound(config.outboundAllow),
  });
  const accountPlatforms = buildAccountPlatforms({ config, db, cipher, log, ownerCheck });
  const { environment } = config;
  const paperwork = buildPaperwork({
    filing,
    saving,
    db: officeDb,
    cipher,
    clock,
    reference,
    environment,
    pdf: officePdf,
    tokens: office.tokens,
    log,
  });
  const close = async () => {
    reference.stop();
    await accountPlatforms.provider.signOuts.settle();
    await oversight.exportRunner.close();
    // Together: a part that is being printed is given up, and goes on after the next start.
    await Promise.all([paperwork.close(), officePdf.close(), pdf.close()]);
  };
  return {
    alarms,
    db,
    officeDb,
    clock,
    cipher,
    tokens,
    reference,
    signIn,
    filing,
    saving,
    proof,
    ownerCheck,
    abandonment,
    pictures,
    passwordReset,
    forgottenNumber,
    firstSignIn,
    planResults,
    pdf,
    fonts,
    ways,
    safeguards,
    counterCodes,
    office,
    paperwork,
    oversight,
    imports,
    accounts,
    accountPlatforms,
    environment,
    close,
  };
}
