import { Router } from 'express';
import { abandonmentRoutes, createAbandonmentControllers } from './abandonment';
import { createVisitorPictures } from './accounts';
import { createBrowseControllers } from './applications/browse.controller';
import { createFormControllers } from './applications/form.controller';
import { createFormPages } from './applications/form-pages.controller';
import { createHomeController } from './applications/home.controller';
import { createNoticeControllers } from './applications/notice.controller';
import { createRiskStep } from './applications/risk.controller';
import { applicationRoutes } from './applications/routes';
import { createSaveController } from './applications/save.controller';
import {
  counterCodeRoutes,
  createConfirmationControllers,
  createCounterPasswordControllers,
  createCounterPhoneControllers,
  createCounterPhraseControllers,
  createEntranceControllers,
} from './counter-codes';
import {
  createDraftSheetControllers,
  createSheetTarget,
  draftSheetRoutes,
  findDraftSheet,
  findSheetBatch,
} from './draft-sheets';
import { createDemoScanControllers, demoScanRoutes } from './factor-providers';
import { createFactsControllers, factsRoutes } from './facts';
import {
  createFirstPasswordControllers,
  createFirstPhoneControllers,
  firstSignInRoutes,
} from './first-sign-in';
import { createForgottenNumberControllers, forgottenNumberRoutes } from './forgotten-number';
import { createGuideControllers, guideRoutes } from './guide';
import { createMailboxControllers } from './mailbox/mailbox.controller';
import { mailboxRoutes } from './mailbox/routes';
import { createDemoControllers } from './messages/demo.controller';
import { demoRoutes } from './messages/routes';
import type { AccountDeparture } from './middleware/account-departure';
import type { AsCandidate } from './middleware/as-candidate';
import type { AsVisitor } from './middleware/as-visitor';
import type { PageRenderer } from './middleware/page-renderer';
import type { SessionBackend } from './middleware/set-up-sessions';
import { createLadderControllers, createResetFactsControllers, passwordResetRoutes } from './password-reset';
import { createPastedListControllers, pastedListRoutes } from './pasted-lists';
import { createPictureCodeController, pictureCodeRoutes } from './picture-code';
import {
  createCatalogueControllers,
  createFormTarget,
  createListTarget,
  createPlanQueryControllers,
  planQueryRoutes,
} from './plan-query';
import { accountPlatformRoutes } from './platform-routes';
import { createPrintControllers, printingRoutes } from './printing';
import type { CodePurpose } from './rules/rule-pack';
import { safeguardRoutes } from './safeguard-routes';
import type { Services } from './services';
import { createArrival } from './sign-in/arrival.controller';
import { createPasswordControllers } from './sign-in/password.controller';
import { signInRoutes } from './sign-in/routes';
import { createSignInControllers } from './sign-in/sign-in.controller';
import { createSignInLogController } from './sign-in/sign-in-log.controller';
import { createTotpStepControllers } from './sign-in/totp-step.controller';
import { createStatisticsController, statisticsRoutes } from './statistics';
import { createUndertakingControllers, undertakingRoutes } from './undertakings';

interface CandidateParts {
  readonly asVisitor: AsVisitor;
  readonly asAnybody: AsVisitor;
  readonly asCandidate: AsCandidate;
  readonly departure: AccountDeparture;
}

