import { everybody, get, post, visitor } from '../../infrastructure/http/route';
import { type CandidateRoute, candidate } from '../as-candidate';
import type { AccountLinkControllers } from './link.controller';
import type { AccountSignInControllers } from './sign-in.controller';

export function accountLinkRoutes(
  signIn: AccountSignInControllers,
  link: AccountLinkControllers,
): readonly CandidateRoute[] {
  return [
    post('/sign-in/account', visitor, signIn.begin, { whileReadOnly: true, signsIn: true }),
    get('/sign-in/account/return', everybody, signIn.complete),
    get('/account-link', candidate, link.show, { menu: '系统信息' }),
    post('/account-link', candidate, link.start),
    post('/account-link/code', candidate, link.sendCode),
    post('/account-link/removal', candidate, link.unlink),
  ];
}
