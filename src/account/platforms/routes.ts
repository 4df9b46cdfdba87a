import { anybody, get, post } from '../../infrastructure/http/route';
import { type AccountRoute, accounts } from '../as-account';
import type { AuthorizationControllers } from './authorization.controller';
import type { PlatformControllers } from './platforms.controller';

/** 用学信网账号登录: whoever is at the browser, signed in or not; each step asks for the request that a platform began. */
export function platformRoutes(
  authorization: AuthorizationControllers,
  platforms: PlatformControllers,
): readonly AccountRoute[] {
  return [
    get('/account/authorizations/:platform/:authorization', anybody, authorization.show),
    post('/account/authorizations/:platform/:authorization/password', anybody, authorization.confirm, {
      whileReadOnly: true,
    }),
    post('/account/authorizations/:platform/:authorization/consent', anybody, authorization.consent, {
      whileReadOnly: true,
    }),
    post('/account/authorizations/:platform/:authorization/refusal', anybody, authorization.refuse, {
      whileReadOnly: true,
    }),
    get('/account/platforms', accounts('active'), platforms.list, { menu: '已授权平台' }),
    post('/account/platforms/:platform/withdrawal', accounts('active'), platforms.withdraw),
  ];
}
