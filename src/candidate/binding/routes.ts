import { get, post } from '../../infrastructure/http/route';
import { type CandidateRoute, candidate } from '../as-candidate';
import type { TotpBindingControllers } from './totp-binding.controller';
import type { WechatBindingControllers } from './wechat-binding.controller';

export function bindingRoutes({
  totp,
  wechat,
}: {
  readonly totp: TotpBindingControllers;
  readonly wechat: WechatBindingControllers;
}): readonly CandidateRoute[] {
  return [
    get('/dynamic-password', candidate, totp.show, { menu: '系统信息' }),
    post('/dynamic-password', candidate, totp.start),
    post('/dynamic-password/code', candidate, totp.sendCode),
    get('/dynamic-password/secret', candidate, totp.showSecret),
    post('/dynamic-password/secret', candidate, totp.confirm),
    post('/dynamic-password/removal', candidate, totp.unbind),
    get('/dynamic-password/apps', candidate, totp.showApps),
    get('/wechat', candidate, wechat.show, { menu: '微信公众号' }),
    post('/wechat', candidate, wechat.start),
    post('/wechat/code', candidate, wechat.sendCode),
    get('/wechat/ticket', candidate, wechat.showTicket),
    post('/wechat/removal', candidate, wechat.unbind),
  ];
}