/** All modules of the candidate's platform. */
export function candidatePlatform(
  services: Services,
  sessions: SessionBackend,
  pages: PageRenderer,
  { asVisitor, asAnybody, asCandidate, departure }: CandidateParts,
): Router {
  const { db, clock, reference, filing, saving, tokens, planResults } = services;
  const formPages = createFormPages(filing, reference);
  const riskStep = createRiskStep(db, services.proof, filing, formPages, reference);
  const sheets = async (candidateId: number, batch: string) =>
    (await findDraftSheet(db, candidateId, batch)) !== null;
  const { store } = sessions;
  const arrive = createArrival(services.signIn, sessions);
  const router = Router();
  // First, because routes are tried in turn and these carry the load of a round.
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
    signInRoutes(
      {
        signIn: createSignInControllers(
          services.signIn,
          arrive,
          pages,
          services.accountPlatforms.provider.signOut,
          createVisitorPictures(services.pictures),
          departure,
        ),
        totpStep: createTotpStepControllers(services.signIn, arrive),
        password: createPasswordControllers(services.signIn, db, services.cipher),
        log: createSignInLogController(db),
      },
      asVisitor,
      asCandidate,
    ),
  );
  const sender = () => reference.current().calendar.pack.platform.smsSender;
  const lifeOf = (purpose: CodePurpose) => () =>
    reference.current().calendar.pack.identity.codeLifeSeconds[purpose];
  const { pictures, passwordReset, forgottenNumber, firstSignIn } = services;
  router.use(pictureCodeRoutes(createPictureCodeController(pictures), asVisitor));
  router.use(
    passwordResetRoutes(
      createResetFactsControllers(passwordReset, pictures, lifeOf('pictureCode')),
      createLadderControllers(passwordReset, store, { sender, lifeSeconds: lifeOf('reset') }),
      asVisitor,
    ),
  );
  router.use(
    forgottenNumberRoutes(
      createForgottenNumberControllers(forgottenNumber, pictures, lifeOf('pictureCode')),
      asVisitor,
    ),
  );
  router.use(
    firstSignInRoutes(
      createFirstPasswordControllers(firstSignIn, arrive),
      createFirstPhoneControllers(firstSignIn, services.safeguards.phone, arrive, sender),
      asVisitor,
    ),
  );
  const { counterCodes, safeguards } = services;
  router.use(
    counterCodeRoutes(
      {
        entrance: createEntranceControllers(counterCodes),
        password: createCounterPasswordControllers(counterCodes, passwordReset, store),
        phone: createCounterPhoneControllers(counterCodes, safeguards.phone, sender),
        phrase: createCounterPhraseControllers(counterCodes, safeguards.phrase),
        confirmation: createConfirmationControllers(counterCodes, safeguards),
      },
      asVisitor,
    ),
  );
  router.use(accountPlatformRoutes(services, pages, { arrive, asVisitor, asCandidate, departure, sender }));
  router.use(safeguardRoutes(services, store, pages, asCandidate, sender));
  router.use(mailboxRoutes(createMailboxControllers(db), asCandidate));
  router.use(printingRoutes(createPrintControllers(services), asCandidate));
  router.use(undertakingRoutes(createUndertakingControllers(services), asCandidate));
  router.use(factsRoutes(createFactsControllers(services), asCandidate));
  router.use(statisticsRoutes(createStatisticsController(db, reference), asCandidate));
  const sheetParts = { db, clock, reference, filing };
  const sheetTarget = createSheetTarget(sheetParts);
  router.use(
    draftSheetRoutes(
      {
        sheets: createDraftSheetControllers(sheetParts),
        query: createPlanQueryControllers(sheetTarget, planResults, reference),
      },
      asCandidate,
    ),
  );
  const pastingParts = { filing, reference };
  router.use(
    pastedListRoutes(
      {
        form: createPastedListControllers(createListTarget(filing, formPages), pastingParts),
        sheet: createPastedListControllers(sheetTarget, pastingParts),
      },
      asCandidate,
    ),
  );
  router.use(guideRoutes(createGuideControllers(reference), asAnybody));
  router.use(abandonmentRoutes(createAbandonmentControllers(services.abandonment, sender), asCandidate));
  router.use(
    planQueryRoutes(
      {
        catalogue: createCatalogueControllers(planResults, reference, {
          target: sheetTarget,
          accepts: async (candidate, batch) => (await findSheetBatch(sheetParts, candidate, batch)) !== null,
        }),
        query: createPlanQueryControllers(createFormTarget(filing, formPages), planResults, reference),
      },
      asCandidate,
    ),
  );
  const { demoPost, scans } = services.ways;
  if (demoPost !== null) router.use(demoRoutes(createDemoControllers(demoPost, scans, pages)));
  const demoProviders = services.accounts.providers.demo;
  if (demoProviders !== null) router.use(demoScanRoutes(createDemoScanControllers(demoProviders, pages)));
  return router;
}
