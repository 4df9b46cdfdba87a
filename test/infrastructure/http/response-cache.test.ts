import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createResponseCache } from '../../../src/infrastructure/http/response-cache';

describe('answers kept for their address', () => {
  let server: Server;
  let url: string;
  let reference: object = {};
  let computed = 0;

  beforeAll(async () => {
    const answers = createResponseCache({
      current: () => reference,
      refresh: async () => undefined,
      version: () => 1,
      stop: () => undefined,
    });
    const app = express();
    app.get('/codes/:code', (req, res) => {
      computed += 1;
      answers.send(req, res, `<b>${req.params.code}</b>北京市`);
    });
    server = createServer((req, res) => {
      if (!answers.answer(req, res)) app(req, res);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  beforeEach(() => {
    reference = {};
    computed = 0;
  });

  async function ask(path: string, method = 'GET') {
    const response = await fetch(`${url}${path}`, { method });
    const headers = Object.fromEntries(response.headers);
    delete headers.date;
    delete headers['x-powered-by'];
    return { status: response.status, headers, text: await response.text() };
  }

  it('are computed once, and are the same byte for byte', async () => {
    const first = await ask('/codes/0001');
    expect(first).toMatchObject({ status: 200, text: '<b>0001</b>北京市' });
    expect(first.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-length': String(Buffer.byteLength(first.text)),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(await ask('/codes/0001')).toEqual(first);
    expect(computed).toBe(1);
    expect((await ask('/codes/0002')).text).toBe('<b>0002</b>北京市');
    expect(computed).toBe(2);
  });

  it('are forgotten when what they were computed from changes', async () => {
    await ask('/codes/0001');
    reference = {};
    await ask('/codes/0001');
    expect(computed).toBe(2);
  });

  it('are not kept for an address with a query, nor given to another method', async () => {
    for (const path of ['/codes/0001?a', '/codes/0001?b', '/codes/0001?a'])
      expect((await ask(path)).text).toBe('<b>0001</b>北京市');
    expect(computed).toBe(3);
    await ask('/codes/0001');
    expect((await ask('/codes/0001', 'HEAD')).text).toBe('');
    expect(computed).toBe(5);
    expect((await ask('/codes/0001', 'POST')).status).toBe(404);
  });

  it('are not kept for a long address, of which there are too many', async () => {
    const [short, long] = [180, 250].map((length) => `/codes/${'%20'.repeat(Math.ceil(length / 3))}0001`);
    for (const [path, times] of [
      [short, 1],
      [long, 2],
    ] as const) {
      computed = 0;
      const first = await ask(path ?? '');
      expect(await ask(path ?? '')).toEqual(first);
      expect(computed).toBe(times);
    }
  });

  it('never outgrow their room', async () => {
    const answers = createResponseCache({
      current: () => reference,
      refresh: async () => undefined,
      version: () => 1,
      stop: () => undefined,
    });
    const response = { writeHead: () => response, end: () => response };
    const at = (address: number) => ({ method: 'GET', url: `/${address}`, originalUrl: `/${address}` });
    const isKept = (address: number) => answers.answer(at(address) as never, response as never);
    for (let address = 0; address <= 50_000; address += 1)
      answers.send(at(address) as never, response as never, 'x');
    expect(isKept(1)).toBe(false);
    answers.send(at(1) as never, response as never, 'x');
    expect(isKept(1)).toBe(true);
  });
});
