import { Router } from 'express';
import type { Store } from 'express-session';
import type { AccountLinkService } from '../domain/account-links/account-link.service';
import { createVisitorPictures } from '../domain/accounts/visitor-picture.controller';
import type { DomainServices } from '../domain/services';
import type { AccountDeparture } from '../infrastructure/http/account-departure';
import type { AsVisitor } from '../infrastructure/http/as-visitor';
import type { PageRenderer } from '../infrastructure/http/page-renderer';
import type { SessionBackend } from '../infrastructure/http/set-up-sessions';
import type { RelyingParty } from '../infrastructure/relying-party/relying-party';
import type { CodePurpose } from '../rules/rule-pack';
import { createAbandonmentControllers } from './abandonment/abandonment.controller';
import { abandonmentRoutes } from './abandonment/routes';
import { createAccountLinkControllers } from './account-links/link.controller';
import { accountLinkRoutes } from './account-links/routes';
import { createAccountSignInControllers } from './account-links/sign-in.controller';
import type { AsCandidate } from './as-candidate';
import { bindingRoutes } from './binding/routes';
import { createTotpBindingControllers } from './binding/totp-binding.controller';
import { createWechatBindingControllers } from './binding/wechat-binding.controller';
import { createConfirmationControllers } from './counter-codes/confirmation.controller';
import { createEntranceControllers } from './counter-codes/entrance.controller';
import { createCounterPasswordControllers } from './counter-codes/password.controller';
import { createCounterPhoneControllers } from './counter-codes/phone.controller';
import { createCounterPhraseControllers } from './counter-codes/phrase.controller';
import { counterCodeRoutes } from './counter-codes/routes';
import { createDemoControllers } from './demo-messages/demo.controller';
import { demoRoutes } from './demo-messages/routes';
import { createDisputeControllers } from './disputes/dispute.controller';
import { disputeRoutes } from './disputes/routes';
import { createThawControllers } from './disputes/thaw.controller';
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
import { createPhoneControllers } from './phone/phone.controller';
import { phoneRoutes } from './phone/routes';
import { createPictureCodeController } from './picture-code/picture-code.controller';
import { pictureCodeRoutes } from './picture-code/routes';
import { createCatalogueControllers } from './plan-query/catalogue.controller';
import { createFormTarget, createListTarget } from './plan-query/form-target';
import { createPlanQueryControllers } from './plan-query/plan-query.controller';
import { planQueryRoutes } from './plan-query/routes';
import { createPrintControllers } from './printing/print.controller';
import { printingRoutes } from './printing/routes';
import { createSecurityController } from './security/security.controller';
import { securityPhraseRoutes } from './security-phrase/routes';
import { createSecurityPhraseControllers } from './security-phrase/security-phrase.controller';
import type { CandidateServices } from './services';
import { createArrival } from './sign-in/arrival.controller';
import { createPasswordControllers } from './sign-in/password.controller';
import { signInRoutes } from './sign-in/routes';
import { createSignInControllers } from './sign-in/sign-in.controller';
import { createSignInLogController } from './sign-in/sign-in-log.controller';
import { createTotpStepControllers } from './sign-in/totp-step.controller';
import { undertakingRoutes } from './undertakings/routes';
import { createUndertakingControllers } from './undertakings/undertaking.controller';

/** What the candidates' pages are built from; the account centre lends its provider. */
type CandidatePageServices = DomainServices &
  CandidateServices & {
    readonly accountPlatforms: {
      readonly links: AccountLinkService;
      readonly candidateParty: RelyingParty;
      readonly publicUrl: URL;
      readonly provider: { readonly signOut: Parameters<typeof createSignInControllers>[3] };
    };
  };

interface CandidateParts {
  readonly asVisitor: AsVisitor;
  readonly asAnybody: AsVisitor;
  readonly asCandidate: AsCandidate;
  readonly departure: AccountDeparture;
}

/** All modules of the candidate's platform. */
export function candidatePlatform(
  services: CandidatePageServices,
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
  const { links, candidateParty: party, publicUrl } = services.accountPlatforms;
  router.use(
    accountLinkRoutes(
      createAccountSignInControllers({
        db,
        links,
        signIn: services.signIn,
        party,
        arrive,
        pages,
        publicUrl,
        isClosed: () => reference.current().switches.noSignIns,
        departure,
      }),
      createAccountLinkControllers(links, party, sender, departure),
      asVisitor,
      asCandidate,
    ),
  );
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
  return router;
}

/** 系统信息 and everything it leads to. `sender` is the number from which messages come. */
function safeguardRoutes(
  { db, cipher, ways, safeguards }: CandidatePageServices,
  store: Store,
  pages: PageRenderer,
  asCandidate: AsCandidate,
  sender: () => string,
): Router {
  const router = Router();
  router.get('/security', asCandidate(createSecurityController(db, cipher, ways.wechat !== null)));
  router.use(phoneRoutes(createPhoneControllers(safeguards.phone, sender), asCandidate));
  router.use(securityPhraseRoutes(createSecurityPhraseControllers(safeguards.phrase), asCandidate));
  router.use(
    bindingRoutes(
      {
        totp: createTotpBindingControllers(safeguards.totp, sender),
        wechat: createWechatBindingControllers(safeguards.wechat, sender),
      },
      asCandidate,
    ),
  );
  router.use(
    disputeRoutes(
      {
        dispute: createDisputeControllers(safeguards.disputes, store),
        thaw: createThawControllers(safeguards.thaw, sender),
      },
      pages,
      asCandidate,
    ),
  );
  return router;
}
