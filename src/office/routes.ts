import { Router } from 'express';
import { reviewerRoutes } from '../account/review/routes';
import type { AsVisitor } from '../infrastructure/http/as-visitor';
import type { Services } from '../services';
import type { AsOfficer } from './as-officer';
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
import { oversightRoutes } from './oversight-routes';
import { paperworkRoutes } from './paperwork-routes';
import { provinceRoutes } from './province-routes';
import { createReviewControllers } from './reviews/review.controller';
import { createCounterControllers } from './service-desk/counter.controller';
import { counterRoutes } from './service-desk/routes';

/** All modules of 招生考试机构工作平台. Each route has its whole path, and its line in the tests' office matrix. */
export function examOffice(
  services: Services,
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
