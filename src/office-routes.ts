import { Router } from 'express';
import { createReviewControllers, reviewerRoutes } from './account-review';
import { counterRoutes, createCounterControllers } from './counter';
import {
  createApprovalControllers,
  createImportControllers,
  createListControllers,
  importRoutes,
} from './imports';
import type { AsOfficer } from './middleware/as-officer';
import type { AsVisitor } from './middleware/as-visitor';
import {
  createAccountControllers,
  createAuditLogController,
  createOfficeArrival,
  createOfficeHome,
  createOfficePasswordControllers,
  createOfficerFirstSignInControllers,
  createOfficerLetterControllers,
  createOfficeSignInControllers,
  officerRoutes,
} from './officers';
import { oversightRoutes } from './oversight-routes';
import { paperworkRoutes } from './paperwork-routes';
import { provinceRoutes } from './province-routes';
import type { Services } from './services';

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
