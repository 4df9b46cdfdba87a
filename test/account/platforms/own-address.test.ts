import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOwnAddress } from '../../../src/account/platforms/own-address';
import { createOutbound } from '../../../src/infrastructure/security/outbound';

describe('a process that asks itself', () => {
  let server: Server;
  let port = 0;
  beforeAll(async () => {
    server = createServer((req, res) => res.end(req.url));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is reached by PUBLIC_URL before and after it knows where it listens, and nothing else inside is', async () => {
    const own = createOwnAddress(new URL(`http://localhost:${port}`), createOutbound([]));
    const ask = async (url: string) => (await own.fetch(url, {})).text();
    expect(await ask(`http://localhost:${port}/a?b`)).toBe('/a?b');
    await expect(ask(`http://127.0.0.1:${port}/a`)).rejects.toThrow();
    own.learn('::ffff:127.0.0.1', port);
    expect(await ask(`http://localhost:${port}/c`)).toBe('/c');
    await expect(ask(`http://127.0.0.1:${port}/c`)).rejects.toThrow();
  });

  it('is asked where it listens, whatever its public name means here', async () => {
    const own = createOwnAddress(new URL('https://zhiyuan.invalid'), createOutbound([]));
    own.learn('127.0.0.1', port);
    expect(await (await own.fetch('https://zhiyuan.invalid/x', {})).text()).toBe('/x');
  });
});
