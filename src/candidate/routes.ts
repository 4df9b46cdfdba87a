import { Router } from 'express';
import { createDemoScanControllers } from '../account/factor-providers/demo.controller';
import { demoScanRoutes } from '../account/factor-providers/routes';
import { accountPlatformRoutes } from '../account/platform-routes';
import { createVisitorPictures } from '../domain/accounts/visitor-picture.controller';
import type { AccountDeparture } from '../infrastructure/http/account-departure';
import type { AsVisitor } from '../infrastructure/http/as-visitor';
import type { PageRenderer } from '../infrastructure/http/page-renderer';
import type { SessionBackend } from '../infrastructure/http/set-up-sessions';
import type { CodePurpose } from '../rules/pack/rule-pack';
import type { Services } from '../services';
import { createAbandonmentControllers } from './abandonment/abandonment.controller';
import { abandonmentRoutes } from './abandonment/routes';
import type { AsCandidate } from './as-candidate';
import { createConfirmationControllers } from './counter-codes/confirmation.controller';
import { createEntranceControllers } from './counter-codes/entrance.controller';
import { createCounterPasswordControllers } from './counter-codes/password.controller';
import { createCounterPhoneControllers } from './counter-codes/phone.controller';
import { createCounterPhraseControllers } from './counter-codes/phrase.controller';
import { counterCodeRoutes } from './counter-codes/routes';
import { createDemoControllers } from './demo-messages/demo.controller';
import { demoRoutes } from './demo-messages/routes';
import { createDraftSheetControllers } from './draft-sheets/draft-sheet.controller';
import { findDraftSheet } from './draft-sheets/draft-sheet.repository';
import { draftSheetRoutes } from './draft-sheets/routes';
import { findSheetBatch } from './draft-sheets/sheet-batch';
import { createSheetTarget } from './draft-sheets/sheet-target';
import { createFactsControllers } from './facts/facts.controller';
import { factsRoutes } from './facts/routes';
import { createBrowseControllers } from './filing/browse.controller';
import { createFormControllers } from './filing/form.controller';
import { createFormPages } from './filing/form-pages.controller';
import { createHomeController } from './filing/home.controller';
import { createNoticeControllers } from './filing/notice.controller';
import { createRiskStep } from './filing/risk.controller';
import { applicationRoutes } from './filing/routes';
import { createSaveController } from './filing/save.controller';
import { createFirstPasswordControllers } from './first-sign-in/first-password.controller';
import { createFirstPhoneControllers } from './first-sign-in/first-phone.controller';
import { firstSignInRoutes } from './first-sign-in/routes';
import { createForgottenNumberControllers } from './forgotten-number/forgotten-number.controller';
import { forgottenNumberRoutes } from './forgotten-number/routes';
import { createGuideControllers } from './guide/guide.controller';
import { guideRoutes } from './guide/routes';
import { createMailboxControllers } from './mailbox/mailbox.controller';
import { mailboxRoutes } from './mailbox/routes';
import { createResetFactsControllers } from './password-reset/facts.controller';
import { createLadderControllers } from './password-reset/ladder.controller';
import { passwordResetRoutes } from './password-reset/routes';
import { statisticsRoutes } from './past-admissions/routes';
import { createStatisticsController } from './past-admissions/statistics.controller';
import { createPastedListControllers } from './pasted-lists/pasted-list.controller';
import { pastedListRoutes } from './pasted-lists/routes';
import { createPictureCodeController } from './picture-code/picture-code.controller';
import { pictureCodeRoutes } from './picture-code/routes';
import { createCatalogueControllers } from './plan-query/catalogue.controller';
import { createFormTarget, createListTarget } from './plan-query/form-target';
import { createPlanQueryControllers } from './plan-query/plan-query.controller';
import { planQueryRoutes } from './plan-query/routes';
import { createPrintControllers } from './printing/print.controller';
import { printingRoutes } from './printing/routes';
import { safeguardRoutes } from './safeguard-routes';
import { createArrival } from './sign-in/arrival.controller';
import { createPasswordControllers } from './sign-in/password.controller';
import { signInRoutes } from './sign-in/routes';
import { createSignInControllers } from './sign-in/sign-in.controller';
import { createSignInLogController } from './sign-in/sign-in-log.controller';
import { createTotpStepControllers } from './sign-in/totp-step.controller';
import { undertakingRoutes } from './undertakings/routes';
import { createUndertakingControllers } from './undertakings/undertaking.controller';

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
