import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedCall {
  readonly path: string;
  readonly token: string | null;
  readonly body: Record<string, unknown>;
}

/** The official account's API, as much of it as is used, with faults at wish. */
export interface WechatServer {
  readonly url: URL;
  readonly calls: ReceivedCall[];
  /** The token that is accepted; `stable_token` tells it. */
  token: string;
  /** What `stable_token` tells when it is not forced, in place of the token in force. */
  staleToken: string | null;
  /** Seconds. */
  tokenLife: number;
  /** Answers of the next calls, in place of the usual ones; a number is an HTTP status, null is silence. */
  readonly next: (object | number | null)[];
  close(): Promise<void>;
}

export async function startWechatServer(): Promise<WechatServer> {
  const answer = ({ path, token, body }: ReceivedCall): object => {
    if (path === '/cgi-bin/stable_token') {
      if (body.force_refresh === true) fake.staleToken = null;
      return { access_token: fake.staleToken ?? fake.token, expires_in: fake.tokenLife };
    }
    if (token !== fake.token) return { errcode: 42001, errmsg: 'access_token expired' };
    return path === '/cgi-bin/qrcode/create'
      ? { ticket: 'T', expire_seconds: 600, url: 'http://weixin.example/q/abc' }
      : { errcode: 0, errmsg: 'ok' };
  };
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const address = new URL(req.url ?? '/', 'http://localhost');
    const call = {
      path: address.pathname,
      token: address.searchParams.get('access_token'),
      body: JSON.parse(Buffer.concat(chunks).toString('utf8')),
    };
    fake.calls.push(call);
    const planned = fake.next.length > 0 ? fake.next.shift() : answer(call);
    if (planned === null) return;
    if (typeof planned === 'number') res.writeHead(planned).end('fault');
    else res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(planned));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fake: WechatServer = {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    calls: [],
    token: 'token-1',
    staleToken: null,
    tokenLife: 7200,
    next: [],
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}
