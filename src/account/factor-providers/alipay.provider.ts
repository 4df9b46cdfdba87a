import { z } from 'zod';
import { wallClock } from '../../infrastructure/clock';
import type { AlipaySettings } from '../../infrastructure/config/scan-settings';
import { formatDay, formatTimeOfDay } from '../../infrastructure/format-time';
import { readPrivateKey, readPublicKey } from '../../infrastructure/security/rsa-key';
import { findSignedPart, isSignedRsa2, listSigned, signRsa2 } from './alipay-signature';
import {
  addQuery,
  askProvider,
  type FactorProvider,
  ProviderError,
  parseAnswer,
  type Questioner,
  requireNonce,
} from './provider';

const NAME = 'alipay';
const METHOD = 'alipay.system.oauth.token';
const GRANTED = 'alipay_system_oauth_token_response';
const REFUSED = 'error_response';
const word = z.string().min(1).max(128);
const grant = z
  .object({ user_id: word.optional(), open_id: word.optional(), nonce: z.string().optional() })
  .refine(({ user_id, open_id }) => user_id !== undefined || open_id !== undefined);
const refusal = z.object({ code: z.coerce.string(), sub_code: z.string().default('') });
const signed = z.object({ sign: z.string().min(1) });
/** The code is unknown, was used or has expired. */
const CODE_REFUSED = /^isv\.(code-invalid|invalid-auth-code|oauth-code-invalid)$/;

/**
 * 支付宝: `publicAppAuthorize` shows the QR code, the auth_code that comes back is changed for the user's id by
 * `alipay.system.oauth.token` at the gateway. Request and answer are signed with RSA2; an answer is read only after its
 * signature fits.
 */
export function createAlipayProvider(settings: AlipaySettings, ask: Questioner): FactorProvider {
  const { authorizeUrl, gatewayUrl, appId, pkce } = settings;
  const ours = readPrivateKey(settings.privateKey);
  const theirs = readPublicKey(settings.publicKey);

  /** The part of an answer by this name, its signature checked; null where there is none. */
  function openPart(text: string, name: string): unknown {
    const part = findSignedPart(text, name);
    if (part === null) return null;
    const whole = signed.safeParse(parseAnswer(NAME, text));
    if (!whole.success || !isSignedRsa2(part, whole.data.sign, theirs))
      throw new ProviderError('unavailable', `${NAME}: the signature does not fit`);
    return parseAnswer(NAME, part);
  }

  return {
    kind: 'alipay',
    takesExtras: pkce,
    codeField: 'auth_code',
    origin: authorizeUrl.origin,

    buildAuthorizeUrl({ state, redirectUri, extras }) {
      const own = { app_id: appId, scope: 'auth_user', redirect_uri: redirectUri, state };
      return addQuery(authorizeUrl, own, extras).href;
    },

    async redeem(redemption) {
      const { code, extras } = redemption;
      const now = new Date(wallClock());
      const common = {
        app_id: appId,
        charset: 'utf-8',
        format: 'JSON',
        method: METHOD,
        sign_type: 'RSA2',
        timestamp: `${formatDay(now)} ${formatTimeOfDay(now)}`,
        version: '1.0',
      };
      const own = {
        grant_type: 'authorization_code',
        code,
        ...(extras && { code_verifier: extras.verifier }),
      };
      const address = new URL(gatewayUrl);
      const signature = signRsa2(listSigned({ ...common, ...own }), ours);
      address.search = new URLSearchParams({ ...common, sign: signature }).toString();
      const text = await askProvider(NAME, ask, address, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' },
        body: new URLSearchParams(own).toString(),
      });
      const refused = refusal.safeParse(openPart(text, REFUSED));
      if (refused.success) {
        const { code: number, sub_code: reason } = refused.data;
        const fault = CODE_REFUSED.test(reason) ? 'refused' : 'unavailable';
        throw new ProviderError(fault, `${NAME}: ${number} ${reason.slice(0, 60)}`);
      }
      const granted = grant.safeParse(openPart(text, GRANTED));
      if (!granted.success) throw new ProviderError('unavailable', `${NAME}: an answer without user`);
      requireNonce(NAME, redemption, granted.data.nonce);
      const { user_id: user, open_id: open } = granted.data;
      return user === undefined ? `open:${open}` : `user:${user}`;
    },
  };
}
