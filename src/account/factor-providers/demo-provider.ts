import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { FactorKind } from '../../domain/accounts/factor.repository';
import { createAlipayProvider } from './alipay.provider';
import { isSignedRsa2, listSigned, signRsa2 } from './alipay-signature';
import { createDemoGrants, type DemoGrants } from './demo-grants';
import { createQuestioner, type FactorProvider, type SendToProvider } from './provider';
import { createWechatProvider } from './wechat.provider';

/** The pages of the demo's providers; the address behind it, below this site. */
const DEMO_SCAN_PATH = '/demo/scans';
const APP_ID = 'demo-zhiyuan';
const SECRET = 'demo-zhiyuan-secret';
/** Never asked over a network: the demo's providers answer in this process. */
const NOWHERE = 'https://demo-provider.invalid';

/** What a page of a demo provider is asked for. */
interface DemoAuthorization {
  readonly redirectUri: string;
  readonly state: string;
  readonly challenge: string;
  readonly nonce: string;
}

/** 微信 and 支付宝 of the demo: they speak as the real ones do, and know a few invented people. */
export interface DemoProviders {
  readonly providers: readonly FactorProvider[];
  /** What a query asks for; null where it is not from this site, or not complete. */
  readAuthorization(kind: FactorKind, query: Readonly<Record<string, unknown>>): DemoAuthorization | null;
  /** Where the browser goes after 同意 of somebody, or 拒绝 (null). */
  decide(kind: FactorKind, asked: DemoAuthorization, subject: string | null): string;
}

/** `redirectUris`: where each provider sends people back to, and nowhere else. */
export function createDemoProviders(redirectUris: Readonly<Record<FactorKind, string>>): DemoProviders {
  const grants = createDemoGrants();
  const pageOf = (kind: FactorKind) => new URL(`${DEMO_SCAN_PATH}/${kind}`, NOWHERE);
  const common = { appId: APP_ID, pkce: true };
  const wechat = createWechatProvider(
    { ...common, authorizeUrl: pageOf('wechat'), apiUrl: new URL(NOWHERE), appSecret: SECRET },
    createQuestioner(answerAsWechat(grants)),
  );
  let made: FactorProvider | null = null;
  const makeAlipay = () => {
    const ours = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const theirs = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const settings = {
      ...common,
      authorizeUrl: pageOf('alipay'),
      gatewayUrl: new URL('/gateway.do', NOWHERE),
      privateKey: ours.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      publicKey: theirs.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    };
    const send = answerAsAlipay(grants, ours.publicKey, theirs.privateKey);
    return createAlipayProvider(settings, createQuestioner(send));
  };
  /** Its keys take a while to make, and most starts never need them. */
  const getAlipay = () => {
    made ??= makeAlipay();
    return made;
  };
  const alipay: FactorProvider = {
    kind: 'alipay',
    takesExtras: true,
    codeField: 'auth_code',
    origin: null,
    buildAuthorizeUrl: (request) => getAlipay().buildAuthorizeUrl(request),
    redeem: (redemption) => getAlipay().redeem(redemption),
  };
  const codeFields = { wechat: wechat.codeField, alipay: alipay.codeField };

  return {
    providers: [bringHome(wechat), bringHome(alipay)],

    readAuthorization(kind, query) {
      const read = (name: string) => (typeof query[name] === 'string' ? query[name] : '');
      const asked = {
        redirectUri: read('redirect_uri'),
        state: read('state'),
        challenge: read('code_challenge'),
        nonce: read('nonce'),
      };
      const client = kind === 'wechat' ? read('appid') : read('app_id');
      const whole = [asked.state, asked.challenge, asked.nonce].every((one) => /^[\w-]{20,128}$/.test(one));
      return client === APP_ID && asked.redirectUri === redirectUris[kind] && whole ? asked : null;
    },

    decide(kind, asked, subject) {
      const { redirectUri, state, challenge, nonce } = asked;
      const back = new URL(redirectUri);
      back.searchParams.set('state', state);
      if (subject === null) back.searchParams.set('error', 'access_denied');
      else
        back.searchParams.set(
          codeFields[kind],
          grants.issue({ kind, subject, redirectUri, challenge, nonce }),
        );
      // The demo is opened under several host names, and cookies belong to one of them.
      return `${back.pathname}${back.search}`;
    },
  };
}

/** The demo's page is this site's own, by whichever name it was opened. */
function bringHome(provider: FactorProvider): FactorProvider {
  return {
    ...provider,
    origin: null,
    buildAuthorizeUrl(request) {
      const { pathname, search } = new URL(provider.buildAuthorizeUrl(request));
      return `${pathname}${search}`;
    },
  };
}

function answerAsWechat(grants: DemoGrants): SendToProvider {
  return async ({ searchParams }) => {
    const { appid, secret, code = '', code_verifier: verifier = '' } = Object.fromEntries(searchParams);
    const grant = appid === APP_ID && secret === SECRET ? grants.take('wechat', code, verifier) : null;
    if (grant === null) return Response.json({ errcode: 40029, errmsg: 'invalid code' });
    const { subject, nonce } = grant;
    return Response.json({
      access_token: 'demo',
      expires_in: 7200,
      openid: `open-${subject}`,
      unionid: subject,
      nonce,
    });
  };
}

function answerAsAlipay(grants: DemoGrants, ours: KeyObject, theirs: KeyObject): SendToProvider {
  const answer = (name: string, part: object) => {
    const text = JSON.stringify(part);
    return new Response(`{"${name}":${text},"sign":"${signRsa2(text, theirs)}"}`);
  };
  return async ({ searchParams }, { body }) => {
    const own = Object.fromEntries(new URLSearchParams(String(body)));
    const { sign = '', ...common } = Object.fromEntries(searchParams);
    if (!isSignedRsa2(listSigned({ ...common, ...own }), sign, ours))
      return answer('error_response', { code: '40002', msg: 'Invalid', sub_code: 'isv.invalid-signature' });
    const grant = grants.take('alipay', own.code ?? '', own.code_verifier ?? '');
    if (grant === null)
      return answer('error_response', { code: '40002', msg: 'Invalid', sub_code: 'isv.code-invalid' });
    const { subject, nonce } = grant;
    return answer('alipay_system_oauth_token_response', { user_id: subject, expires_in: 3600, nonce });
  };
}
