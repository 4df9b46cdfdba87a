import { generateKeyPairSync, sign } from 'node:crypto';
import { demoPathOf, demoPlatforms } from '../../src/account/demo-platforms/demo-platforms';
import { outsideDemo } from '../support/outside-demo';
import { createPathBrowser, signInBrowser, startPlatformApp } from '../support/platforms';
import { startTestApp, type TestApp } from '../support/test-app';
import { takeSnapshot } from './database-snapshot';

/**
 * What stands before sessions and CSRF, and is no route of Express: the provider's own addresses, and where its
 * server tells platforms of sign-outs. Each proves who asks by itself; what it says to somebody who proves nothing.
 */
const provider: Readonly<Record<string, number>> = {
  'GET /.well-known/openid-configuration': 200,
  'GET /.well-known/oauth-authorization-server': 200,
  'GET /jwks': 200,
  'GET /auth': 400,
  'GET /auth/x': 400,
  // A platform may ask by a form: the browser asks again by GET, and takes its cookies along.
  'POST /auth': 303,
  'POST /session/end': 303,
  'POST /token': 400,
  'GET /me': 401,
  'POST /me': 401,
  // Nobody is signed in: there is nothing to ask about.
  'GET /session/end': 303,
  'POST /session/end/confirm': 400,
  'GET /session/end/success': 200,
};

/** What the library could do, and does not here. */
const absent = [
  'GET /token',
  'GET /session/end/confirm',
  'POST /reg',
  'GET /reg/candidate-platform',
  'POST /request',
  'POST /token/introspection',
  'POST /token/revocation',
  'GET /device',
  'POST /device',
  'POST /device/auth',
  'POST /backchannel',
  'POST /challenge',
  'POST /credential',
  'GET /interaction/x',
  'POST /interaction/x',
  'GET /interaction/x/abort',
  'GET /',
];

const backChannels = [
  '/sign-in/account/back-channel',
  ...demoPlatforms.map(({ code }) => `${demoPathOf(code)}/back-channel`),
];

/** Tables that a visit may touch. */
const passing = ['oidc_records', 'picture_codes', 'account_sessions', 'account_sign_ins', 'account_mails'];

