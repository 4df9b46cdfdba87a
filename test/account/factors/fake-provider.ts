import { generateKeyPairSync } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { isSignedRsa2, listSigned, signRsa2 } from '../../../src/account/factor-providers/alipay-signature';

/** How the provider answers: rightly, or with one of its faults. */
export type Mood =
  | 'right'
  | 'silent'
  | 'cut'
  | 'garbage'
  | 'broken'
  | 'redirecting'
  | 'endless'
  | 'empty'
  | 'busy'
  | 'unsigned'
  | 'tampered';

/** 微信 and 支付宝 on a port of the test's own, without PKCE, as the real ones are. */
export interface FakeProvider {
  readonly env: Record<string, string>;
  mood: Mood;
  /** A code that stands for somebody, once. */
  issue(kind: 'wechat' | 'alipay', subject: string): string;
  /** What was asked last, as it came. */
  readonly asked: { readonly query: URLSearchParams; readonly body: URLSearchParams }[];
  close(): Promise<void>;
}

/** Starts it; `env` makes an application use it. */
export async function startFakeProvider(): Promise<FakeProvider> {
  const ours = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const theirs = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const codes = new Map<string, string>();
  const asked: { query: URLSearchParams; body: URLSearchParams }[] = [];
  const take = (key: string) => {
    const subject = codes.get(key);
    codes.delete(key);
    return subject;
  };

  function answerWechat(query: URLSearchParams): string {
    if (provider.mood === 'busy') return JSON.stringify({ errcode: -1, errmsg: 'system error' });
    const known = query.get('appid') === 'wx-test' && query.get('secret') === 'wx-secret';
    const subject = known ? take(`wechat|${query.get('code')}`) : undefined;
    if (subject === undefined) return JSON.stringify({ errcode: 40029, errmsg: 'invalid code' });
    return JSON.stringify({ access_token: 't', openid: `o-${subject}`, unionid: subject });
  }

  function answerAlipay(query: URLSearchParams, body: URLSearchParams): string {
    const { sign = '', ...common } = Object.fromEntries(query);
    const signed = isSignedRsa2(listSigned({ ...common, ...Object.fromEntries(body) }), sign, ours.publicKey);
    const subject = signed ? take(`alipay|${body.get('code')}`) : undefined;
    const part = JSON.stringify(
      subject === undefined
        ? { code: '40002', msg: 'Invalid', sub_code: 'isv.code-invalid' }
        : { user_id: subject, access_token: '{"}', expires_in: '3600' },
    );
    const name = subject === undefined ? 'error_response' : 'alipay_system_oauth_token_response';
    const signature = signRsa2(part, theirs.privateKey);
    if (provider.mood === 'unsigned') return `{"${name}":${part}}`;
    const shown = provider.mood === 'tampered' ? part.replace('"user_id":"', '"user_id":"9') : part;
    return `{"${name}":${shown},"sign":"${signature}"}`;
  }

  const server = http.createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => parts.push(part));
    req.on('end', () => {
      const { pathname, searchParams: query } = new URL(req.url ?? '/', 'http://provider');
      const body = new URLSearchParams(Buffer.concat(parts).toString('utf8'));
      asked.push({ query, body });
      switch (provider.mood) {
        case 'silent':
          return;
        case 'cut':
          return req.socket.destroy();
        case 'garbage':
          return res.end('<html>502</html>');
        case 'broken':
          return res.writeHead(500).end('no');
        case 'redirecting':
          return res.writeHead(302, { location: '/elsewhere' }).end();
        case 'empty':
          return res.end('{}');
        case 'endless':
          return res.end(`{"openid":"${'x'.repeat(100_000)}"}`);
        default:
          return res.end(pathname === '/gateway.do' ? answerAlipay(query, body) : answerWechat(query));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let count = 0;

  const provider: FakeProvider = {
    mood: 'right',
    asked,
    env: {
      OUTBOUND_ALLOW: '127.0.0.1',
      WECHAT_LOGIN_APP_ID: 'wx-test',
      WECHAT_LOGIN_APP_SECRET: 'wx-secret',
      WECHAT_LOGIN_AUTHORIZE_URL: `${base}/connect/qrconnect`,
      WECHAT_LOGIN_API_URL: base,
      ALIPAY_APP_ID: '2021000000000000',
      ALIPAY_PRIVATE_KEY: ours.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      ALIPAY_PUBLIC_KEY: theirs.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
      ALIPAY_AUTHORIZE_URL: `${base}/oauth2/publicAppAuthorize.htm`,
      ALIPAY_GATEWAY_URL: `${base}/gateway.do`,
    },
    issue(kind, subject) {
      count += 1;
      codes.set(`${kind}|code${count}`, subject);
      return `code${count}`;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return provider;
}
