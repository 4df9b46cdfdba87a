import { get, post } from '../../infrastructure/http/route';
import { type AccountHandler, type AccountRoute, accounts } from '../as-account';
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

export function accountCentreRoutes(pages: AccountCentrePages): readonly AccountRoute[] {
  const { password, phone, email, sessions, inbox, closing } = pages;
  return [
    get('/account', accounts('active', 'unproved'), pages.profile, { menu: '个人信息' }),
    get('/account/security', accounts('active'), pages.security, { menu: '账号管理' }),
    get('/account/password', accounts('active'), password.show, { menu: '账号管理' }),
    post('/account/password', accounts('active'), password.submit),
    get('/account/phone', accounts('active'), phone.show, { menu: '账号管理' }),
    post('/account/phone', accounts('active'), phone.submit),
    get('/account/phone/step', accounts('active'), phone.showStep, { menu: '账号管理' }),
    post('/account/phone/step', accounts('active'), phone.answer),
    post('/account/phone/code', accounts('active'), phone.sendCode),
    ...(pages.offersEmail ? emailRoutes(email) : []),
    get('/account/sessions', accounts('active'), sessions.list, { menu: '登录设备' }),
    post('/account/sessions/:session/ending', accounts('active'), sessions.end),
    post('/account/other-sessions/ending', accounts('active'), sessions.endOthers),
    get('/account/sign-ins', accounts('active'), sessions.log, { menu: '登录记录' }),
    get('/account/inbox', accounts('active'), inbox.list, { menu: '收件箱' }),
    get('/account/inbox/:letter', accounts('active'), inbox.show),
    get('/account/closing', accounts('active', 'unproved'), closing.show, { menu: '注销账号' }),
    post('/account/closing', accounts('active', 'unproved'), closing.ask),
    post('/account/closing/withdrawal', accounts('active'), closing.withdraw),
  ];
}

function emailRoutes(email: ContactControllers): readonly AccountRoute[] {
  return [
    get('/account/email', accounts('active'), email.show, { menu: '账号管理' }),
    post('/account/email', accounts('active'), email.submit),
    get('/account/email/step', accounts('active'), email.showStep, { menu: '账号管理' }),
    post('/account/email/step', accounts('active'), email.answer),
    post('/account/email/code', accounts('active'), email.sendCode),
    post('/account/email/removal', accounts('active'), email.unbind),
  ];
}
