import type { AccountLinkService } from '../domain/account-links/account-link.service';
import { createVisitorPictures } from '../domain/accounts/visitor-picture.controller';
import type { DomainServices } from '../domain/services';
import { createWhoNeedNotWait, type WhoNeedNotWait } from '../domain/waiting-room/who-need-not-wait';
import type { AccountDeparture } from '../infrastructure/http/account-departure';
import type { PageRenderer } from '../infrastructure/http/page-renderer';
import type { PlaceCookies } from '../infrastructure/http/place-cookie';
import type { SessionBackend } from '../infrastructure/http/set-up-sessions';
import type { RelyingParty } from '../infrastructure/relying-party/relying-party';
import { codeLifeOf } from '../rules/identity/code-life';
import type { CodePurpose } from '../rules/pack/rule-pack';
import { createAbandonmentControllers } from './abandonment/abandonment.controller';
import { abandonmentRoutes } from './abandonment/routes';
import { createAccountLinkControllers } from './account-links/link.controller';
import { accountLinkRoutes } from './account-links/routes';
import { createAccountSignInControllers } from './account-links/sign-in.controller';
import type { CandidateRoute } from './as-candidate';
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
import { draftSheetRoutes } from './draft-sheets/routes';
import { findSheetBatch } from './draft-sheets/sheet-batch';
import { createSheetTarget } from './draft-sheets/sheet-target';
import { createFactsControllers } from './facts/facts.controller';
import { factsRoutes } from './facts/routes';
import { createBrowseControllers } from './filing/browse.controller';
import { createFormControllers } from './filing/form.controller';
import { createFormPages, type FormPages } from './filing/form-pages.controller';
import { createHomeController } from './filing/home.controller';
import { createNoticeControllers } from './filing/notice.controller';
import { createRiskStep } from './filing/risk.controller';
import { applicationRoutes } from './filing/routes';
import { createSaveControllers } from './filing/save.controller';
import { createFinalConfirmationControllers } from './final-confirmation/final-confirmation.controller';
import { confirmationRoutes } from './final-confirmation/routes';
import { createFirstPasswordControllers } from './first-sign-in/first-password.controller';
import { createFirstPhoneControllers } from './first-sign-in/first-phone.controller';
import { firstSignInRoutes } from './first-sign-in/routes';
import { createForgottenNumberControllers } from './forgotten-number/forgotten-number.controller';
import { forgottenNumberRoutes } from './forgotten-number/routes';
import { createGuideControllers } from './guide/guide.controller';
import { guideRoutes } from './guide/routes';
import { createListFileControllers } from './list-files/list-file.controller';
import { listFileRoutes } from './list-files/routes';
import { createMailboxControllers } from './mailbox/mailbox.controller';
import { mailboxRoutes } from './mailbox/routes';
import { createResetFactsControllers } from './password-reset/facts.controller';
import { createLadderControllers } from './password-reset/ladder.controller';
import { passwordResetRoutes } from './password-reset/routes';
import { statisticsRoutes } from './past-admissions/routes';
import { createSegmentsController } from './past-admissions/segments.controller';
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
import { securityRoutes } from './security/routes';
import { createSecurityController } from './security/security.controller';
import { securityPhraseRoutes } from './security-phrase/routes';
import { createSecurityPhraseControllers } from './security-phrase/security-phrase.controller';
import type { CandidateServices } from './services';
import { createArrival } from './sign-in/arrival.controller';
import { createPasswordControllers } from './sign-in/password.controller';
import { signInRoutes } from './sign-in/routes';
import { createSignInControllers, type LeaveAccount } from './sign-in/sign-in.controller';
import { createSignInLogController } from './sign-in/sign-in-log.controller';
import { createTotpStepControllers } from './sign-in/totp-step.controller';
import { createWaiting, type Waiting } from './sign-in/waiting.controller';
import { undertakingRoutes } from './undertakings/routes';
import { createUndertakingControllers } from './undertakings/undertaking.controller';
import { createListUpload } from './upload-places';
import { createCheckpointsControllers } from './verification/checkpoints.controller';
import { createReceiptControllers } from './verification/receipt.controller';
import { verificationRoutes } from './verification/routes';
import { createVerificationControllers } from './verification/verification.controller';
import { createVerificationService } from './verification/verification.service';