describe('what stands before sessions and CSRF', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startPlatformApp();
  });
  afterAll(() => app.close());

  function ask(route: string, headers: Readonly<Record<string, string>> = {}, base = '/account/oidc') {
    const [method = '', path = ''] = route.split(' ');
    const body = method === 'POST' ? { body: new URLSearchParams({ x: '1' }) } : {};
    return fetch(new URL(`${base}${path}`, app.url), { method, redirect: 'manual', headers, ...body });
  }

  it.each(Object.entries(provider))('%s answers %d to somebody who proves nothing', async (route, status) => {
    const before = await takeSnapshot(app.database.knex, passing);
    const response = await ask(route, { accept: 'text/html' });
    expect(response.status).toBe(status);
    expect(response.headers.get('cache-control')).toMatch(/no-store/);
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    for (const cookie of response.headers.getSetCookie())
      expect(cookie).toMatch(/; path=\/account\/.*; httponly/i);
    expect(await takeSnapshot(app.database.knex, passing)).toEqual(before);
  });

  it.each(absent)('%s is not there', async (route) => {
    const response = await ask(route, { accept: 'text/html' });
    expect([404, 403]).toContain(response.status);
  });

  it.each(['OPTIONS', 'PUT', 'DELETE', 'PATCH', 'TRACE'])('answers no %s', async (method) => {
    if (method === 'TRACE') return;
    for (const path of ['/token', '/auth', '/me', '/reg/candidate-platform']) {
      const response = await fetch(new URL(`/account/oidc${path}`, app.url), { method });
      expect([path, response.status]).toEqual([path, 405]);
    }
  });

  it.each(['/Account/oidc/jwks', '/account/OIDC/jwks', '/account/oidcx/jwks', '/oidc/jwks'])(
    'does not stand at %s',
    async (path) => {
      expect((await fetch(new URL(path, app.url))).status).toBe(404);
    },
  );

  it.each([
    ['a body that is none', 'application/json', '{"grant_type":"authorization_code"}', 400],
    ['a body without end', 'application/x-www-form-urlencoded', `code=${'x'.repeat(200_000)}`, 400],
  ])('refuses %s at the token endpoint', async (_what, type, body, status) => {
    const response = await fetch(new URL('/account/oidc/token', app.url), {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect(response.status).toBe(status);
  });

  it.each(backChannels)('%s ends nothing that the provider did not sign', async (path) => {
    const browser = await signInBrowser(app, 'lumingqi');
    const before = await takeSnapshot(app.database.knex, passing);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = {
      iss: `${app.url}/account/oidc`,
      aud: 'candidate-platform',
      sub: 'x',
      sid: 'x',
      exp: Math.floor(Date.now() / 1000) + 60,
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    };
    const known = (await (await ask('GET /jwks')).json()) as { keys: { kid: string }[] };
    const kid = known.keys[0]?.kid;
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const aud = path.startsWith('/sign-in') ? 'candidate-platform' : path.split('/')[3];
    const signedByAnother = `${part({ alg: 'ES256', typ: 'logout+jwt', kid })}.${part({ ...claims, aud })}`;
    const signature = sign('sha256', Buffer.from(signedByAnother), {
      key: privateKey,
      dsaEncoding: 'ieee-p1363',
    });
    const forged = [
      `${signedByAnother}.${signature.toString('base64url')}`,
      '',
      'x',
      'a.b.c',
      `${part({ alg: 'none', typ: 'logout+jwt' })}.${part(claims)}.`,
      `${part({ alg: 'ES256', typ: 'logout+jwt', kid: 'x' })}.${part(claims)}.${'A'.repeat(86)}`,
      `${part({ alg: 'HS256', typ: 'logout+jwt' })}.${part(claims)}.${'A'.repeat(43)}`,
    ];
    for (const token of forged) {
      const body = new URLSearchParams({ logout_token: token });
      const response = await fetch(new URL(path, app.url), { method: 'POST', body });
      expect(response.status).toBe(400);
    }
    expect((await fetch(new URL(path, app.url))).status).toBe(404);
    expect(await takeSnapshot(app.database.knex, passing)).toEqual(before);
    expect((await browser.get('/account')).url).toBe('/account');
  });

  it('marks its cookies secure and names https where PUBLIC_URL does', async () => {
    const env = { PUBLIC_URL: 'https://zhiyuan.example' };
    const behind = await startTestApp({ database: app.database, env });
    const response = await fetch(new URL('/account/oidc/session/end', behind.url), { redirect: 'manual' });
    expect(response.headers.get('location')).toBe('https://zhiyuan.example/account/oidc/session/end/success');
    const cookies = response.headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) expect(cookie).toMatch(/; secure/i);
    await behind.close();
  });

  it('has a ceiling for what browsers begin that are not signed in', async () => {
    const key = 'beginAuthorization-near:127.0.0.1';
    const full = { key, points: 3000, expire: Date.now() + 600_000 };
    await app.database.knex('throttles').insert(full).onConflict('key').merge();
    const response = await ask('GET /auth');
    expect([response.status, await response.text()]).toEqual([429, expect.stringContaining('操作过于频繁')]);
    await app.database.knex('throttles').where({ key }).delete();
  });

  it('knows none of the demo’s platforms outside the demo, were their rows there', async () => {
    const live = await startTestApp({
      database: app.database,
      env: { ...outsideDemo('drill'), PUBLIC_URL: app.url },
    });
    const visitor = createPathBrowser(live.url);
    for (const path of ['/demo/platforms', demoPathOf('chsi-archive')])
      expect((await visitor.get(path)).status).toBe(404);
    const query = 'client_id=chsi-archive&response_type=code&scope=openid';
    const response = await fetch(new URL(`/account/oidc/auth?${query}`, live.url), { redirect: 'manual' });
    expect([response.status, await response.text()]).toEqual([
      400,
      expect.stringContaining('此平台没有登记'),
    ]);
    await live.close();
  });
});
