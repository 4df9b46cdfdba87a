import { Router } from 'express';
import type { AsVisitor } from '../../infrastructure/http/as-visitor';
import type { AsCandidate } from '../as-candidate';
import type { AccountLinkControllers } from './link.controller';
import type { AccountSignInControllers } from './sign-in.controller';

export function accountLinkRoutes(
  signIn: AccountSignInControllers,
  link: AccountLinkControllers,
  asVisitor: AsVisitor,
  asCandidate: AsCandidate,
): Router {
  const router = Router();
  router.post('/sign-in/account', asVisitor(signIn.begin));
  router.get('/sign-in/account/return', signIn.complete);
  router.get('/account-link', asCandidate(link.show));
  router.post('/account-link', asCandidate(link.start));
  router.post('/account-link/code', asCandidate(link.sendCode));
  router.post('/account-link/removal', asCandidate(link.unlink));
  return router;
}
