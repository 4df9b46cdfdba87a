import type { RequestHandler } from 'express';
import { listFactors } from '../domain/accounts/factor.repository';
import { createVisitorPictures } from '../domain/accounts/visitor-picture.controller';
import { findApplicant, findObjector } from '../domain/review-cases/review-party';
import type { DomainServices } from '../domain/services';
import { type AccountDeparture, DEPARTURE_PATH } from '../infrastructure/http/account-departure';
import { isAccountPath } from '../infrastructure/http/account-path';
import type { PageRenderer } from '../infrastructure/http/page-renderer';
import { get, visitor } from '../infrastructure/http/route';
import { createAppProofControllers } from './app-proof/app-proof.controller';
import { createDemoAppControllers } from './app-proof/demo-app.controller';
import { appProofRoutes, demoAppRoutes } from './app-proof/routes';
import type { AccountRoute } from './as-account';
import { createClosingControllers } from './centre/closing.controller';
import { createContactControllers } from './centre/contact.controller';
import { createAccountInboxControllers } from './centre/inbox.controller';
import { createAccountPasswordControllers } from './centre/password.controller';
import { createProfileController } from './centre/profile.controller';
import { accountCentreRoutes } from './centre/routes';
import { createAccountSecurityController } from './centre/security.controller';
import { createAccountSessionControllers } from './centre/sessions.controller';
import { createAskClassmateControllers } from './classmate-help/ask-classmate.controller';
import { createHelpClassmateControllers } from './classmate-help/help-classmate.controller';
import { classmateHelpRoutes } from './classmate-help/routes';
import { createDemoPlatformControllers } from './demo-platforms/demo-platforms.controller';
import { demoPlatformRoutes } from './demo-platforms/routes';
import { createDemoScanControllers } from './factor-providers/demo.controller';
import { demoScanRoutes } from './factor-providers/routes';
import { createFactorControllers } from './factors/factors.controller';
import { createPhoneScanControllers } from './factors/phone-scan.controller';
import { accountFactorRoutes } from './factors/routes';
import { createScanControllers } from './factors/scan.controller';
import { createAuthorizationControllers } from './platforms/authorization.controller';
import { createAuthorizationService } from './platforms/authorization.service';
import { createPlatformControllers } from './platforms/platforms.controller';
import { platformRoutes } from './platforms/routes';
import { createObjectionControllers } from './re-registration/objection.controller';
import { reRegistrationRoutes } from './re-registration/routes';
import { createSolutionsControllers } from './re-registration/solutions.controller';
import { createRegisterDetailsControllers } from './registration/details.controller';
import { createRegisterPhoneControllers } from './registration/phone.controller';
import { accountRegistrationRoutes } from './registration/routes';
import { createFollowControllers } from './review/follow.controller';
import { accountReviewRoutes } from './review/routes';
import { createSendingControllers } from './review/sending.controller';
import type { AccountServices } from './services';
import { createAccountArrival } from './sign-in/arrival.controller';
import { createAccountResetControllers } from './sign-in/reset.controller';
import { accountSignInRoutes } from './sign-in/routes';
import { createScanSignIn } from './sign-in/scan-sign-in.controller';
import { createAccountSearchControllers } from './sign-in/search.controller';
import { createAccountSignInControllers } from './sign-in/sign-in.controller';
import { createAccountUploads } from './upload-places';

type AccountPageServices = DomainServices & AccountServices;

interface AccountParts extends AccountPageServices {
  readonly pages: PageRenderer;
  readonly departure: AccountDeparture;
}

/** Every URL of the account centre, and of what the demo plays for it. */
export function accountRoutes(parts: AccountParts): readonly AccountRoute[] {
  const { accounts, pages } = parts;
  const { askClassmate, helpClassmate, settings, providers } = accounts;
  return [
    ...entranceRoutes(parts),
    ...accountRegistrationRoutes(
      createRegisterPhoneControllers(accounts.registration, createVisitorPictures(parts.pictures)),
      createRegisterDetailsControllers(accounts.registration),
    ),
    ...solutionRoutes(parts),
    ...classmateHelpRoutes(
      createAskClassmateControllers(askClassmate, settings.classmates),
      createHelpClassmateControllers(helpClassmate, settings.classmates),
    ),
    ...(providers.demo === null ? [] : demoScanRoutes(createDemoScanControllers(providers.demo, pages))),
    ...authorizationRoutes(parts),
  ];
}

