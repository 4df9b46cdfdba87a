import { Router } from 'express';
import { listFactors } from '../domain/accounts/factor.repository';
import { createVisitorPictures } from '../domain/accounts/visitor-picture.controller';
import { findApplicant, findObjector } from '../domain/review-cases/review-party';
import type { DomainServices } from '../domain/services';
import { type AccountDeparture, DEPARTURE_PATH } from '../infrastructure/http/account-departure';
import { isAccountPath } from '../infrastructure/http/account-path';
import type { AsVisitor } from '../infrastructure/http/as-visitor';
import type { PageRenderer } from '../infrastructure/http/page-renderer';
import { createAppProofControllers } from './app-proof/app-proof.controller';
import { createDemoAppControllers } from './app-proof/demo-app.controller';
import { appProofRoutes, demoAppRoutes } from './app-proof/routes';
import type { AsAccount } from './as-account';
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

interface AccountParts {
  readonly asVisitor: AsVisitor;
  readonly asAnybody: AsVisitor;
  readonly asAccount: AsAccount;
  readonly departure: AccountDeparture;
}

/** All modules of the account centre. Each route has its whole path, and its line in the tests' account matrix. */
export function accountCentre(
  { accounts, accountPlatforms, pictures, db, cipher }: DomainServices & AccountServices,
  pages: PageRenderer,
  { asVisitor, asAnybody, asAccount, departure }: AccountParts,
): Router {
  const { registration, signIn, search, offersEmail, scans } = accounts;
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
  const router = Router();
  const { provider, publicUrl, demo } = accountPlatforms;
  // Whatever ends a session of an account ends it at the platforms too: they are told once the answer has left.
  router.use((req, res, next) => {
    const ends = req.method === 'POST' || req.path === DEPARTURE_PATH;
    if (ends && isAccountPath(req.path)) res.once('finish', provider.signOuts.nudge);
    next();
  });
  router.get('/account/picture-codes/:picture', asVisitor(visitorPictures.show));
  router.use(
    accountSignInRoutes(
      {
        signIn: createAccountSignInControllers(db, signIn, arrive, scans.kinds, {
          pictures: visitorPictures,
          departure,
          createObjectionLink: accounts.objections.createLink,
        }),
        userName,
        password,
        proof,
        reset: createAccountResetControllers(search),
      },
      asVisitor,
    ),
  );
  router.use(
    accountFactorRoutes(
      createScanControllers(scans, {
        signIn: createScanSignIn(signIn, arrive, accounts.objections.createLink),
        bind: factors.finish,
        findUserName: userName.finishScan,
        findPassword: password.finishScan,
        proveOwner: proof.finishScan,
        changePhone: phoneScans.finish,
      }),
      factors,
      phoneScans,
      { asVisitor, asAnybody, asAccount },
    ),
  );
  router.use(
    accountRegistrationRoutes(
      createRegisterPhoneControllers(registration, visitorPictures),
      createRegisterDetailsControllers(registration),
      asVisitor,
    ),
  );
  router.use(
    accountCentreRoutes(
      {
        profile: createProfileController(db, cipher, accounts.settings.lapsing.days),
        security: createAccountSecurityController(db, cipher, offersEmail, scans.kinds),
        password: createAccountPasswordControllers(accounts.password),
        phone,
        email: createContactControllers('email', accounts.contact, cipher, contactPages),
        sessions: createAccountSessionControllers(db),
        inbox: createAccountInboxControllers(db),
        closing: createClosingControllers(accounts.closing),
        offersEmail,
      },
      asAccount,
    ),
  );
  router.use(
    accountReviewRoutes(
      createSendingControllers({
        service: accounts.reviews.submission,
        findApplicant: (account) => findApplicant(db, account),
        findObjector: (token) => findObjector(db, token),
      }),
      createFollowControllers(db, cipher, accounts.reviews.binding),
      asAccount,
      asAnybody,
    ),
  );
  router.use(
    reRegistrationRoutes(
      createSolutionsControllers(
        db,
        accounts.recordProof,
        accounts.appProof !== null,
        accounts.settings.proofs.delayHours,
      ),
      createObjectionControllers(accounts.objections),
      asAccount,
      asAnybody,
    ),
  );
  const { appProof, demoApp, askClassmate, helpClassmate, settings } = accounts;
  if (appProof !== null)
    router.use(appProofRoutes(createAppProofControllers(appProof, demoApp !== null), asAccount));
  if (demoApp !== null) router.use(demoAppRoutes(createDemoAppControllers(demoApp, pages)));
  router.use(
    classmateHelpRoutes(
      createAskClassmateControllers(askClassmate, settings.classmates),
      createHelpClassmateControllers(helpClassmate, settings.classmates),
      asAccount,
    ),
  );
  if (accounts.providers.demo !== null)
    router.use(demoScanRoutes(createDemoScanControllers(accounts.providers.demo, pages)));
  if (demo !== null)
    router.use(demoPlatformRoutes(createDemoPlatformControllers({ db, pages, publicUrl, ...demo })));
  const { consents } = provider;
  router.use(
    platformRoutes(
      createAuthorizationControllers({
        db,
        service: createAuthorizationService(db, provider, publicUrl),
        consents,
        directory: provider.directory,
        confirmPassword: accounts.confirmPassword,
        publicUrl,
      }),
      createPlatformControllers({ db, consents, publicUrl, demo: demo !== null }),
      asAnybody,
      asAccount,
    ),
  );
  return router;
}
