import type { ReviewService } from '../domain/review-cases/review.service';
import type { DomainServices } from '../domain/services';
import { createAnnouncementControllers } from './announcements/announcement.controller';
import { announcementRoutes } from './announcements/routes';
import type { OfficeRoute } from './as-officer';
import { createClosingControllers } from './evidence/deadline-report.controller';
import { createEvidenceControllers } from './evidence/evidence.controller';
import { evidenceRoutes } from './evidence/routes';
import { createExportControllers } from './exports/export.controller';
import { exportRoutes } from './exports/routes';
import { createBoardController } from './filing-progress/board.controller';
import { createCallListControllers } from './filing-progress/call-list.controller';
import { createChoiceViewControllers } from './filing-progress/choice-view.controller';
import { coverageRoutes } from './filing-progress/routes';
import { createReceiptControllers } from './filing-receipts/receipt.controller';
import { receiptRoutes } from './filing-receipts/routes';
import { planCells } from './imports/kinds/plan-cells';
import { createApprovalControllers } from './imports/pages/approval.controller';
import { createImportControllers } from './imports/pages/import.controller';
import { createListControllers } from './imports/pages/lists.controller';
import { importRoutes } from './imports/routes';
import { createAccountControllers } from './officers/account.controller';
import { createAuditLogController } from './officers/audit-log.controller';
import { createOfficerFirstSignInControllers } from './officers/first-sign-in.controller';
import { createHeldSecretControllers } from './officers/held-secret.controller';
import { createOfficeHome } from './officers/home.controller';
import { createOfficerLetterControllers } from './officers/letter.controller';
import { createOfficeArrival } from './officers/office-session-life';
import { createOfficePasswordControllers } from './officers/password.controller';
import { createOfficerProofControllers } from './officers/proof.controller';
import { officerRoutes, ownRoutes } from './officers/routes';
import { createOfficeSignInControllers } from './officers/sign-in.controller';
import { createOperationsController } from './operations/operations.controller';
import { operationsRoutes } from './operations/routes';
import { createPaperDraftControllers } from './paper-drafts/paper-draft.controller';
import { createPaperFormControllers } from './paper-drafts/paper-form.controller';
import { paperDraftRoutes } from './paper-drafts/routes';
import { createPlanAdditionControllers } from './plan-changes/plan-addition.controller';
import { createPlanChangeControllers } from './plan-changes/plan-change.controller';
import { planChangeRoutes } from './plan-changes/routes';
import { createPrintJobControllers } from './print-jobs/print-job.controller';
import { printJobRoutes } from './print-jobs/routes';
import { createSinglePrintControllers } from './print-jobs/single-print.controller';
import { createRestorationControllers } from './restoration/restoration.controller';
import { restorationRoutes } from './restoration/routes';
import { createReviewControllers } from './reviews/review.controller';
import { reviewerRoutes } from './reviews/routes';
import { rulePackRoutes } from './rule-packs/routes';
import { createRulePackControllers } from './rule-packs/rule-pack.controller';
import { createCounterControllers } from './service-desk/counter.controller';
import { counterRoutes } from './service-desk/routes';
import type { OfficeServices } from './services';
import { supplementRoutes } from './supplements/routes';
import { createSupplementControllers } from './supplements/supplement.controller';
import { switchRoutes } from './switches/routes';
import { createSwitchControllers } from './switches/switch.controller';
import { createOfficeUploads } from './upload-places';
import { waitingRoomRoutes } from './waiting-room/routes';
import { createWaitingRoomControllers } from './waiting-room/waiting-room.controller';
import { windowRoutes } from './windows/routes';
import { createWindowControllers } from './windows/window.controller';

/** What the office's pages are built from; the reviewers' work is the account centre's. */
type OfficePageServices = DomainServices &
  OfficeServices & { readonly accounts: { readonly reviews: { readonly judging: ReviewService } } };

