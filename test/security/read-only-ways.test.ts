import { type FakeProvider, startFakeProvider } from '../account/factors/fake-provider';
import { beginBinding, comeBack } from '../account/factors/scanning';
import { idOf, signIn } from '../candidate/filing/filing';
import { signInAccount } from '../support/accounts';
import { consentTo, createPathBrowser, signInBrowser, startPlatformApp } from '../support/platforms';
import { bound, factorsOf } from '../support/security-steps';
import { getSentCode } from '../support/sent-codes';
import type { TestApp } from '../support/test-app';
import { demoPassword } from '../support/test-client';
import { turnSwitch } from '../support/turn-switch';

const PILOT = '21410101151001';
const REFUSED = '系统暂时只能查看';

describe('what was begun before 只能查看', () => {
  let app: TestApp;
  let provider: FakeProvider;
  beforeAll(async () => {
    provider = await startFakeProvider();
    app = await startPlatformApp({ env: provider.env });
  });
  afterEach(() => turnSwitch(app, 'readOnly', false));
  afterAll(async () => {
    await app.close();
    await provider.close();
  });

  const freeze = () => turnSwitch(app, 'readOnly', true);
  const count = async (table: string) => (await app.database.knex(table).select('id')).length;

  it('links no account at its return, and lets a linked one sign in', async () => {
    const browser = await signInBrowser(app, 'zhouxingyuan');
    await browser.get('/sign-in');
    await browser.post('/sign-in', { candidateNumber: PILOT, password: demoPassword });
    const begin = async () => {
      await browser.get('/account-link');
      await browser.post('/account-link/code');
      const { code } = await getSentCode(app, await idOf(app, PILOT), 'bind');
      return browser.post('/account-link', { answer: code });
    };
    const asked = await begin();
    await freeze();
    const refused = await consentTo(browser, asked);
    expect([refused.status, refused.text]).toEqual([503, expect.stringContaining(REFUSED)]);
    expect(await count('account_links')).toBe(0);
    await turnSwitch(app, 'readOnly', false);
    await app.database.knex('throttles').delete();
    const again = await begin();
    if (again.url.startsWith('/account/authorizations/')) await consentTo(browser, again);
    expect(await count('account_links')).toBe(1);

    await freeze();
    const other = createPathBrowser(app.url);
    await other.get('/sign-in');
    const door = await other.post('/sign-in/account');
    expect(door.url).toBe('/account/sign-in');
    const arrived = await other.post('/account/sign-in', { name: 'zhouxingyuan', password: demoPassword });
    expect([arrived.url, arrived.status]).toEqual(['/', 200]);
  });

  it('binds no 微信 to an account that comes back from there', async () => {
    const client = await signInAccount(app, 'lumingqi');
    const before = await count('account_factors');
    const state = await beginBinding(client);
    await freeze();
    const page = await comeBack(client, { state, code: provider.issue('wechat', 'union-late') });
    expect([page.status, page.text]).toEqual([503, expect.stringContaining(REFUSED)]);
    expect(await count('account_factors')).toBe(before);
  });

  it('binds no 微信 to a candidate whose code is scanned, and says so to the server that tells of it', async () => {
    const client = await signIn(app, bound.nothing);
    await client.get('/wechat');
    const ticket = await client.post('/wechat', { password: demoPassword });
    const scene = /id="scene">([A-Za-z0-9_-]+)</.exec(ticket.html)?.[1] ?? '';
    await freeze();
    const told = app.services.ways.scans.report(scene, 'demo-wechat-qingfeng');
    await expect(told).rejects.toMatchObject({ code: 'readOnly', status: 503 });
    expect((await factorsOf(app, bound.nothing)).wechatBoundAt).toBeNull();
    await turnSwitch(app, 'readOnly', false);
    await app.services.ways.scans.report(scene, 'demo-wechat-qingfeng');
    expect((await factorsOf(app, bound.nothing)).wechatBoundAt).not.toBeNull();
  });
});
