import { z } from 'zod';
import type { WechatLoginSettings } from '../../infrastructure/config/scan-settings';
import {
  addQuery,
  askProvider,
  type FactorProvider,
  ProviderError,
  parseAnswer,
  type Questioner,
  requireNonce,
} from './provider';

const NAME = 'wechat';
const word = z.string().min(1).max(128);
const refusal = z.object({ errcode: z.number() });
const grant = z.object({ openid: word, unionid: word.optional(), nonce: z.string().optional() });
/** 40029: no such code; 40163: used before; 41008: none; 42003: expired. */
const CODE_REFUSED = new Set([40029, 40163, 41008, 42003]);

/**
 * 微信网站应用: `qrconnect` shows the QR code, the code that comes back is changed for openid and unionid at
 * `/sns/oauth2/access_token`. The access token is not kept: nothing else is asked of WeChat.
 */
export function createWechatProvider(settings: WechatLoginSettings, ask: Questioner): FactorProvider {
  const { authorizeUrl, apiUrl, appId, appSecret, pkce } = settings;
  return {
    kind: 'wechat',
    takesExtras: pkce,
    codeField: 'code',
    origin: authorizeUrl.origin,

    buildAuthorizeUrl({ state, redirectUri, extras }) {
      const own = {
        appid: appId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: 'snsapi_login',
        state,
      };
      const address = addQuery(authorizeUrl, own, extras);
      address.hash = 'wechat_redirect';
      return address.href;
    },

    async redeem(redemption) {
      const { code, extras } = redemption;
      const address = new URL('/sns/oauth2/access_token', apiUrl);
      address.search = new URLSearchParams({
        appid: appId,
        secret: appSecret,
        code,
        grant_type: 'authorization_code',
        ...(extras && { code_verifier: extras.verifier }),
      }).toString();
      const answer = parseAnswer(NAME, await askProvider(NAME, ask, address));
      const refused = refusal.safeParse(answer);
      if (refused.success && refused.data.errcode !== 0) {
        const { errcode } = refused.data;
        const fault = CODE_REFUSED.has(errcode) ? 'refused' : 'unavailable';
        throw new ProviderError(fault, `${NAME}: ${errcode}`);
      }
      const granted = grant.safeParse(answer);
      if (!granted.success) throw new ProviderError('unavailable', `${NAME}: an answer without openid`);
      requireNonce(NAME, redemption, granted.data.nonce);
      const { openid, unionid } = granted.data;
      return unionid === undefined ? `open:${openid}` : `union:${unionid}`;
    },
  };
}