/** Every URL of 招生考试机构工作平台; `menu.ts` has the order of its menu. */
export function officeRoutes(services: OfficePageServices): readonly OfficeRoute[] {
  const { db, clock, cipher, reference, office, imports } = services;
  const { tokens, province } = office;
  const { oversight } = services;
  const uploads = createOfficeUploads(db, imports);
  const plans = { db, service: province.planChanges, tokens, cells: planCells };
  return [
    ...windowRoutes(createWindowControllers(db, clock, province.windows, tokens)),
    ...coverageRoutes({
      board: createBoardController({ db, clock, reference }),
      calls: createCallListControllers({ db, clock, reference, cipher }),
      choices: createChoiceViewControllers({ db, clock, reference, service: oversight.choiceView }),
    }),
    ...rulePackRoutes(createRulePackControllers(db, province.rulePacks, tokens), uploads.pack),
    ...planChangeRoutes(createPlanChangeControllers(plans), createPlanAdditionControllers(plans)),
    ...supplementRoutes(
      createSupplementControllers({ db, clock, jobs: imports, service: province.supplements, tokens }),
      uploads.list,
    ),
    ...announcementRoutes(createAnnouncementControllers(db, province.announcements, tokens)),
    ...switchRoutes(createSwitchControllers(db, province.switches, tokens)),
    ...waitingRoomRoutes(createWaitingRoomControllers({ db, tokens, room: services.waitingRoom, reference })),
    ...operationsRoutes(createOperationsController(db)),
    ...importRoutes(
      createImportControllers(db, imports, tokens),
      createListControllers({ db, cipher }, imports, tokens),
      createApprovalControllers(db, tokens),
      uploads.list,
    ),
    ...oversightRoutes(services),
    ...officerRoutes({
      accounts: createAccountControllers({ db, service: office.accounts, held: office.heldSecrets, tokens }),
      heldSecrets: createHeldSecretControllers({ db, service: office.heldSecrets, tokens }),
      letters: createOfficerLetterControllers({ db, service: office.officerLetters, tokens }),
      auditLog: createAuditLogController(db),
    }),
    ...counterRoutes(createCounterControllers(services)),
    ...paperworkRoutes(services),
    ...reviewerRoutes(
      createReviewControllers({ db, cipher, tokens, service: services.accounts.reviews.judging }),
    ),
    ...entranceRoutes(services),
  ];
}

/** An officer's way in, and what every officer has. */
function entranceRoutes({ db, office, alarms }: OfficePageServices): readonly OfficeRoute[] {
  const arrive = createOfficeArrival(office.signIn);
  return ownRoutes({
    signIn: createOfficeSignInControllers(office.signIn, arrive),
    firstSignIn: createOfficerFirstSignInControllers(office.firstSignIn, arrive),
    password: createOfficePasswordControllers(office.signIn),
    proof: createOfficerProofControllers(office.proof),
    home: createOfficeHome(db, alarms),
  });
}

/** What was filed, looked at, put back and handed over. */
function oversightRoutes(services: OfficePageServices): readonly OfficeRoute[] {
  const { db, clock, reference, oversight } = services;
  const { tokens } = services.office;
  return [
    ...evidenceRoutes(
      createEvidenceControllers({ db, pdf: oversight.pdf, service: oversight.evidence }),
      createClosingControllers(db, reference),
    ),
    ...restorationRoutes(
      createRestorationControllers({ db, reference, tokens, service: oversight.restoration }),
    ),
    ...exportRoutes(createExportControllers({ db, clock, reference, tokens, service: oversight.exports })),
  ];
}

/** 打印归档 and 登记: what the county office does with paper. */
function paperworkRoutes(services: OfficePageServices): readonly OfficeRoute[] {
  const { db, clock, reference, filing, office, paperwork } = services;
  const { tokens, counter } = office;
  const { printJobs, receipts, paperDrafts } = paperwork;
  const { records } = counter;
  const paperParts = { db, clock, reference, filing, tokens, records, service: paperDrafts };
  return [
    ...paperDraftRoutes(createPaperDraftControllers(paperParts), createPaperFormControllers(paperParts)),
    ...printJobRoutes(
      createPrintJobControllers({ reference, jobs: printJobs, tokens }),
      createSinglePrintControllers(printJobs, records, tokens),
    ),
    ...receiptRoutes(createReceiptControllers({ reference, receipts, tokens })),
  ];
}
