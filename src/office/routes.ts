import { Router } from 'express';
import type { ReviewService } from '../domain/review-cases/review.service';
import type { DomainServices } from '../domain/services';
import type { AsVisitor } from '../infrastructure/http/as-visitor';
import { createAnnouncementControllers } from './announcements/announcement.controller';
import { announcementRoutes } from './announcements/routes';
import type { AsOfficer } from './as-officer';
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
import { createOfficeHome } from './officers/home.controller';
import { createOfficerLetterControllers } from './officers/letter.controller';
import { createOfficeArrival } from './officers/office-session-life';
import { createOfficePasswordControllers } from './officers/password.controller';
import { officerRoutes } from './officers/routes';
import { createOfficeSignInControllers } from './officers/sign-in.controller';
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
import { switchRoutes } from './switches/routes';
import { createSwitchControllers } from './switches/switch.controller';
import { windowRoutes } from './windows/routes';
import { createWindowControllers } from './windows/window.controller';

/** What the office's pages are built from; the reviewers' work is the account centre's. */
type OfficePageServices = DomainServices &
  OfficeServices & { readonly accounts: { readonly reviews: { readonly judging: ReviewService } } };

/** All modules of 招生考试机构工作平台. Each route has its whole path, and its line in the tests' office matrix. */
export function examOffice(
  services: OfficePageServices,
  { asVisitor, asOfficer }: { readonly asVisitor: AsVisitor; readonly asOfficer: AsOfficer },
): Router {
  const { officeDb: db, office } = services;
  const arrive = createOfficeArrival(office.signIn);
  const router = Router();
  router.use(
    officerRoutes(
      {
        signIn: createOfficeSignInControllers(office.signIn, arrive),
        firstSignIn: createOfficerFirstSignInControllers(office.firstSignIn, arrive),
        password: createOfficePasswordControllers(office.signIn),
        accounts: createAccountControllers(db, office.accounts, office.tokens),
        letters: createOfficerLetterControllers(office.officerLetters, office.tokens),
        home: createOfficeHome(services.alarms),
        auditLog: createAuditLogController(db),
      },
      asVisitor,
      asOfficer,
    ),
  );
  router.use(counterRoutes(createCounterControllers(services), asOfficer));
  router.use(provinceRoutes(services, asOfficer));
  router.use(
    importRoutes(
      createImportControllers(db, services.imports, office.tokens),
      createListControllers({ db, cipher: services.cipher }, services.imports, office.tokens),
      createApprovalControllers(db, office.tokens),
      asOfficer,
    ),
  );
  router.use(paperworkRoutes(services, asOfficer));
  router.use(oversightRoutes(services, asOfficer));
  const { cipher, accounts } = services;
  const reviews = { db, cipher, tokens: office.tokens, service: accounts.reviews.judging };
  router.use(reviewerRoutes(createReviewControllers(reviews), asOfficer));
  return router;
}

/** The pages by which the offices watch over filing. */
function oversightRoutes(services: OfficePageServices, asOfficer: AsOfficer): Router {
  const { officeDb: db, clock, cipher, reference, office, oversight } = services;
  const { tokens } = office;
  const router = Router();
  router.use(
    coverageRoutes(
      {
        board: createBoardController({ db, clock, reference }),
        calls: createCallListControllers({ db, clock, reference, cipher }),
        choices: createChoiceViewControllers({ db, clock, reference, service: oversight.choiceView }),
      },
      asOfficer,
    ),
  );
  router.use(
    restorationRoutes(
      createRestorationControllers({ db, reference, tokens, service: oversight.restoration }),
      asOfficer,
    ),
  );
  router.use(
    evidenceRoutes(
      createEvidenceControllers({ db, pdf: oversight.pdf, service: oversight.evidence }),
      createClosingControllers(db, reference),
      asOfficer,
    ),
  );
  router.use(
    exportRoutes(
      createExportControllers({ db, clock, reference, tokens, service: oversight.exports }),
      asOfficer,
    ),
  );
  return router;
}

/** 打印归档 and 登记: what the county office does with paper. */
function paperworkRoutes(services: OfficePageServices, asOfficer: AsOfficer): Router {
  const { officeDb: db, clock, reference, filing, office, paperwork } = services;
  const { tokens, counter } = office;
  const { printJobs, receipts, paperDrafts } = paperwork;
  const paperParts = {
    db,
    clock,
    reference,
    filing,
    tokens,
    records: counter.records,
    service: paperDrafts,
  };
  const router = Router();
  router.use(
    printJobRoutes(
      createPrintJobControllers({ reference, jobs: printJobs, tokens }),
      createSinglePrintControllers(printJobs, counter.records, tokens),
      asOfficer,
    ),
  );
  router.use(receiptRoutes(createReceiptControllers({ reference, receipts, tokens }), asOfficer));
  router.use(
    paperDraftRoutes(
      createPaperDraftControllers(paperParts),
      createPaperFormControllers(paperParts),
      asOfficer,
    ),
  );
  return router;
}

/** The pages by which the province runs a round. */
function provinceRoutes({ officeDb: db, clock, office }: OfficePageServices, asOfficer: AsOfficer): Router {
  const { tokens, province } = office;
  const router = Router();
  router.use(windowRoutes(createWindowControllers(db, clock, province.windows, tokens), asOfficer));
  router.use(rulePackRoutes(createRulePackControllers(db, province.rulePacks, tokens), asOfficer));
  router.use(switchRoutes(createSwitchControllers(db, province.switches, tokens), asOfficer));
  const plans = { db, service: province.planChanges, tokens, cells: planCells };
  router.use(
    planChangeRoutes(createPlanChangeControllers(plans), createPlanAdditionControllers(plans), asOfficer),
  );
  router.use(
    announcementRoutes(createAnnouncementControllers(db, province.announcements, tokens), asOfficer),
  );
  return router;
}
