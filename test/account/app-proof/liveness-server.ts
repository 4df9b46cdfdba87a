import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export const SECRET = 'd2a1b0c9e8f7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9';

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly act: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: {
    readonly check: string;
    readonly person?: { readonly documentKind: string; readonly number: string; readonly name: string };
  };
}

/** What is answered; a signature that is not given is the right one, null body: silence. */
export interface GivenAnswer {
  readonly status?: number;
  readonly body: object | string | null;
  readonly signature?: string;
  /** Milliseconds of thinking. */
  readonly afterMs?: number;
}

/** A service behind a phone app, in the test's hand. */
export interface LivenessServer {
  readonly url: URL;
  readonly received: ReceivedRequest[];
  answer: (request: ReceivedRequest) => GivenAnswer;
  close(): Promise<void>;
}

/** Signs as docs/operator.md tells the makers of such a service. */
export function signAsService(nonce: string, text: string, secret = SECRET): string {
  return `sha256=${createHmac('sha256', secret).update(`answer\n${nonce}\n${text}`).digest('hex')}`;
}

export async function startLivenessServer(): Promise<LivenessServer> {
  const received: ReceivedRequest[] = [];
  const http = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    const path = req.url ?? '';
    const act = path.split('/').at(-1) ?? '';
    const request = { act, path, headers: req.headers, text, body: JSON.parse(text) };
    received.push(request);
    const { status = 200, body, signature, afterMs = 0 } = server.answer(request);
    await sleep(afterMs);
    if (body === null) return;
    const sent = typeof body === 'string' ? body : JSON.stringify(body);
    const right = signAsService(String(req.headers['x-zhiyuan-nonce']), sent);
    res.writeHead(status, { 'x-zhiyuan-signature': signature ?? right }).end(sent);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const server: LivenessServer = {
    url: new URL(`http://127.0.0.1:${port}/liveness/`),
    received,
    answer: ({ body }) => ({ body: { check: body.check, state: 'waiting' } }),
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}
