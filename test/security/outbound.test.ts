import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import fc from 'fast-check';
import { Agent } from 'undici';
import { createOutbound, RefusedTarget } from '../../src/infrastructure/security/outbound';
import {
  isCallable,
  isSpecialAddress,
  leadsInside,
  parseAllowedTarget,
} from '../../src/infrastructure/security/special-address';
import { createVirtualBrowser } from '../../src/operations/rehearsal/virtual-browser';

/** One address of every block of IANA's special-purpose registries (RFC 6890 and its successors), and of multicast. */
const special = [
  ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '127.0.0.1', '127.255.255.254'],
  ...[
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.0.170',
    '192.0.2.1',
    '192.31.196.1',
  ],
  ...['192.52.193.1', '192.88.99.1', '192.168.0.1', '192.175.48.1', '198.18.0.1', '198.19.255.255'],
  ...['198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
  ...[
    '::',
    '::1',
    '::7f00:1',
    '::ffff:127.0.0.1',
    '::ffff:169.254.169.254',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
  ],
  ...[
    '64:ff9b:1::1',
    '100::1',
    '100:0:0:1::1',
    '2001::1',
    '2001:1::1',
    '2001:2::1',
    '2001:3::1',
    '2001:4:112::1',
  ],
  ...['2001:10::1', '2001:20::1', '2001:30::1', '2001:db8::1', '2002:7f00:1::', '2620:4f:8000::1', '3fff::1'],
  ...['5f00::1', 'fc00::1', 'fd12:3456::1', 'fe80::1', 'fec0::1', 'ff02::1', '4000::1', '', 'localhost'],
];

const allow = (...entries: string[]) => entries.flatMap((entry) => parseAllowedTarget(entry) ?? []);

describe('addresses of special use', () => {
  it.each(special)('%s is one', (address) => expect(isSpecialAddress(address)).toBe(true));

  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '123.125.46.61',
    '100.63.255.255',
    '172.32.0.1',
    '198.20.0.1',
    '::ffff:8.8.8.8',
  ])('%s is none', (address) => expect(isSpecialAddress(address)).toBe(false));
  it.each(['2400:3200::1', '2606:4700::1111', '240e:1::1'])('%s is none', (address) =>
    expect(isSpecialAddress(address)).toBe(false),
  );

  it('is none the less one as it is written in IPv6', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(isSpecialAddress(`::ffff:${address}`)).toBe(isSpecialAddress(address));
      }),
    );
  });

  it('allows what is named, on its port alone where one is given', () => {
    const named = allow('10.1.2.3:8080', '10.2.0.0/16', '[fd00::1]:443', 'fd01::/16');
    const cases = [
      ['10.1.2.3', 8080, true],
      ['10.1.2.3', 8081, false],
      ['::ffff:10.1.2.3', 8080, true],
      ['10.2.255.1', 1, true],
      ['10.3.0.1', 1, false],
      ['fd00::1', 443, true],
      ['fd00::1', 80, false],
      ['fd01:5::1', 80, true],
      ['169.254.169.254', 80, false],
      ['8.8.8.8', 80, true],
    ] as const;
    for (const [address, port, callable] of cases)
      expect([address, port, isCallable(address, port, named)]).toEqual([address, port, callable]);
  });

  it.each([
    'https://169.254.169.254/',
    'https://2852039166/',
    'https://0251.0376.0251.0376/',
    'https://0xa9.0xfe.0xa9.0xfe/',
    'https://169.254.43518/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[::1]/',
    'https://localhost/',
    'https://LOCALHOST./',
    'https://x.localhost/',
    'https://redis/',
    'https://metadata.google.internal/',
    'https://printer.local/',
    'https://１２７.０.０.１/',
    'https://127。0。0。1/',
    'smpp://a:b@0177.0.0.1:2775',
    'smpp://a:b@2130706433',
  ])('%s leads inside', (address) => expect(leadsInside(new URL(address), [])).toBe(true));

  it('lets names of the own network be tried where something inside is allowed', () => {
    expect(leadsInside(new URL('https://gateway/'), allow('10.0.0.0/8'))).toBe(false);
    expect(leadsInside(new URL('https://localhost:8080/'), allow('127.0.0.1:8080'))).toBe(false);
    expect(leadsInside(new URL('https://localhost:8081/'), allow('127.0.0.1:8080'))).toBe(true);
    expect(leadsInside(new URL('https://sms.example.com/'), [])).toBe(false);
  });
});

