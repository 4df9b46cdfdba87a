import { get } from '../../infrastructure/http/route';
import { type CandidateRoute, candidate } from '../as-candidate';
import type { MailboxControllers } from './mailbox.controller';

export function mailboxRoutes(controllers: MailboxControllers): readonly CandidateRoute[] {
  return [
    get('/mails/public', candidate, controllers.list('public')),
    get('/mails/personal', candidate, controllers.list('personal')),
    get('/mails/:mail', candidate, controllers.show),
  ];
}
