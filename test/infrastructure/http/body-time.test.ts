import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { extendBodyTime, limitBodyTime } from '../../../src/infrastructure/http/body-time';

describe('the time that a body may take', () => {
  let server: Server;
  let extended = false;

  beforeAll(async () => {
    server = createServer((req, res) => {
      limitBodyTime(req, res, 150);
      if (extended) extendBodyTime(req, 60_000);
      req.on('error', () => undefined);
      req.resume();
      req.on('end', () => res.end('whole'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  /** Posts two bytes with a rest between them. */
  async function postSlowly(restMs: number, length = true): Promise<string> {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    const size = length ? 'Content-Length: 2' : 'Transfer-Encoding: chunked';
    socket.write(
      `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${size}\r\n\r\n${length ? 'a' : '1\r\na\r\n'}`,
    );
    await sleep(restMs);
    if (!socket.destroyed) socket.write(length ? 'b' : '1\r\nb\r\n0\r\n\r\n');
    await closed;
    return answer;
  }

  it('ends a slow one with 408, whichever way its length is told', async () => {
    extended = false;
    expect(await postSlowly(1000)).toContain('408');
    expect(await postSlowly(1000, false)).toContain('408');
  });

  it('leaves alone what comes whole in time, or was given more', async () => {
    extended = false;
    expect(await postSlowly(0)).toContain('whole');
    extended = true;
    expect(await postSlowly(500)).toContain('whole');
  });
});