/** What the candidates' pages are built from; the account centre lends its provider. */
type CandidatePageServices = DomainServices &
  CandidateServices & {
    readonly accountPlatforms: {
      readonly links: AccountLinkService;
      readonly candidateParty: RelyingParty;
      readonly publicUrl: URL;
      readonly provider: { readonly signOut: LeaveAccount };
    };
  };

interface CandidateParts extends CandidatePageServices {
  readonly sessions: SessionBackend;
  readonly pages: PageRenderer;
  readonly departure: AccountDeparture;
  readonly placeCookies: PlaceCookies;
}

/** Every URL of the candidates' platform. */
export function candidateRoutes(parts: CandidateParts): readonly CandidateRoute[] {
  const { db, reference, abandonment, confirmation: service } = parts;
  const sender = () => reference.current().calendar.pack.platform.smsSender;
  const noWait = createWhoNeedNotWait(parts);
  const waiting = createWaiting(parts.waitingRoom, noWait, parts.placeCookies);
  const formPages = createFormPages(parts.filing, reference, waiting.markForm);
  const { demoPost, scans } = parts.ways;
  return [
    // First, because routes are tried in turn and these carry the load of a round.
    ...filingRoutes(parts, formPages),
    ...mailboxRoutes(createMailboxControllers(db)),
    ...safeguardRoutes(parts, sender),
    ...entranceRoutes(parts, sender, { waiting, noWait }),
    ...printingRoutes(createPrintControllers(parts)),
    ...undertakingRoutes(createUndertakingControllers(parts)),
    ...statisticsRoutes(createStatisticsController(db, reference), createSegmentsController(db, reference)),
    ...factsRoutes(createFactsControllers(parts)),
    ...planRoutes(parts, formPages),
    ...guideRoutes(createGuideControllers(reference)),
    ...verificationRoutes({
      checkpoints: createCheckpointsControllers(parts),
      verification: createVerificationControllers({ service: createVerificationService(parts) }),
      receipt: createReceiptControllers(parts),
    }),
    ...abandonmentRoutes(createAbandonmentControllers(abandonment, sender)),
    ...confirmationRoutes(
      createFinalConfirmationControllers({ service, act: 'confirm', sender }),
      createFinalConfirmationControllers({ service, act: 'retract', sender }),
    ),
    ...(demoPost === null ? [] : demoRoutes(createDemoControllers(demoPost, scans, parts.pages))),
  ];
}

/** 网上填报志愿: the home page, the form, its saves, and what was saved. */
function filingRoutes(
  { db, clock, reference, filing, saving, tokens, proof }: CandidateParts,
  formPages: FormPages,
): readonly CandidateRoute[] {
  const riskStep = createRiskStep(db, proof, filing, formPages, reference);
  return applicationRoutes({
    home: createHomeController(db, clock, reference),
    notice: createNoticeControllers(filing, reference),
    form: createFormControllers(filing, formPages, tokens, reference),
    save: createSaveControllers(saving, filing, formPages, riskStep, reference),
    sendRiskCode: riskStep.sendCode,
    browse: createBrowseControllers(db, clock, reference),
  });
}