describe('calls to others', () => {
  let server: Server;
  let port = 0;
  let asked = 0;
  beforeAll(async () => {
    server = createServer((req, res) => {
      asked += 1;
      if (req.url === '/away') res.writeHead(302, { location: '/there' });
      res.end('x');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(() => {
    asked = 0;
  });

  const findCause = (error: unknown): unknown =>
    error instanceof Error && error.cause !== undefined ? findCause(error.cause) : error;

  it.each(['127.0.0.1', '2130706433', '0177.0.0.1', '[::ffff:127.0.0.1]', 'localhost', '0.0.0.0'])(
    'never reach %s, whatever it is called or resolves to',
    async (host) => {
      const error = await createOutbound([])
        .fetch(`http://${host}:${port}/`, {})
        .catch((fault: unknown) => fault);
      expect(findCause(error)).toBeInstanceOf(RefusedTarget);
      expect(asked).toBe(0);
    },
  );

  it('pass a dispatcher by that a library brings', async () => {
    const init = { dispatcher: new Agent() } as unknown as RequestInit;
    await expect(createOutbound([]).fetch(`http://127.0.0.1:${port}/`, init)).rejects.toThrow();
    expect(asked).toBe(0);
  });

  it('reach what is named, on its port, by name too', async () => {
    const outbound = createOutbound(allow(`127.0.0.1:${port}`));
    expect(await (await outbound.fetch(`http://127.0.0.1:${port}/`, {})).text()).toBe('x');
    expect(await (await outbound.fetch(`http://localhost:${port}/`, {})).text()).toBe('x');
    await expect(
      createOutbound(allow('127.0.0.1:1')).fetch(`http://localhost:${port}/`, {}),
    ).rejects.toThrow();
  });

  it('follow no redirect', async () => {
    const outbound = createOutbound(allow('127.0.0.1'));
    await expect(outbound.fetch(`http://127.0.0.1:${port}/away`, {})).rejects.toThrow();
    await expect(outbound.fetch(`http://127.0.0.1:${port}/away`, { redirect: 'follow' })).rejects.toThrow();
    const shown = await outbound.fetch(`http://127.0.0.1:${port}/away`, { redirect: 'manual' });
    expect(shown.status).toBe(302);
    expect(asked).toBe(3);
  });

  it('judge names at the socket for other protocols too', async () => {
    const lookUp = createOutbound([]).lookupFor(2775);
    const error = await new Promise((resolve) => lookUp('localhost', {}, (fault) => resolve(fault)));
    expect(error).toBeInstanceOf(RefusedTarget);
    expect(() => createOutbound([]).checkHost('10.0.0.1', 2775)).toThrow(RefusedTarget);
    expect(() => createOutbound(allow('10.0.0.1:2775')).checkHost('10.0.0.1', 2775)).not.toThrow();
  });

  it('leave by one place alone', () => {
    const root = path.join(__dirname, '../../src');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const known = [
      'infrastructure/security/outbound.ts',
      // Of the operator's commands, which no request reaches: the certificate at PUBLIC_URL, a rehearsal's own server.
      'operations/certificate.ts',
      'operations/rehearsal/virtual-browser.ts',
    ];
    const offenders = files.filter((name) => {
      if (known.includes(name.split(path.sep).join('/'))) return false;
      const text = readFileSync(path.join(root, name), 'utf8');
      return /(?:await|return|=>|=) fetch\(|globalThis\.fetch|from 'undici'|https?\.(get|request)\(|from 'node:https'|tls\.connect\(/.test(
        text,
      );
    });
    expect(offenders).toEqual([]);
    const served = files.filter((name) => !/^(cli|operations)\//.test(name.split(path.sep).join('/')));
    const reaching = served.filter((name) =>
      /from '.*\/(certificate|doctor|rehearsal\/[a-z-]+)'/.test(readFileSync(path.join(root, name), 'utf8')),
    );
    expect(reaching).toEqual([]);
  });

  it('of a rehearsal lead to this machine alone', () => {
    expect(() => createVirtualBrowser('http://198.51.100.7:3000', '10.0.0.1')).toThrow('this machine');
  });
});
