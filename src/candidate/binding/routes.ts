import { Router } from 'express';
import type { AsCandidate } from '../as-candidate';
import type { TotpBindingControllers } from './totp-binding.controller';
import type { WechatBindingControllers } from './wechat-binding.controller';

export function bindingRoutes(
  { totp, wechat }: { readonly totp: TotpBindingControllers; readonly wechat: WechatBindingControllers },
  asCandidate: AsCandidate,
): Router {
  const router = Router();
  router.get('/dynamic-password', asCandidate(totp.show));
  router.post('/dynamic-password', asCandidate(totp.start));
  router.post('/dynamic-password/code', asCandidate(totp.sendCode));
  router.get('/dynamic-password/secret', asCandidate(totp.showSecret));
  router.post('/dynamic-password/secret', asCandidate(totp.confirm));
  router.post('/dynamic-password/removal', asCandidate(totp.unbind));
  router.get('/dynamic-password/apps', asCandidate(totp.showApps));
  router.get('/wechat', asCandidate(wechat.show));
  router.post('/wechat', asCandidate(wechat.start));
  router.post('/wechat/code', asCandidate(wechat.sendCode));
  router.get('/wechat/ticket', asCandidate(wechat.showTicket));
  router.post('/wechat/removal', asCandidate(wechat.unbind));
  return router;
}
