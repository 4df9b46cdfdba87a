import { get } from '../../infrastructure/http/route';
import { type CandidateRoute, candidate } from '../as-candidate';
import type { MailboxControllers } from './mailbox.controller';

export function mailboxRoutes(controllers: MailboxControllers): readonly CandidateRoute[] {
  return [
    get('/mails/personal', candidate, controllers.list('personal'), { menu: '收件箱' }),
    get('/mails/public', candidate, controllers.list('public'), { menu: '收件箱' }),
    get('/mails/:mail', candidate, controllers.show, { menu: '收件箱' }),
  ];
}
