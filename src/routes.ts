import { Router } from 'express';
import type { Store } from 'express-session';
import { abandonmentRoutes, createAbandonmentControllers } from './abandonment';
import { createBrowseControllers } from './applications/browse.controller';
import { createFormControllers, createFormPages } from './applications/form.controller';
import { createHomeController } from './applications/home.controller';
import { createNoticeControllers } from './applications/notice.controller';
import { createRiskStep } from './applications/risk.controller';
import { applicationRoutes } from './applications/routes';
import { createSaveController } from './applications/save.controller';
import { createDraftSheetControllers, draftSheetRoutes, findDraftSheet } from './draft-sheets';
import { createMailboxControllers } from './mailbox/mailbox.controller';
import { mailboxRoutes } from './mailbox/routes';
import { createDemoControllers } from './messages/demo.controller';
import { demoRoutes } from './messages/routes';
import type { AsCandidate } from './middleware/as-candidate';
import { createAsVisitor } from './middleware/as-visitor';
import type { PageRenderer } from './middleware/page-renderer';
import { createCatalogueController, createPlanQueryControllers, planQueryRoutes } from './plan-query';
import { createPrintControllers, printingRoutes } from './printing';
import type { Services } from './services';
import { createArrival } from './sign-in/arrival.controller';
import { createPasswordControllers } from './sign-in/password.controller';
import { signInRoutes } from './sign-in/routes';
import { createSignInControllers } from './sign-in/sign-in.controller';
import { createTotpStepControllers } from './sign-in/totp-step.controller';
import { createUndertakingControllers, undertakingRoutes } from './undertakings';

/** All modules of the candidate's platform. */
export function candidatePlatform(
  services: Services,
  store: Store,
  pages: PageRenderer,
  asCandidate: AsCandidate,
): Router {
  const { db, clock, reference, filing, saving, tokens, planResults } = services;
  const formPages = createFormPages(filing, reference);
  const riskStep = createRiskStep(db, services.proof, filing, formPages, reference);
  const sheets = async (candidateId: number, batch: string) =>
    (await findDraftSheet(db, candidateId, batch)) !== null;
  const arrive = createArrival(services.signIn, store);
  const asVisitor = createAsVisitor(pages);
  const router = Router();
  router.use(
    signInRoutes(
      {
        signIn: createSignInControllers(services.signIn, arrive, pages),
        totpStep: createTotpStepControllers(services.signIn, arrive),
        password: createPasswordControllers(services.signIn, db, services.cipher),
      },
      asVisitor,
      asCandidate,
    ),
  );
  router.use(mailboxRoutes(createMailboxControllers(db), asCandidate));
  router.use(printingRoutes(createPrintControllers(services), asCandidate));
  router.use(undertakingRoutes(createUndertakingControllers(services), asCandidate));
  router.use(draftSheetRoutes(createDraftSheetControllers({ db, clock, reference, filing }), asCandidate));
  const sender = () => reference.current().calendar.pack.platform.smsSender;
  router.use(abandonmentRoutes(createAbandonmentControllers(services.abandonment, sender), asCandidate));
  router.use(
    applicationRoutes(
      {
        home: createHomeController(db, clock, reference),
        notice: createNoticeControllers(filing, reference),
        form: createFormControllers(filing, formPages, tokens, reference, sheets),
        save: createSaveController(saving, filing, formPages, riskStep, reference),
        sendRiskCode: riskStep.sendCode,
        browse: createBrowseControllers(db, clock, reference),
      },
      asCandidate,
    ),
  );
  router.use(
    planQueryRoutes(
      {
        catalogue: createCatalogueController(planResults, reference),
        query: createPlanQueryControllers(filing, formPages, planResults, reference),
      },
      asCandidate,
    ),
  );
  const { demoPost, scans } = services.ways;
  if (demoPost !== null) router.use(demoRoutes(createDemoControllers(demoPost, scans, pages)));
  return router;
}
