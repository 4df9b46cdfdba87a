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
  accountRegistrationRoutes,
  createRegisterDetailsControllers,
  createRegisterPhoneControllers,
} from './account-registration';
import {
  accountSignInRoutes,
  createAccountArrival,
  createAccountResetControllers,
  createAccountSearchControllers,
  createAccountSignInControllers,
} from './account-sign-in';
import { createVisitorPictures } from './accounts';
import { ACCOUNT_PATH } from './middleware/account-path';
import type { AsAccount } from './middleware/as-account';
import { createAsVisitor, type Door } from './middleware/as-visitor';
import type { PageRenderer } from './middleware/page-renderer';
import {
  createObjectionControllers,
  createSolutionsControllers,
  reRegistrationRoutes,
} from './re-registration';
import type { Services } from './services';

const accountDoor: Door = {
  isTaken: (req) => req.session.account !== undefined,
  home: ACCOUNT_PATH,
  refusal: 'otherAccountSignedIn',
};

/** All modules of the account centre. Each route has its whole path, and its line in the tests' account matrix. */
export function accountCentre(
  { accounts, pictures, db, cipher }: Services,
  pages: PageRenderer,
  asAccount: AsAccount,
): Router {
  const { registration, signIn, search, offersEmail } = accounts;
  const asVisitor = createAsVisitor(pages, accountDoor);
  const visitorPictures = createVisitorPictures(pictures);
  const router = Router();
  router.get('/account/picture-codes/:picture', asVisitor(visitorPictures.show));
  router.use(
    accountSignInRoutes(
      {
        signIn: createAccountSignInControllers(db, signIn, createAccountArrival(signIn)),
        userName: createAccountSearchControllers('findUserName', search, visitorPictures, offersEmail),
        password: createAccountSearchControllers('findPassword', search, visitorPictures, offersEmail),
        reset: createAccountResetControllers(search),
      },
      asVisitor,
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
        profile: createProfileController(db, cipher),
        security: createAccountSecurityController(db, cipher, offersEmail),
        password: createAccountPasswordControllers(accounts.password),
        phone: createContactControllers('phone', accounts.contact, cipher),
        email: createContactControllers('email', accounts.contact, cipher),
        sessions: createAccountSessionControllers(db),
        inbox: createAccountInboxControllers(db),
        closing: createClosingControllers(accounts.closing),
        offersEmail,
      },
      asAccount,
    ),
  );
  router.use(
    reRegistrationRoutes(
      createSolutionsControllers(accounts.recordProof),
      createObjectionControllers(accounts.objections),
      asAccount,
      // Whoever follows the link may be signed in with another account.
      createAsVisitor(pages, { ...accountDoor, isTaken: () => false }),
    ),
  );
  return router;
}
