import { createHash, randomInt } from 'node:crypto';

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
}

export function createWechatCaller(base: string, token: string): WechatCaller {
  const sign = ({ timestamp, nonce }: Pick<Signed, 'timestamp' | 'nonce'>) =>
    createHash('sha1').update([token, timestamp, nonce].sort().join('')).digest('hex');

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

  return {
    get: (query, change = {}, resign = false) => fetch(address(query, change, resign)),
    post: (xml, change = {}, resign = false) =>
      fetch(address({}, change, resign), {
        method: 'POST',
        headers: { 'content-type': 'text/xml' },
        body: xml,
      }),
  };
}
