import { Router } from 'express';
import type { AsVisitor } from '../../infrastructure/http/as-visitor';
import type { AsAccount } from '../as-account';
import type { AuthorizationControllers } from './authorization.controller';
import type { PlatformControllers } from './platforms.controller';

/** `asAnyone`: whoever is at the browser, signed in or not; each step asks for the request that a platform began. */
export function platformRoutes(
  authorization: AuthorizationControllers,
  platforms: PlatformControllers,
  asAnyone: AsVisitor,
  asAccount: AsAccount,
): Router {
  const router = Router();
  router.get('/account/authorizations/:platform/:authorization', asAnyone(authorization.show));
  router.post('/account/authorizations/:platform/:authorization/password', asAnyone(authorization.confirm));
  router.post('/account/authorizations/:platform/:authorization/consent', asAnyone(authorization.consent));
  router.post('/account/authorizations/:platform/:authorization/refusal', asAnyone(authorization.refuse));
  router.get('/account/platforms', asAccount(['active'], platforms.list));
  router.post('/account/platforms/:platform/withdrawal', asAccount(['active'], platforms.withdraw));
  return router;
}
