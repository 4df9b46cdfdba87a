import { editPlatform } from '../../../src/account/platforms/platform-changes';
import {
  createPathBrowser,
  type PathBrowser,
  signInBrowser,
  startPlatformApp,
} from '../../support/platforms';
import type { TestApp } from '../../support/test-app';
import { authorize, exchange, type OutsideParty, pathOf, prepare, startParty } from './outside-party';

const GONE = '登录请求已失效';

describe('a login that was left open', () => {
  let app: TestApp;
  let party: OutsideParty;
  let other: OutsideParty;

  beforeAll(async () => {
    app = await startPlatformApp();
    party = await startParty(app, 'library');
    other = await startParty(app, 'museum');
  });
  afterAll(async () => {
    await party.close();
    await other.close();
    await app.close();
  });

  const homeOf = ({ redirectUri }: OutsideParty) => new URL(redirectUri).origin;
  const linkTo = (platform: OutsideParty) =>
    `<a class="button" href="${homeOf(platform)}">返回平台 ${platform.code}</a>`;

  /** Comes to the question whether the platform may see what it asks for. */
  async function comeToConsent(browser: PathBrowser): Promise<string> {
    const page = await browser.get(pathOf((await prepare(party)).url));
    expect(page.text).toContain('将看到您的以下信息');
    return page.url;
  }

  async function expectNextTry(browser: PathBrowser): Promise<void> {
    const attempt = await prepare(party);
    const tokens = await exchange(party, await authorize(browser, attempt), attempt);
    expect(tokens.claims()?.sub).toBeDefined();
  }

  const expire = () =>
    app.database
      .knex('oidc_records')
      .where({ model: 'Interaction' })
      .update({ expires_at: new Date(0) });

  it.each([
    [
      'Back to a consent that was given',
      async (browser: PathBrowser, address: string) => {
        await browser.post(`${address}/consent`);
        const resumed = await browser.ask(`/account/oidc/auth/${address.split('/').at(-1)}`);
        expect(resumed.status).toBe(303);
      },
    ],
    ['an hour later', expire],
    ['the cookie is gone', async (browser: PathBrowser) => browser.drop('zhiyuan.oidc.authorization')],
    [
      'the address to return to left the register',
      async () => {
        await editPlatform(
          app.database.knex,
          'library',
          { redirectUris: ['http://127.0.0.1:1/'] },
          app.config.outboundAllow,
        );
      },
    ],
  ])('%s: it says so with the way back to the platform, and the next try works', async (_what, spoil) => {
    const browser = await signInBrowser(app, 'suwanqing');
    await app.database.knex('platform_consents').delete();
    const address = await comeToConsent(browser);
    await spoil(browser, address);
    const pages = [await browser.get(address)];
    for (const act of ['consent', 'refusal', 'password']) pages.push(await browser.post(`${address}/${act}`));
    for (const { status, html } of pages) {
      expect(status).toBe(404);
      expect(html).toContain(GONE);
      expect(html).toContain(linkTo(party));
    }
    const { redirectUri } = party;
    await editPlatform(
      app.database.knex,
      'library',
      { redirectUris: [redirectUri] },
      app.config.outboundAllow,
    );
    await expectNextTry(browser);
  });

  it('at the sign-in page: who signs in late is told so, and not left in the account centre', async () => {
    const browser = createPathBrowser(app.url);
    expect((await browser.get(pathOf((await prepare(party)).url))).text).toContain('登录后返回原来的平台');
    await expire();
    const late = await browser.post('/account/sign-in', { name: 'suwanqing', password: 'Zhiyuan#2021' });
    expect([late.status, late.html]).toEqual([404, expect.stringContaining(linkTo(party))]);
    // Once: the next sign-in is one to the account centre.
    expect((await browser.get('/account')).url).toBe('/account');
    expect(browser.cookies.map(({ name }) => name)).not.toContain('zhiyuan.account.next');
    await expectNextTry(browser);
  });

  it('in two tabs: each goes on to the platform that waits for it', async () => {
    const browser = createPathBrowser(app.url);
    const [first, second] = [await prepare(party), await prepare(other)];
    const older = await browser.get(pathOf(first.url));
    await browser.get(pathOf(second.url));
    const newer = await browser.post('/account/sign-in', { name: 'suwanqing', password: 'Zhiyuan#2021' });
    expect(newer.url).toMatch(/^\/account\/authorizations\/museum\//);
    // The other tab still shows the sign-in.
    const csrf = /name="_csrf" value="([^"]+)"/.exec(older.html)?.[1] ?? '';
    const stale = await browser.post('/account/sign-in', {
      name: 'suwanqing',
      password: 'Zhiyuan#2021',
      _csrf: csrf,
    });
    expect([stale.status, stale.text]).toEqual([409, expect.stringContaining('尚未退出')]);
    const onward = /href="(\/account\/authorizations\/library\/[\w-]+)"/.exec(stale.html)?.[1] ?? '?';
    expect((await browser.get(onward)).html).toContain(`url=${app.url}/account/oidc/auth/`);
  });

  it('between account centre and platform: the provider names the way back too', async () => {
    const browser = await signInBrowser(app, 'suwanqing');
    const page = await browser.get(pathOf((await prepare(party, { prompt: 'login' })).url));
    const right = await browser.post(`${page.url}/password`, { current: 'Zhiyuan#2021' });
    const onward = new URL(
      (/http-equiv="refresh" content="0; url=([^"]+)"/.exec(right.html)?.[1] ?? '').replaceAll('&amp;', '&'),
    );
    expect(onward.searchParams.get('platform')).toBe('library');
    await expire();
    const dead = await browser.get(pathOf(onward));
    expect([dead.status, dead.html]).toEqual([400, expect.stringContaining(linkTo(party))]);
    expect(dead.text).toContain('登录请求已失效');
  });

  it('at 退出: the page says that nothing was done, and leads back', async () => {
    const browser = await signInBrowser(app, 'suwanqing');
    await authorize(browser, await prepare(party));
    const page = await browser.get('/account/oidc/session/end?client_id=library');
    const action =
      /action="(\/account\/oidc\/session\/end\/confirm\?platform=library)"/.exec(page.html)?.[1] ?? '?';
    const body = new URLSearchParams({ xsrf: 'x'.repeat(21), logout: 'yes' });
    const stale = await browser.ask(action, { method: 'POST', body, headers: { accept: 'text/html' } });
    const html = await stale.text();
    expect([stale.status, html]).toEqual([400, expect.stringContaining('退出的页面已失效')]);
    expect(html).toContain(linkTo(party));
    expect((await browser.get('/account')).url).toBe('/account');
  });

  it.each([
    '/account/authorizations/nobody/xxxxxxxxxxxxxxxxxxxxx',
    '/account/authorizations/library%00/x',
    '/account/oidc/auth/x?platform=https://evil.example/',
  ])('shows no way back that is not registered: %s', async (address) => {
    const { status, html } = await createPathBrowser(app.url).get(address);
    expect([400, 404]).toContain(status);
    expect(html).not.toContain('>返回平台');
    expect(html).not.toContain('evil.example');
  });
});