/** Every way in, and what helps those who are not in yet. `sender` is the number from which messages come. */
function entranceRoutes(
  parts: CandidateParts,
  sender: () => string,
  { waiting, noWait }: { readonly waiting: Waiting; readonly noWait: WhoNeedNotWait },
): readonly CandidateRoute[] {
  const { db, cipher, reference, pictures, passwordReset, safeguards, departure } = parts;
  const { store } = parts.sessions;
  const arrive = createArrival(parts.signIn, parts.sessions, waiting);
  const { links, candidateParty: party, publicUrl, provider } = parts.accountPlatforms;
  const lifeOf = (purpose: CodePurpose) => () =>
    codeLifeOf(reference.current().calendar.pack.identity, purpose);
  return [
    ...signInRoutes({
      signIn: createSignInControllers({
        service: parts.signIn,
        arrive,
        pages: parts.pages,
        leaveAccount: provider.signOut,
        pictures: createVisitorPictures(pictures),
        departure,
        waiting,
        noWait,
        admitsUrgent: parts.waitingRoom.admitsUrgent,
      }),
      totpStep: createTotpStepControllers(parts.signIn, arrive),
      password: createPasswordControllers(parts.signIn, db, cipher),
      log: createSignInLogController(db),
    }),
    ...pictureCodeRoutes(createPictureCodeController(pictures)),
    ...passwordResetRoutes(
      createResetFactsControllers(passwordReset, pictures, lifeOf('pictureCode')),
      createLadderControllers(passwordReset, store, { sender, lifeSeconds: lifeOf('reset') }),
    ),
    ...forgottenNumberRoutes(
      createForgottenNumberControllers(parts.forgottenNumber, pictures, lifeOf('pictureCode')),
    ),
    ...firstSignInRoutes(
      createFirstPasswordControllers(parts.firstSignIn, arrive),
      createFirstPhoneControllers(parts.firstSignIn, safeguards.phone, arrive, sender),
    ),
    ...counterRoutes(parts, sender),
    ...accountLinkRoutes(
      createAccountSignInControllers({
        db,
        links,
        signIn: parts.signIn,
        party,
        arrive,
        pages: parts.pages,
        publicUrl,
        departure,
        switches: () => reference.current().switches,
      }),
      createAccountLinkControllers(links, party, sender, departure),
    ),
  ];
}

/** What a 柜台码 opens. */
function counterRoutes(
  { counterCodes, safeguards, passwordReset, sessions }: CandidateParts,
  sender: () => string,
): readonly CandidateRoute[] {
  return counterCodeRoutes({
    entrance: createEntranceControllers(counterCodes),
    password: createCounterPasswordControllers(counterCodes, passwordReset, sessions.store),
    phone: createCounterPhoneControllers(counterCodes, safeguards.phone, sender),
    phrase: createCounterPhraseControllers(counterCodes, safeguards.phrase),
    confirmation: createConfirmationControllers(counterCodes, safeguards),
  });
}

/** 招生计划 and 志愿草表, and what leads from them into a form. */
function planRoutes(
  { db, clock, reference, filing, planResults, admissions, uploadFolder }: CandidateParts,
  formPages: FormPages,
): readonly CandidateRoute[] {
  const sheetParts = { db, clock, reference, filing };
  const sheetTarget = createSheetTarget(sheetParts);
  const listTarget = createListTarget(filing, formPages);
  const pastingParts = { filing, reference };
  const fileParts = { filing, reference, admissions, uploadFolder };
  return [
    ...draftSheetRoutes({
      sheets: createDraftSheetControllers(sheetParts),
      query: createPlanQueryControllers(sheetTarget, planResults, reference),
    }),
    ...pastedListRoutes({
      form: createPastedListControllers(listTarget, pastingParts),
      sheet: createPastedListControllers(sheetTarget, pastingParts),
    }),
    ...listFileRoutes(
      {
        form: createListFileControllers(listTarget, fileParts),
        sheet: createListFileControllers(sheetTarget, fileParts),
      },
      createListUpload(db, uploadFolder),
    ),
    ...planQueryRoutes({
      catalogue: createCatalogueControllers(planResults, reference, {
        target: sheetTarget,
        accepts: async (candidate, batch) => (await findSheetBatch(sheetParts, candidate, batch)) !== null,
      }),
      query: createPlanQueryControllers(createFormTarget(filing, formPages), planResults, reference),
    }),
  ];
}

/** 系统信息 and everything it leads to. `sender` is the number from which messages come. */
function safeguardRoutes(
  { db, cipher, ways, safeguards, sessions, pages }: CandidateParts,
  sender: () => string,
): readonly CandidateRoute[] {
  return [
    ...securityRoutes(createSecurityController(db, cipher, ways.wechat !== null)),
    ...phoneRoutes(createPhoneControllers(safeguards.phone, sender)),
    ...securityPhraseRoutes(createSecurityPhraseControllers(safeguards.phrase)),
    ...bindingRoutes({
      totp: createTotpBindingControllers(safeguards.totp, sender),
      wechat: createWechatBindingControllers(safeguards.wechat, sender),
    }),
    ...disputeRoutes(
      {
        dispute: createDisputeControllers(safeguards.disputes, sessions.store),
        thaw: createThawControllers(safeguards.thaw, sender),
      },
      pages,
    ),
  ];
}
