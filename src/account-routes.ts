import { Router } from 'express';
import {
  accountCentreRoutes,
  createAccountInboxControllers,
  createAccountPasswordControllers,
  createAccountSecurityController,
  createAccountSessionControllers,
  createClosingControllers,
  createContactControllers,
  createProfileController,
} from './account-centre';
import {
  accountFactorRoutes,
  createFactorControllers,
  createPhoneScanControllers,
  createScanControllers,
} from './account-factors';
import {
  accountRegistrationRoutes,
  createRegisterDetailsControllers,
  createRegisterPhoneControllers,
} from './account-registration';
import {
  accountReviewRoutes,
  createFollowControllers,
  createSendingControllers,
  findApplicant,
  findObjector,
} from './account-review';
import {
  accountSignInRoutes,
  createAccountArrival,
  createAccountResetControllers,
  createAccountSearchControllers,
  createAccountSignInControllers,
  createScanSignIn,
} from './account-sign-in';
import { createVisitorPictures, listFactors } from './accounts';
import {
  appProofRoutes,
  createAppProofControllers,
  createDemoAppControllers,
  demoAppRoutes,
} from './app-proof';
import {
  classmateHelpRoutes,
  createAskClassmateControllers,
  createHelpClassmateControllers,
} from './classmate-help';
import { type AccountDeparture, DEPARTURE_PATH } from './middleware/account-departure';
import { isAccountPath } from './middleware/account-path';
import type { AsAccount } from './middleware/as-account';
import type { AsVisitor } from './middleware/as-visitor';
import type { PageRenderer } from './middleware/page-renderer';
import {
  createAuthorizationControllers,
  createAuthorizationService,
  createPlatformControllers,
  platformRoutes,
} from './platforms';
import {
  createObjectionControllers,
  createSolutionsControllers,
  reRegistrationRoutes,
} from './re-registration';
import type { Services } from './services';

interface AccountParts {
  readonly asVisitor: AsVisitor;
  readonly asAnybody: AsVisitor;
  readonly asAccount: AsAccount;
  readonly departure: AccountDeparture;
}

/** All modules of the account centre. Each route has its whole path, and its line in the tests' account matrix. */
export function accountCentre(
  { accounts, accountPlatforms, pictures, db, cipher }: Services,
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
