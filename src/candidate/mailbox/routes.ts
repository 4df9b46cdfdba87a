import { Router } from 'express';
import type { AsCandidate } from '../as-candidate';
import type { MailboxControllers } from './mailbox.controller';

export function mailboxRoutes(controllers: MailboxControllers, asCandidate: AsCandidate): Router {
  const router = Router();
  router.get('/mails/public', asCandidate(controllers.list('public')));
  router.get('/mails/personal', asCandidate(controllers.list('personal')));
  router.get('/mails/:mail', asCandidate(controllers.show));
  return router;
}