/** Whatever ends a session of an account ends it at the platforms too: they are told once the answer has left. */
export function createSignOutNudge({ accountPlatforms }: AccountPageServices): RequestHandler {
  const { signOuts } = accountPlatforms.provider;
  return (req, res, next) => {
    const ends = req.method === 'POST' || req.path === DEPARTURE_PATH;
    if (ends && isAccountPath(req.path)) res.once('finish', signOuts.nudge);
    next();
  };
}

/** 登录, 找回用户名, 找回密码, 扫码, and what belongs to an account that is signed in. */
function entranceRoutes(parts: AccountParts): readonly AccountRoute[] {
  const { accounts, pictures, db, cipher, reference, departure } = parts;
  const { signIn, search, offersEmail, scans, objections } = accounts;
  const visitorPictures = createVisitorPictures(pictures);
  const arrive = createAccountArrival(signIn);
  const searchParts = { service: search, pictures: visitorPictures, scans, offersEmail };
  const userName = createAccountSearchControllers('findUserName', searchParts);
  const password = createAccountSearchControllers('findPassword', searchParts);
  const proof = createAccountSearchControllers('proveOwner', searchParts);
  const factors = createFactorControllers(db, accounts.factors, scans);
  const contactPages = {
    scanKinds: scans.kinds,
    listFactorKinds: async (id: number) => (await listFactors(db, id)).map(({ kind }) => kind),
  };
  const phone = createContactControllers('phone', accounts.contact, cipher, contactPages);
  const phoneScans = createPhoneScanControllers(db, scans, phone);
  return [
    get('/account/picture-codes/:picture', visitor, visitorPictures.show),
    ...accountSignInRoutes({
      signIn: createAccountSignInControllers(db, signIn, arrive, scans.kinds, {
        pictures: visitorPictures,
        departure,
        createObjectionLink: objections.createLink,
      }),
      userName,
      password,
      proof,
      reset: createAccountResetControllers(search),
    }),
    ...accountFactorRoutes(
      createScanControllers(scans, () => reference.current().switches, {
        signIn: createScanSignIn(signIn, arrive, objections.createLink),
        bind: factors.finish,
        findUserName: userName.finishScan,
        findPassword: password.finishScan,
        proveOwner: proof.finishScan,
        changePhone: phoneScans.finish,
      }),
      factors,
      phoneScans,
    ),
    ...accountCentreRoutes({
      profile: createProfileController(db, cipher, accounts.settings.lapsing.days),
      security: createAccountSecurityController(db, cipher, offersEmail, scans.kinds),
      password: createAccountPasswordControllers(accounts.password),
      phone,
      email: createContactControllers('email', accounts.contact, cipher, contactPages),
      sessions: createAccountSessionControllers(db),
      inbox: createAccountInboxControllers({ db, cipher }),
      closing: createClosingControllers(accounts.closing, accounts.eraseDays),
      offersEmail,
    }),
  ];
}

/** 解决办法: every way to prove whose an account is, and 异议. */
function solutionRoutes({ accounts, db, cipher, pages }: AccountParts): readonly AccountRoute[] {
  const { reviews, appProof, demoApp } = accounts;
  return [
    ...accountReviewRoutes(
      createSendingControllers({
        service: reviews.submission,
        findApplicant: (account) => findApplicant(db, account),
        findObjector: (token) => findObjector(db, token),
      }),
      createFollowControllers(db, cipher, reviews.binding),
      createAccountUploads(db, accounts.objections),
    ),
    ...reRegistrationRoutes(
      createSolutionsControllers(
        db,
        accounts.recordProof,
        appProof !== null,
        accounts.settings.proofs.delayHours,
      ),
      createObjectionControllers(accounts.objections),
    ),
    ...(appProof === null ? [] : appProofRoutes(createAppProofControllers(appProof, demoApp !== null))),
    ...(demoApp === null ? [] : demoAppRoutes(createDemoAppControllers(demoApp, pages))),
  ];
}

/** 用学信网账号登录, 已授权平台, and the platforms that the demo plays. */
function authorizationRoutes({
  accounts,
  accountPlatforms,
  db,
  pages,
}: AccountParts): readonly AccountRoute[] {
  const { provider, publicUrl, demo } = accountPlatforms;
  const { consents } = provider;
  return [
    ...(demo === null
      ? []
      : demoPlatformRoutes(createDemoPlatformControllers({ db, pages, publicUrl, ...demo }))),
    ...platformRoutes(
      createAuthorizationControllers({
        db,
        service: createAuthorizationService(db, provider, publicUrl),
        consents,
        directory: provider.directory,
        confirmPassword: accounts.confirmPassword,
        publicUrl,
      }),
      createPlatformControllers({ db, consents, publicUrl, demo: demo !== null }),
    ),
  ];
}
