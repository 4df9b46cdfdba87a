import { once } from 'node:events';
import { OutgoingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import fc from 'fast-check';
import { setUpCookieNames } from '../../../src/infrastructure/http/cookie-names';
import { maskToken, unmaskToken } from '../../../src/infrastructure/http/masked-token';
import { createDeviceCookie, markOfDevice } from '../../../src/infrastructure/http/set-up-device';
import { people, signIn } from '../../candidate/filing/filing';
import { signInAccount } from '../../support/accounts';
import { deviceOf } from '../../support/device';
import { findInClear } from '../../support/find-in-clear';
import { signInOfficer } from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient } from '../../support/test-client';

const HOUR = 3_600_000;

const readToken = (html: string) => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';

describe('what a browser holds of a session', () => {
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

  /** Makes every session as old as that, used a moment ago. */
  const age = (hours: number) =>
    app.database.knex.raw(
      `update sessions set sess = (sess::jsonb || jsonb_build_object('startedAt', ?::bigint))::json`,
      [Date.now() - hours * HOUR],
    );

  it.each([
    ['a candidate', 24, () => signIn(app, people.pilot), '/'],
    ['an account', 24, () => signInAccount(app, 'lumingqi'), '/account'],
    ['an officer', 12, () => signInOfficer(app, 'county-1'), '/office'],
  ])('ends for %s after %i hours, however busy it is', async (_who, hours, enter, home) => {
    const client = await enter();
    await age(hours - 0.1);
    expect((await client.get(home)).url).toBe(home);
    await age(hours + 0.1);
    expect((await client.get(home)).url).toMatch(/sign-in$/);
  });

  it.each(['/Sign-In', '/SIGN-IN', '/OFFICE/sign-in', '/Office', '/ACCOUNT/sign-in', '/account/Sign-In'])(
    'knows no path by other letters, which no guard and no rule of a proxy would know: %s',
    async (path) => {
      expect((await fetch(new URL(path, app.url), { redirect: 'manual' })).status).toBe(404);
      expect((await fetch(new URL(path.toLowerCase(), app.url), { redirect: 'manual' })).status).not.toBe(
        404,
      );
    },
  );

  /** What a proxy passes on of a browser that speaks https. */
  async function ask(path: string, cookie: string): Promise<Response> {
    const headers = { cookie, 'x-forwarded-proto': 'https' };
    return fetch(new URL(path, secure.url), { headers, redirect: 'manual' });
  }

  it('bears behind https names that a neighbour cannot plant', async () => {
    for (const path of ['/sign-in', '/office/sign-in', '/account/sign-in']) {
      const set = (await ask(path, '')).headers.getSetCookie();
      expect(set.length).toBeGreaterThan(1);
      for (const line of set) {
        expect(line).toMatch(/; Secure/i);
        expect(line.startsWith('__Host-')).toBe(/; Path=\/(;|$)/i.test(line));
        expect(line).toMatch(/^__(Host|Secure)-/);
        expect(line).not.toMatch(/; Domain=/i);
      }
    }
  });

  it('bears them too where a library sets a cookie past Express, and is read by its own name', async () => {
    const house = express();
    setUpCookieNames(house, secure.config);
    house.get('/', (req, res) => {
      OutgoingMessage.prototype.setHeader.call(res, 'Set-Cookie', ['resume=1; Path=/account/oidc; secure']);
      res.end(req.headers.cookie);
    });
    const server = house.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { cookie: '__Secure-resume=1' } });
    expect([answer.headers.getSetCookie(), await answer.text()]).toEqual([
      ['__Secure-resume=1; Path=/account/oidc; secure'],
      'resume=1',
    ]);
    server.close();
  });

  it('ends with the browser, but for the mark of the browser, whoever sets it', async () => {
    const house = express();
    setUpCookieNames(house, app.config);
    const life = 'expires=Thu, 01 Jan 2037 00:00:00 GMT; Max-Age=1800';
    house.get('/', (_req, res) => {
      res.cookie('next', '1', { maxAge: 60_000 }).cookie('zhiyuan.device', '1', { maxAge: 60_000 });
      res
        .clearCookie('gone')
        .append('Set-Cookie', `gone.sig=x; path=/a; expires=Thu, 01 Jan 1970 00:00:00 GMT`);
      const there = [res.getHeader('Set-Cookie') ?? []].flat().map(String);
      OutgoingMessage.prototype.setHeader.call(res, 'Set-Cookie', [
        ...there,
        `resume=1; path=/a; ${life}; secure`,
      ]);
      res.end();
    });
    const server = house.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const set = (await fetch(`http://127.0.0.1:${port}/`)).headers.getSetCookie();
    server.close();
    expect(set.map((line) => line.replace(/(Max-Age=60; Path=\/; Expires=)[^;]+/, '$1SOON'))).toEqual([
      'next=1; Path=/',
      'zhiyuan.device=1; Max-Age=60; Path=/; Expires=SOON',
      'gone=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
      'gone.sig=x; path=/a; expires=Thu, 01 Jan 1970 00:00:00 GMT',
      'resume=1; path=/a; secure',
    ]);
  });

  it('leaves no life in any cookie of a platform that waits', async () => {
    const cookies = new Map<string, string>();
    const lasting: string[] = [];
    /** One request as a browser sends it; where it is led to, and the token of its page. */
    const ask = async (path: string, body: URLSearchParams | null) => {
      const headers = { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') };
      const sent = body === null ? { headers } : { headers, method: 'POST', body };
      const answer = await fetch(new URL(path, app.url), { ...sent, redirect: 'manual' });
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        cookies.set(name, value);
        if (/; *(?:expires|max-age)=/i.test(line) && !line.includes('1970')) lasting.push(name);
      }
      const to = answer.headers.get('location');
      return { to: to === null ? null : new URL(to, app.url), token: readToken(await answer.text()) };
    };
    const { token } = await ask('/demo/platforms/chsi-archive', null);
    let { to } = await ask('/demo/platforms/chsi-archive/sign-in', new URLSearchParams({ _csrf: token }));
    for (let steps = 0; to !== null && steps < 6; steps++)
      ({ to } = await ask(to.pathname + to.search, null));
    expect([...cookies.keys()]).toEqual(
      expect.arrayContaining(['zhiyuan.oidc.authorization', 'zhiyuan.oidc.resume', 'zhiyuan.account.next']),
    );
    expect([...new Set(lasting)]).toEqual(['zhiyuan.device']);
  });

  it('is read by these names alone', async () => {
    const cookie = createDeviceCookie(app.config.secrets.session, 'of-a-neighbour--------');
    const gives = async (name: string) =>
      (await ask('/sign-in', `${name}=${cookie}`)).headers
        .getSetCookie()
        .some((line) => line.startsWith('__Host-zhiyuan.device='));
    expect(await gives('__Host-zhiyuan.device')).toBe(false);
    expect(await gives('zhiyuan.device')).toBe(true);
  });

  it('tells browsers to speak https to this host and all below it', async () => {
    const hsts = (await ask('/sign-in', '')).headers.get('strict-transport-security');
    expect(hsts).toBe('max-age=31536000; includeSubDomains');
  });

  const tokenOf = async (client: TestClient) =>
    /name="_csrf" value="([^"~]+)~/.exec((await client.get('/sign-in')).html)?.[1] ?? '';

  it('has another text of the CSRF token on each page, and all of them serve', async () => {
    const client = createTestClient(app.url);
    const texts = [await tokenOf(client), await tokenOf(client), await tokenOf(client)];
    expect(new Set(texts).size).toBe(3);
    const cookie = decodeURIComponent(client.cookies.get('zhiyuan.csrf') ?? '');
    expect(texts.map(unmaskToken)).toEqual([cookie, cookie, cookie]);
    for (const csrf of texts) {
      const page = await client.post('/sign-in', { candidateNumber: '', password: '' }, { csrf });
      expect(page.status).toBe(422);
    }
  });

  it('masks and unmasks any token, and takes anything else for none', () => {
    const half = fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .map((one) => Buffer.from(one).toString('hex'));
    fc.assert(
      fc.property(
        half,
        half,
        (one, other) => unmaskToken(maskToken(`${one}.${other}`)) === `${one}.${other}`,
      ),
    );
    fc.assert(fc.property(fc.string(), (text) => /^([0-9a-f]+\.[0-9a-f]+)?$/.test(unmaskToken(text))));
    for (const wrong of ['', 'ab', 'ab.c', 'ab.zz']) expect(() => maskToken(wrong)).toThrow();
  });

  it('keeps of a browser a mark that does not lead back to it', async () => {
    const client = await signIn(app, people.squad);
    const [seed = ''] = (client.cookies.get('zhiyuan.device') ?? '').split('.');
    expect(deviceOf(app, client)).toHaveLength(22);
    expect(await findInClear(app.database.knex, seed)).toEqual([]);
    const { session } = app.config.secrets;
    for (const made of [seed, deviceOf(app, client), `${seed}.`, `${seed}.${'a'.repeat(24)}`, 'x', 5, null])
      expect(markOfDevice(session, made)).toBe('');
    const thief = createTestClient(app.url);
    thief.cookies.set('zhiyuan.device', deviceOf(app, client));
    await thief.get('/sign-in');
    expect(deviceOf(app, thief)).not.toBe(deviceOf(app, client));
  });
});
