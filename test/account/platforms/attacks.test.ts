import { createHmac } from 'node:crypto';
import * as oidc from 'openid-client';
import { idOfAccount } from '../../support/accounts';
import {
  createPathBrowser,
  type PathBrowser,
  signInBrowser,
  startPlatformApp,
} from '../../support/platforms';
import type { TestApp } from '../../support/test-app';
import {
  askForTokens,
  authorize,
  exchange,
  type OutsideParty,
  pathOf,
  prepare,
  startParty,
} from './outside-party';

describe('attacks on the provider', () => {
  let app: TestApp;
  let party: OutsideParty;
  let other: OutsideParty;
  let browser: PathBrowser;

  beforeAll(async () => {
    app = await startPlatformApp();
    party = await startParty(app, 'library');
    other = await startParty(app, 'museum');
    browser = await signInBrowser(app, 'lumingqi');
    // Consent once, so that what follows is about the protocol.
    for (const one of [party, other]) {
      const attempt = await prepare(one);
      await exchange(one, await authorize(browser, attempt), attempt);
    }
  });
  afterAll(async () => {
    await party.close();
    await other.close();
    await app.close();
  });

  const codeOf = (back: URL) => back.searchParams.get('code') ?? '';
  const toGrant = (code: string, verifier: string, redirectUri = party.redirectUri) => ({
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: redirectUri,
  });

  it.each([
    ['without PKCE', { code_challenge: '', code_challenge_method: '' }, 'invalid_request'],
    ['with PKCE in clear', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['with a challenge whose method is left out', { code_challenge_method: '' }, 'invalid_request'],
    ['for an ID token from the front', { response_type: 'id_token' }, 'invalid_request'],
    ['for a token from the front', { response_type: 'token' }, 'invalid_request'],
    ['for code and ID token', { response_type: 'code id_token' }, 'invalid_request'],
    ['for a form that posts the answer', { response_mode: 'form_post' }, 'invalid_request'],
    ['with a request object', { request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
    ['with a request_uri', { request_uri: 'https://evil.example/request.jwt' }, 'request_uri_not_supported'],
    ['with a registration', { registration: '{"redirect_uris":[]}' }, 'registration_not_supported'],
    ['for what it may not see', { scope: 'openid profile identity' }, 'invalid_scope'],
    ['for a refresh token', { scope: 'openid offline_access' }, null],
    ['without openid', { scope: 'profile' }, 'invalid_request'],
  ])('refuses a request %s, and no code leaves', async (_what, change, error) => {
    const { url } = await prepare(party, change);
    const response = await browser.ask(pathOf(url));
    const location = response.headers.get('location') ?? '';
    if (error === null) {
      // Left out of what is granted: there is no refresh token.
      const back = await authorize(browser, { ...(await prepare(party, change)), url });
      expect(codeOf(back)).not.toBe('');
      return;
    }
    expect(location === '' ? await response.text() : location).toContain(error);
    expect(location).not.toContain('code=');
    expect(response.status).toBeLessThan(500);
  });

  it.each([
    'https://evil.example/return',
    'http://127.0.0.1:1/return',
    'REDIRECT/',
    'REDIRECT?x=1',
    'REDIRECT#x',
    'REDIRECT/../return',
    'http://evil@127.0.0.1/return',
    'javascript:alert(1)',
    '//evil.example',
    '',
  ])('sends nobody to %p, which is not registered to the letter', async (uri) => {
    const { url } = await prepare(party, { redirect_uri: uri.replace('REDIRECT', party.redirectUri) });
    const response = await browser.ask(pathOf(url));
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    const html = await response.text();
    expect(html).toContain('登录请求有误');
    expect(html).toContain('lang="zh-CN"');
  });

  it.each(['nobody', '', 'library%00', '__proto__'])('knows no client %p', async (client) => {
    const { url } = await prepare(party, { client_id: client });
    const response = await browser.ask(pathOf(url));
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  });

  it('takes a code once; the second time what was given is taken back', async () => {
    const attempt = await prepare(party);
    const back = await authorize(browser, attempt);
    const tokens = await exchange(party, back, attempt);
    const { sub = '' } = tokens.claims() ?? {};
    expect((await oidc.fetchUserInfo(party.configuration, tokens.access_token, sub)).name).toBe('陆明琪');
    const again = await askForTokens(app, party, toGrant(codeOf(back), attempt.verifier));
    expect([again.status, again.body.error]).toEqual([400, 'invalid_grant']);
    await expect(oidc.fetchUserInfo(party.configuration, tokens.access_token, sub)).rejects.toThrow();
  });

  it('gives tokens to one of ten that bring the same code at the same instant, and takes them back', async () => {
    const attempt = await prepare(party);
    const fields = toGrant(codeOf(await authorize(browser, attempt)), attempt.verifier);
    const answers = await Promise.all(Array.from({ length: 10 }, () => askForTokens(app, party, fields)));
    const given = answers.filter(({ status }) => status === 200);
    expect(given.length).toBeLessThanOrEqual(1);
    for (const { body } of given) {
      const info = await fetch(new URL('/account/oidc/me', app.url), {
        headers: { authorization: `Bearer ${body.access_token}` },
      });
      expect(info.status).toBe(401);
    }
  });

  it.each([
    ['a wrong verifier', { code_verifier: 'x'.repeat(43) }, {}],
    ['no verifier', { code_verifier: '' }, {}],
    ['another address', { redirect_uri: 'https://evil.example/return' }, {}],
    ['a wrong secret', {}, { authorization: `Basic ${Buffer.from('library:wrong').toString('base64')}` }],
    ['no secret', {}, { authorization: '' }],
  ])('gives nothing for a code with %s', async (_what, change, headers) => {
    const attempt = await prepare(party);
    const code = codeOf(await authorize(browser, attempt));
    const { status, body } = await askForTokens(
      app,
      party,
      { ...toGrant(code, attempt.verifier), ...change },
      headers,
    );
    expect([400, 401]).toContain(status);
    expect(body.access_token).toBeUndefined();
  });

  it('gives nothing for the code of another platform', async () => {
    const attempt = await prepare(other);
    const code = codeOf(await authorize(browser, attempt));
    const fields = toGrant(code, attempt.verifier, other.redirectUri);
    const { status, body } = await askForTokens(app, party, fields);
    expect([status, body.error]).toEqual([400, 'invalid_grant']);
  });

  it('gives nothing for a code that is over a minute old', async () => {
    const attempt = await prepare(party);
    const code = codeOf(await authorize(browser, attempt));
    await app.database
      .knex('oidc_records')
      .where({ model: 'AuthorizationCode' })
      .update({ expires_at: new Date(Date.now() - 1000) });
    const { status, body } = await askForTokens(app, party, toGrant(code, attempt.verifier));
    expect([status, body.error]).toEqual([400, 'invalid_grant']);
  });

  it.each(['refresh_token', 'client_credentials', 'password', 'implicit'])(
    'has no grant %p',
    async (type) => {
      const { status, body } = await askForTokens(app, party, {
        grant_type: type,
        refresh_token: 'x',
        username: 'lumingqi',
        password: 'Zhiyuan#2021',
      });
      expect([status, body.access_token]).toEqual([400, undefined]);
    },
  );

  it.each(['state', 'nonce'] as const)('a client notices an answer of another %s', async (what) => {
    const [first, second] = [await prepare(party), await prepare(party)];
    const back = await authorize(browser, first);
    await expect(exchange(party, back, { ...first, [what]: second[what] })).rejects.toThrow();
  });

  it('a client notices an answer of another issuer (mix-up)', async () => {
    const attempt = await prepare(party);
    const back = await authorize(browser, attempt);
    expect(back.searchParams.get('iss')).toBe(`${app.url}/account/oidc`);
    back.searchParams.set('iss', 'https://evil.example');
    await expect(exchange(party, back, attempt)).rejects.toThrow();
  });

  it('says login_required to prompt=none where nobody is signed in, and shows nothing', async () => {
    const { url, state } = await prepare(party, { prompt: 'none' });
    const response = await createPathBrowser(app.url).ask(pathOf(url));
    const back = new URL(response.headers.get('location') ?? '');
    expect([back.searchParams.get('error'), back.searchParams.get('state')]).toEqual([
      'login_required',
      state,
    ]);
    const silent = await browser.ask(pathOf((await prepare(party, { prompt: 'none' })).url));
    expect(codeOf(new URL(silent.headers.get('location') ?? ''))).not.toBe('');
  });

  it('asks for the password again where a platform wants it: prompt=login, max_age=0', async () => {
    const attempt = await prepare(party, { prompt: 'login' });
    const page = await browser.get(pathOf(attempt.url));
    expect(page.text).toContain('请再次输入密码');
    const wrong = await browser.post(`${page.url}/password`, { current: 'Wrong#2021xx' });
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('密码错误')]);
    const right = await browser.post(`${page.url}/password`, { current: 'Zhiyuan#2021' });
    expect(right.html).toContain('http-equiv="refresh"');
    // The consent of one request is none of another: no form, no password, no way on.
    const old = await prepare(party, { max_age: '0' });
    expect((await browser.get(pathOf(old.url))).text).toContain('请再次输入密码');
  });

  it('asks for it too where the sign-in was in the same second, but before', async () => {
    // Early in a second, so that what follows stays within it.
    while (Date.now() % 1000 > 300) await new Promise((resolve) => setTimeout(resolve, 20));
    const session = { account_id: await idOfAccount(app, 'lumingqi'), ended_at: null };
    await app.database
      .knex('account_sessions')
      .where(session)
      .update({ began_at: app.database.knex.raw('clock_timestamp()') });
    const { url } = await prepare(party, { prompt: 'login' });
    expect((await browser.get(pathOf(url))).text).toContain('请再次输入密码');
  });

  it.each([['not proved', 'qinzhiyuan', '核验通过前，学信网账号不能登录任何平台']])(
    'lets an account that is %s sign in nowhere',
    async (_what, name, sentence) => {
      const stranger = await signInBrowser(app, name);
      const { url } = await prepare(party);
      const page = await stranger.get(pathOf(url));
      expect([page.status, page.text]).toEqual([403, expect.stringContaining(sentence)]);
      for (const act of ['consent', 'password']) {
        const forced = await stranger.post(`${page.url}/${act}`, { current: 'Zhiyuan#2021' });
        expect([act, forced.status]).toEqual([act, 404]);
      }
      const account = { account_id: await idOfAccount(app, name) };
      expect(await app.database.knex('platform_consents').where(account)).toEqual([]);
      const back = await stranger.post(`${page.url}/refusal`);
      expect(back.html).toContain('http-equiv="refresh"');
    },
  );

  describe('at the consent', () => {
    let newcomer: PathBrowser;
    let address: string;
    beforeAll(async () => {
      newcomer = await signInBrowser(app, 'baiyichen');
      address = (await newcomer.get(pathOf((await prepare(party)).url))).url;
    });

    it('is shown at the browser where it was begun and nowhere else', async () => {
      expect(address).toMatch(/^\/account\/authorizations\/library\/[\w-]+$/);
      for (const stranger of [browser, createPathBrowser(app.url), await signInBrowser(app, 'xuzimo')])
        expect((await stranger.get(address)).status).toBe(404);
    });

    it('is found by no other address, were the cookies sent there', async () => {
      // The newest of each name: those of this request.
      const newest = new Map(newcomer.cookies.map(({ name, value }) => [name, value]));
      const cookie = [...newest].map((pair) => pair.join('=')).join('; ');
      for (const [path, status] of [
        [address, 200],
        [`${address}x`, 404],
        ['/account/authorizations/library/x', 404],
        [address.replace('/library/', '/museum/'), 404],
      ] as const) {
        const response = await fetch(new URL(path, app.url), { headers: { cookie }, redirect: 'manual' });
        expect([path, response.status]).toEqual([path, status]);
      }
    });

    it('is not given without a CSRF token, nor by GET, nor with that of another browser', async () => {
      const body = (csrf: string) => new URLSearchParams({ _csrf: csrf });
      const other = await browser.get('/account');
      const foreign = /name="_csrf" value="([^"]+)"/.exec(other.html)?.[1] ?? '';
      for (const csrf of ['', foreign]) {
        const response = await newcomer.ask(`${address}/consent`, { method: 'POST', body: body(csrf) });
        expect(response.status).toBe(403);
      }
      expect((await newcomer.ask(`${address}/consent`)).status).toBe(404);
      const account = { account_id: await idOfAccount(app, 'baiyichen') };
      expect(await app.database.knex('platform_consents').where(account)).toEqual([]);
    });

    it('is not skipped: nobody goes on before it is given, nor after it was refused', async () => {
      const uid = address.split('/').at(-1);
      const response = await newcomer.ask(`/account/oidc/auth/${uid}`);
      expect(response.headers.get('location') ?? '').not.toContain('code=');
      const again = (await newcomer.get(pathOf((await prepare(party)).url))).url;
      const left = await newcomer.post(`${again}/refusal`);
      const to = /url=([^"]+)"/.exec(left.html)?.[1] ?? '';
      const refused = await newcomer.get(pathOf(new URL(to)));
      expect(refused.url).toContain('error=access_denied');
    });

    it('cannot be gone on with at another browser, whose cookies were not there', async () => {
      const page = await newcomer.get(pathOf((await prepare(party)).url));
      const uid = page.url.split('/').at(-1);
      for (const stranger of [browser, createPathBrowser(app.url)]) {
        const response = await stranger.ask(`/account/oidc/auth/${uid}`);
        expect([response.status, response.headers.get('location')]).toEqual([400, null]);
      }
    });
  });

  describe('at the sign-out', () => {
    async function getIdToken(): Promise<string> {
      const attempt = await prepare(party);
      const tokens = await exchange(party, await authorize(browser, attempt), attempt);
      return tokens.id_token ?? '';
    }
    const end = (fields: Readonly<Record<string, string>>) =>
      browser.ask(`/account/oidc/session/end?${new URLSearchParams(fields)}`);

    it('sends nobody to an address that is not registered', async () => {
      const hint = await getIdToken();
      const open = await end({ id_token_hint: hint, post_logout_redirect_uri: 'https://evil.example/' });
      expect([open.status, open.headers.get('location')]).toEqual([400, null]);
      // Without a platform the address is left out, not followed.
      const page = await (await end({ post_logout_redirect_uri: 'https://evil.example/' })).text();
      expect(page).not.toContain('evil.example');
    });

    it.each([
      [
        'changed',
        (token: string) => token.replace(/\.([^.])/, (_all, letter) => `.${letter === 'e' ? 'f' : 'e'}`),
      ],
      ['without a signature', (token: string) => `${token.split('.').slice(0, 2).join('.')}.`],
      [
        'with alg none',
        (token: string) => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`,
      ],
      [
        'signed with the secret of the client',
        (token: string) => {
          const head = Buffer.from('{"alg":"HS256"}').toString('base64url');
          const signed = `${head}.${token.split('.')[1]}`;
          return `${signed}.${createHmac('sha256', party.secret).update(signed).digest('base64url')}`;
        },
      ],
    ])('takes no hint that is %s', async (_what, forge) => {
      const response = await end({ id_token_hint: forge(await getIdToken()) });
      expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    });

    it('is not done by GET, nor by a form of another site', async () => {
      await end({ id_token_hint: await getIdToken() });
      for (const xsrf of ['', 'x'.repeat(48)]) {
        const body = new URLSearchParams({ xsrf, logout: 'yes' });
        const response = await browser.ask('/account/oidc/session/end/confirm', { method: 'POST', body });
        expect(response.status).toBe(400);
      }
      expect((await browser.get('/account')).url).toBe('/account');
    });
  });

  it('names PUBLIC_URL whatever host or protocol a request claims', async () => {
    const response = await fetch(new URL('/account/oidc/.well-known/openid-configuration', app.url), {
      headers: {
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'https',
        forwarded: 'host=evil.example',
      },
    });
    const text = await response.text();
    expect(text).not.toContain('evil.example');
    const known = JSON.parse(text);
    expect(known).toMatchObject({
      issuer: `${app.url}/account/oidc`,
      authorization_endpoint: `${app.url}/account/oidc/auth`,
      token_endpoint: `${app.url}/account/oidc/token`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code'],
      code_challenge_methods_supported: ['S256'],
      id_token_signing_alg_values_supported: ['ES256'],
      subject_types_supported: ['public'],
    });
    expect(known.registration_endpoint).toBeUndefined();
  });

  it('keeps no code, token or session in clear, and no private key in its key set', async () => {
    const attempt = await prepare(party);
    const back = await authorize(browser, attempt);
    const tokens = await exchange(party, back, attempt);
    const rows = JSON.stringify(await app.database.knex('oidc_records'), (_key, value) =>
      value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
    );
    const session = browser.cookies.find(({ name }) => name === 'zhiyuan.oidc')?.value ?? '?';
    for (const secret of [codeOf(back), tokens.access_token, session, '陆明琪'])
      expect(rows).not.toContain(secret);
    const keys = await (await fetch(new URL('/account/oidc/jwks', app.url))).text();
    expect(keys).not.toContain('"d"');
    for (const { name, path } of browser.cookies.filter(({ name }) => name.startsWith('zhiyuan.oidc')))
      expect([name, path]).toEqual([name, expect.stringMatching(/^\/account\//)]);
  });
});
