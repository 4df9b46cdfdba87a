import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeFault } from '../../../src/domain/messages/gateway';
import { createHttpGateway } from '../../../src/domain/messages/http.gateway';
import { createLoopbackOutbound } from '../../support/outbound';
import { describeMessage, PHONE } from './outbox';

const outbound = createLoopbackOutbound();
const SECRET = 'a secret of more than thirty-two characters';

describe('SMS by signed JSON', () => {
  let server: Server;
  let url: URL;
  let status: number | null = 200;
  let location = '';
  const received: { headers: IncomingHttpHeaders; body: string; method: string | undefined }[] = [];

  beforeAll(async () => {
    server = createServer(async (req, res) => {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk);
      received.push({
        headers: req.headers,
        body: Buffer.concat(chunks).toString('utf8'),
        method: req.method,
      });
      if (status !== null) res.writeHead(status, location === '' ? {} : { location }).end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`);
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(() => {
    status = 200;
    location = '';
    received.splice(0);
  });

  it('posts text and id, signed so that the receiver can check both', async () => {
    const message = describeMessage({ text: '【河南省招生办公室】𫖯㛃，您好\n“再见”', lifeSeconds: 120 });
    const before = Math.floor(Date.now() / 1000);
    await createHttpGateway({ url, secret: SECRET }, outbound).send(message);
    const [{ headers, body, method } = { headers: {}, body: '', method: '' }] = received;
    expect(method).toBe('POST');
    expect(JSON.parse(body)).toEqual({
      id: message.stableId,
      channel: 'sms',
      to: PHONE,
      text: message.text,
      lifeSeconds: 120,
    });
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(headers['idempotency-key']).toBe(message.stableId);
    const timestamp = String(headers['x-zhiyuan-timestamp']);
    expect(Number(timestamp)).toBeGreaterThanOrEqual(before);
    const signature = createHmac('sha256', SECRET).update(`${timestamp}\n${body}`).digest('hex');
    expect(headers['x-zhiyuan-signature']).toBe(`sha256=${signature}`);
  });

  it('repeats itself under the same key', async () => {
    const message = describeMessage();
    const gateway = createHttpGateway({ url, secret: SECRET }, outbound);
    status = 503;
    await expect(gateway.send(message)).rejects.toMatchObject({ code: 'http 503', final: false });
    status = 202;
    await gateway.send(message);
    expect(new Set(received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  it.each([
    [400, false],
    [401, false],
    [422, true],
    [429, false],
    [500, false],
  ])('takes %s for a failure', async (code, final) => {
    status = code;
    const gateway = createHttpGateway({ url, secret: SECRET }, outbound);
    await expect(gateway.send(describeMessage())).rejects.toMatchObject({ code: `http ${code}`, final });
  });

  it('follows no redirect: a message goes to the configured address or nowhere', async () => {
    status = 307;
    location = '/elsewhere';
    await expect(
      createHttpGateway({ url, secret: SECRET }, outbound).send(describeMessage()),
    ).rejects.toThrow();
    expect(received).toHaveLength(1);
  });

  it('takes silence for a failure', async () => {
    status = null;
    const sending = createHttpGateway({ url, secret: SECRET }, outbound, 50).send(describeMessage());
    await expect(sending).rejects.toThrow();
  });

  it('names what went wrong and not to whom', async () => {
    const nowhere = new URL('http://127.0.0.1:9/messages');
    const fault = await createHttpGateway({ url: nowhere, secret: SECRET }, outbound)
      .send(describeMessage())
      .catch(describeFault);
    expect(fault).toMatch(/^TypeError/);
    expect(fault).not.toContain(PHONE);
  });
});
