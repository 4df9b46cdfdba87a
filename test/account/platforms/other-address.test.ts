import { demoPathOf } from '../../../src/account/demo-platforms/demo-platforms';
import { idOf } from '../../candidate/filing/filing';
import {
  consentTo,
  createPathBrowser,
  type PathBrowser,
  type PathPage,
  startPlatformApp,
} from '../../support/platforms';
import { getSentCode } from '../../support/sent-codes';
import type { TestApp } from '../../support/test-app';
import { type FakeProvider, startFakeProvider } from '../factors/fake-provider';

const PASSWORD = 'Zhiyuan#2021';
const PILOT = '21410101151001';
const ARCHIVE = demoPathOf('chsi-archive');

/** Opened by a second name: localhost, where PUBLIC_URL says 127.0.0.1. */
describe('a site that is open by another name than PUBLIC_URL', () => {
  let app: TestApp;
  let provider: FakeProvider;
  beforeAll(async () => {
    provider = await startFakeProvider();
    app = await startPlatformApp({ env: provider.env });
  });
  afterAll(async () => {
    await app.close();
    await provider.close();
  });

  const openElsewhere = () => createPathBrowser(app.url.replace('127.0.0.1', 'localhost'));

  const countScans = async (): Promise<number> => (await app.database.knex('factor_scans')).length;

  function expectLed(page: PathPage, path: string): void {
    const address = `${app.url}${path}`;
    expect([page.status, page.text]).toEqual([409, expect.stringContaining('不是本网站的正式网址')]);
    expect(page.text).toContain(`请从“${address}”重新打开`);
    expect(page.html).toContain(`<a class="button" href="${address}">从正式网址打开</a>`);
  }

  async function signInAccount(browser: PathBrowser): Promise<void> {
    await browser.get('/account/sign-in');
    const page = await browser.post('/account/sign-in', { name: 'zhouxingyuan', password: PASSWORD });
    expect(page.url).toBe('/account');
  }

  it.each([
    ['/sign-in', '/sign-in/account'],
    [ARCHIVE, `${ARCHIVE}/sign-in`],
    ['/account/sign-in', '/account/sign-in/scans/wechat'],
    ['/account/sign-in', '/account/sign-in/scans/alipay'],
  ])('leads to it from %s where %s is pressed, and begins nothing', async (page, action) => {
    const browser = openElsewhere();
    expect((await browser.get(page)).status).toBe(200);
    const scans = await countScans();
    const before = browser.cookies.map(({ name, value }) => `${name}=${value}`);
    expectLed(await browser.post(action), page);
    expect(browser.cookies.map(({ name, value }) => `${name}=${value}`)).toEqual(before);
    expect(await countScans()).toBe(scans);
    const own = createPathBrowser(app.url);
    await own.get(page);
    const led = await own.post(action);
    expect([led.status, led.text]).not.toEqual([409, expect.anything()]);
  });

  it('keeps what proves the owner for the right address, from 关联学信网账号', async () => {
    const browser = openElsewhere();
    await browser.get('/sign-in');
    await browser.post('/sign-in', { candidateNumber: PILOT, password: PASSWORD });
    await browser.get('/account-link');
    await browser.post('/account-link/code');
    const { code } = await getSentCode(app, await idOf(app, PILOT), 'bind');
    expectLed(await browser.post('/account-link', { answer: code }), '/account-link');
    expect((await browser.get('/account-link')).text).toContain('关联学信网账号');
    const steps = app.database.knex('audit_entries').where({ action: 'linkAccount' });
    expect(await steps).toEqual([]);
  });

  it('binds nothing from 登录绑定', async () => {
    const browser = openElsewhere();
    await signInAccount(browser);
    await browser.get('/account/factors');
    const scans = await countScans();
    expectLed(await browser.post('/account/factors/wechat', { wechatCurrent: PASSWORD }), '/account/factors');
    expect(await countScans()).toBe(scans);
  });

  it('signs nobody out of a platform of the demo halfway', async () => {
    const browser = createPathBrowser(app.url);
    await signInAccount(browser);
    await browser.get(ARCHIVE);
    const page = await browser.post(`${ARCHIVE}/sign-in`);
    await consentTo(browser, page);
    const shown = await browser.get(ARCHIVE);
    expect(shown.text).toContain('统一身份标识');
    const csrf = /name="_csrf" value="([^"]+)"/.exec(shown.html)?.[1] ?? '';
    const answer = await browser.ask(`${ARCHIVE}/sign-out`, {
      method: 'POST',
      body: new URLSearchParams({ _csrf: csrf }),
      headers: { origin: app.url.replace('127.0.0.1', 'localhost') },
    });
    expect(answer.status).toBe(409);
    expect((await browser.get(ARCHIVE)).text).toContain('统一身份标识');
  });
});
