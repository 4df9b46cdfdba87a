import { randomInt } from 'node:crypto';
import { signSorted } from './wechat-seal';

interface Signed {
  readonly signature: string;
  readonly timestamp: string;
  readonly nonce: string;
}

/** Calls our address as the official account's server does. */
export interface WechatCaller {
  /** `change` replaces parts of the signed query; `resign` signs it again afterwards. */
  get(query: Record<string, string>, change?: Partial<Signed>, resign?: boolean): Promise<Response>;
  post(xml: string, change?: Partial<Signed>, resign?: boolean): Promise<Response>;
  /** What was sealed, in 安全模式; `change` replaces parts of the query after it was signed. */
  postSealed(sealed: string, change?: Record<string, string>): Promise<Response>;
}

export function createWechatCaller(base: string, token: string): WechatCaller {
  const sign = ({ timestamp, nonce }: Pick<Signed, 'timestamp' | 'nonce'>) =>
    signSorted(token, timestamp, nonce);

  function address(query: Record<string, string>, change: Partial<Signed>, resign: boolean): URL {
    const plain = {
      timestamp: String(Math.floor(Date.now() / 1000)),
      nonce: String(randomInt(1_000_000_000)),
    };
    const changed = { ...plain, signature: sign(plain), ...change };
    const signed = resign ? { ...changed, signature: sign(changed) } : changed;
    const url = new URL('/wechat/callback', base);
    url.search = new URLSearchParams({ ...signed, ...query }).toString();
    return url;
  }

  const send = (url: URL, xml: string) =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'text/xml' }, body: xml });

  return {
    get: (query, change = {}, resign = false) => fetch(address(query, change, resign)),
    post: (xml, change = {}, resign = false) => send(address({}, change, resign), xml),
    postSealed: (sealed, change = {}) => {
      const url = address({}, {}, false);
      const [timestamp = '', nonce = ''] = ['timestamp', 'nonce'].map(
        (name) => url.searchParams.get(name) ?? '',
      );
      url.searchParams.set('encrypt_type', 'aes');
      url.searchParams.set('msg_signature', signSorted(token, timestamp, nonce, sealed));
      for (const [name, value] of Object.entries(change)) url.searchParams.set(name, value);
      return send(
        url,
        `<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`,
      );
    },
  };
}
