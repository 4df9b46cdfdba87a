import { openForm, people, press, signIn, sound } from '../../candidate/filing/filing';
import { fillPath, listRoutes } from '../../security/route-table';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient } from '../../support/test-client';

/** Answered before anything else is set up, from memory or for programs: bytes and the few headers they need. */
const bare = [
  '/livez',
  '/readyz',
  '/look-up/early-other/5/-/0001',
  '/look-up/early-other/5/-/0001/groups/01',
  '/checkpoints/latest',
  '/checkpoints/key',
  '/checkpoints/handovers',
  '/checkpoints/from/1',
  '/checkpoints/consistency/1/1',
];

describe('the headers of every answer', () => {
  let app: TestApp;
  let secure: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    secure = await startTestApp({
      database: app.database,
      env: { PUBLIC_URL: 'https://zhiyuan.example', TRUSTED_PROXIES: 'loopback' },
    });
  });
  afterAll(async () => {
    await secure.close();
    await app.close();
  });

  function expectStrict(path: string, headers: Headers): void {
    const policy = headers.get('content-security-policy') ?? '';
    const directives = new Map(
      policy.split(';').map((one) => {
        const [name = '', ...sources] = one.trim().split(' ');
        return [name, sources.join(' ')] as const;
      }),
    );
    expect([path, directives.get('default-src'), directives.get('script-src')]).toEqual([
      path,
      "'none'",
      "'self'",
    ]);
    expect(policy).not.toMatch(/unsafe-|\*|http:/);
    expect(policy.replace("img-src 'self' data:", '')).not.toContain('data:');
    for (const name of ['base-uri', 'frame-ancestors']) expect(directives.get(name)).toBe("'none'");
    expect(directives.get('form-action')).toBe("'self'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect([path, headers.get('cache-control')]).toEqual([path, 'no-store']);
    expect(headers.get('etag')).toBeNull();
  }

  it('are strict on every page, error pages and fragments included', async () => {
    const client = await signIn(app, people.pilot);
    const form = await openForm(client);
    expectStrict('draft', (await press(client, form, 'draft', sound)).headers);
    expectStrict('check', (await press(client, form, 'check', {})).headers);
    const paths = listRoutes(app.express)
      .filter(({ method }) => method === 'GET')
      .map(({ path }) => fillPath(path))
      .filter((path) => !bare.includes(path) && path !== '/favicon.ico');
    expect(paths.length).toBeGreaterThan(10);
    for (const path of [...paths, '/nowhere', '/batches/none/form', '/%B1'])
      expectStrict(path, (await client.get(path)).headers);
    for (const path of ['/sign-in', '/', '/signed-out'])
      expectStrict(path, (await createTestClient(app.url).get(path)).headers);
    expectStrict('csrf', (await client.post('/sign-out', {}, { csrf: null })).headers);
  });

  it('let assets be kept for ever, under an address that changes with them', async () => {
    const client = createTestClient(app.url);
    const page = await client.get('/sign-in');
    const addresses = [...page.html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(
      ([, address]) => address,
    );
    expect(addresses.length).toBeGreaterThan(0);
    for (const address of addresses) {
      const { status, headers } = await client.get(address ?? '');
      expect(status).toBe(200);
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(headers.get('set-cookie')).toBeNull();
    }
    for (const path of [
      '/assets/x/../../package.json',
      '/assets/x/%2e%2e/%2e%2e/package.json',
      '/assets/x/.env',
      '/.git/config',
      '/.env',
      '/assets/x/',
    ])
      expect([path, (await client.get(path)).status]).toEqual([path, 404]);
  });

  it('carry Strict-Transport-Security and secure cookies on https alone', async () => {
    const ask = (base: string) =>
      fetch(new URL('/sign-in', base), { headers: { 'x-forwarded-proto': 'https' } });
    const plain = await ask(app.url);
    expect(plain.headers.get('strict-transport-security')).toBeNull();
    expect(plain.headers.getSetCookie().join()).not.toContain('Secure');
    const https = await ask(secure.url);
    expect(https.headers.get('strict-transport-security')).toContain('max-age=31536000');
    const cookies = https.headers.getSetCookie();
    expect(cookies.length).toBe(3);
    expect(cookies.every((line) => /; Secure/.test(line) && /; HttpOnly/.test(line))).toBe(true);
  });

  it('do not follow the Host that is asked for', async () => {
    const client = createTestClient(app.url);
    const page = await client.get('/sign-in');
    expect(page.html).not.toMatch(/(href|src|action)="(https?:)?\/\//);
    const answer = await fetch(new URL('/', app.url), {
      redirect: 'manual',
      headers: { 'x-forwarded-host': 'evil.example', host: 'evil.example' },
    });
    expect(answer.headers.get('location')).toBe('/sign-in');
  });

  it('say nothing of an address to go to after the sign-in', async () => {
    const client = createTestClient(app.url);
    await client.get('/sign-in?next=//evil.example');
    const page = await client.post(
      '/sign-in?next=//evil.example',
      { candidateNumber: people.minority, password: 'Zhiyuan#2021', next: '//evil.example' },
      { follow: false },
    );
    expect(page.headers.get('location')).toBe('/');
  });
});
