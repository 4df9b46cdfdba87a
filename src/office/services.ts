import os from 'node:os';
import path from 'node:path';
import { createOfficeTokens } from '../domain/officers/office-token.repository';
import { createPdfPrinter, type PdfPrinter } from '../domain/printed-forms/pdf-printer';
import type { DomainServices } from '../domain/services';
import { createSwitchService } from '../domain/switches/switch.service';
import type { Config } from '../infrastructure/config/config';
import { createUploadFolder } from '../infrastructure/http/upload-folder';
import type { JobRunner } from '../infrastructure/job-runner';
import type { Logger } from '../infrastructure/logger';
import { createAnnouncementService } from './announcements/announcement.service';
import { createEvidenceService } from './evidence/evidence.service';
import { createExportService } from './exports/export.service';
import { createExportRunner } from './exports/export-runner';
import { createChoiceViewService } from './filing-progress/choice-view.service';
import { createReceiptService } from './filing-receipts/receipt.service';
import { createImportJobs } from './imports/jobs/import-jobs.service';
import { createOfficerFirstSignInService } from './officers/first-sign-in.service';
import { createHeldSecretService } from './officers/held-secret.service';
import { createOfficerLetterService } from './officers/letter.service';
import { createOfficeSignInService } from './officers/office-sign-in.service';
import { createOfficerAccountService } from './officers/officer-account.service';
import { createOfficerProofService } from './officers/officer-proof.service';
import { createPaperDraftService } from './paper-drafts/paper-draft.service';
import { createPlanChangeService } from './plan-changes/plan-change.service';
import { createPrintJobService } from './print-jobs/print-job.service';
import { createRestorationService } from './restoration/restoration.service';
import { createRulePackService } from './rule-packs/rule-pack.service';
import { createTrialRunner } from './rule-packs/trial-runner';
import { createCounterServices } from './service-desk/counter.services';
import { createSupplementService } from './supplements/supplement.service';
import { createWindowService } from './windows/window.service';

/** Hundreds of pages in one document. */
const PDF_MS = 120_000;

/** What is built for 招生考试机构工作平台. */
export function buildOfficeServices(domain: DomainServices, config: Config, log: Logger) {
  // The offices' papers never wait for the candidates', nor the reverse.
  const pdf = createPdfPrinter({ timeout: PDF_MS, fonts: domain.fonts });
  const parts = {
    ...domain,
    pdf,
    tokens: createOfficeTokens(domain.tokens),
    publicUrl: config.publicUrl,
    apartDays: config.officersApartDays,
    log,
  };
  const printJobs = createPrintJobService(parts);
  const exportRunner = createExportRunner(parts.db, log);
  const trialRunner = createTrialRunner(parts.db, log);
  return {
    office: buildStaffServices({ ...parts, trialRunner }),
    /** What the county office does with paper. */
    paperwork: {
      printJobs,
      receipts: createReceiptService(parts),
      paperDrafts: createPaperDraftService(parts),
    },
    /** What the offices watch over filing with: the board, what was disputed, what is handed over. */
    oversight: {
      choiceView: createChoiceViewService(parts),
      restoration: createRestorationService(parts),
      evidence: createEvidenceService(parts),
      exports: createExportService({ ...parts, exportRunner }),
      exportRunner,
      pdf,
    },
    imports: createImportJobs({
      db: parts.db,
      tokens: parts.tokens,
      folder: createUploadFolder(path.join(config.dataDir, 'uploads'), parts.cipher),
      node: os.hostname(),
      maxMegabytes: config.importMaxMegabytes,
    }),
    /** Together: a part that is being printed is given up, and goes on after the next start. */
    closeOffice: async () => {
      await exportRunner.close();
      await Promise.all([printJobs.close(), trialRunner.close(), pdf.close()]);
    },
  };
}

export type OfficeServices = ReturnType<typeof buildOfficeServices>;

type StaffParts = Omit<DomainServices, 'tokens'> & {
  readonly tokens: ReturnType<typeof createOfficeTokens>;
  readonly pdf: PdfPrinter;
  readonly publicUrl: URL;
  readonly apartDays: number;
  readonly trialRunner: JobRunner;
};

/** Officers, the service desk, and the province's acts on the running system. */
function buildStaffServices(parts: StaffParts) {
  const { db, cipher, clock, tokens, pack, hasher } = parts;
  return {
    signIn: createOfficeSignInService({ db, cipher, hasher }),
    proof: createOfficerProofService({ db, cipher }),
    firstSignIn: createOfficerFirstSignInService({
      db,
      cipher,
      hasher,
      office: () => pack().platform.office,
    }),
    accounts: createOfficerAccountService(parts),
    heldSecrets: createHeldSecretService({ db, tokens }),
    officerLetters: createOfficerLetterService(parts),
    tokens,
    province: {
      windows: createWindowService({ db, clock, tokens }),
      rulePacks: createRulePackService({ ...parts, runner: parts.trialRunner }),
      switches: createSwitchService(db, tokens),
      announcements: createAnnouncementService({ db, clock, tokens }),
      planChanges: createPlanChangeService(parts),
      supplements: createSupplementService({ db, clock, tokens }),
    },
    counter: createCounterServices(parts),
    /** Candidate kinds whom a county serves wherever they registered. */
    kindsElsewhere: (): readonly string[] =>
      pack()
        .candidateKinds.filter(({ anyCounty }) => anyCounty === true)
        .map(({ code }) => code),
  };
}
