import { Router } from 'express';
import type { AccountHandler, AsAccount } from '../as-account';
import type { ClosingControllers } from './closing.controller';
import type { ContactControllers } from './contact.controller';
import type { AccountInboxControllers } from './inbox.controller';
import type { AccountPasswordControllers } from './password.controller';
import type { AccountSessionControllers } from './sessions.controller';

interface AccountCentrePages {
  readonly profile: AccountHandler;
  readonly security: AccountHandler;
  readonly password: AccountPasswordControllers;
  readonly phone: ContactControllers;
  readonly email: ContactControllers;
  readonly sessions: AccountSessionControllers;
  readonly inbox: AccountInboxControllers;
  readonly closing: ClosingControllers;
  /** Whether e-mails leave this installation. */
  readonly offersEmail: boolean;
}

export function accountCentreRoutes(pages: AccountCentrePages, asAccount: AsAccount): Router {
  const { password, phone, email, sessions, inbox, closing } = pages;
  const asActive = (handler: AccountHandler) => asAccount(['active'], handler);
  const router = Router();
  router.get('/account', asAccount(['active', 'unproved'], pages.profile));
  router.get('/account/security', asActive(pages.security));
  router.get('/account/password', asActive(password.show));
  router.post('/account/password', asActive(password.submit));
  router.get('/account/phone', asActive(phone.show));
  router.post('/account/phone', asActive(phone.submit));
  router.get('/account/phone/step', asActive(phone.showStep));
  router.post('/account/phone/step', asActive(phone.answer));
  router.post('/account/phone/code', asActive(phone.sendCode));
  if (pages.offersEmail) {
    router.get('/account/email', asActive(email.show));
    router.post('/account/email', asActive(email.submit));
    router.get('/account/email/step', asActive(email.showStep));
    router.post('/account/email/step', asActive(email.answer));
    router.post('/account/email/code', asActive(email.sendCode));
    router.post('/account/email/removal', asActive(email.unbind));
  }
  router.get('/account/sessions', asActive(sessions.list));
  router.post('/account/sessions/:session/ending', asActive(sessions.end));
  router.post('/account/other-sessions/ending', asActive(sessions.endOthers));
  router.get('/account/sign-ins', asActive(sessions.log));
  router.get('/account/inbox', asActive(inbox.list));
  router.get('/account/inbox/:letter', asActive(inbox.show));
  router.get('/account/closing', asAccount(['active', 'unproved'], closing.show));
  router.post('/account/closing', asAccount(['active', 'unproved'], closing.ask));
  router.post('/account/closing/withdrawal', asActive(closing.withdraw));
  return router;
}
