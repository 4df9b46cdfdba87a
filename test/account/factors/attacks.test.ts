import { signInAccount } from '../../support/accounts';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient, type TestPage } from '../../support/test-client';
import { type FakeProvider, type Mood, startFakeProvider } from './fake-provider';
import { beginBinding, beginScan, bindAt, comeBack, scanIn } from './scanning';

describe('what comes back from a provider, or pretends to', () => {
  let app: TestApp;
  let provider: FakeProvider;

  beforeAll(async () => {
    provider = await startFakeProvider();
    app = await startTestApp({ env: provider.env });
    await bindAt(await signInAccount(app, 'lumingqi'), provider, 'union-lu');
    await bindAt(await signInAccount(app, 'baiyichen'), provider, '2088-bai', 'alipay');
  });
  afterAll(async () => {
    await app.close();
    await provider.close();
  });
  beforeEach(() => {
    provider.mood = 'right';
  });

  const issue = () => provider.issue('wechat', 'union-lu');
  const open = () => createTestClient(app.url);

  async function expectNobody(client: TestClient, page: TestPage, status: number): Promise<void> {
    expect([page.status, page.url]).toEqual([status, expect.stringMatching(/^\/account\/scans\//)]);
    expect((await client.get('/account')).url).toBe('/account/sign-in');
  }

  it.each<[string, (state: string) => Record<string, string>]>([
    ['no state', () => ({})],
    ['an empty state', () => ({ state: '' })],
    ['a state that nobody made', () => ({ state: 'f'.repeat(64) })],
    ['half a state', (state) => ({ state: state.slice(0, 32) })],
    ['a state in capitals', (state) => ({ state: state.toUpperCase() })],
  ])('is refused with %s', async (_what, query) => {
    const client = open();
    const state = await beginScan(client);
    await expectNobody(client, await comeBack(client, { ...query(state), code: issue() }), 403);
  });

  it('is refused with two states, or two codes', async () => {
    const client = open();
    const state = await beginScan(client);
    const twice = await client.get(`/account/scans/wechat?state=${state}&state=${state}&code=${issue()}`);
    await expectNobody(client, twice, 403);
    const codes = open();
    const other = await beginScan(codes);
    const page = await codes.get(`/account/scans/wechat?state=${other}&code=${issue()}&code=${issue()}`);
    await expectNobody(codes, page, 403);
  });

  it('is refused in another browser, and still serves in its own (login CSRF)', async () => {
    const thief = open();
    const victim = open();
    await beginScan(victim);
    const state = await beginScan(thief);
    const code = issue();
    await expectNobody(victim, await comeBack(victim, { state, code }), 403);
    const fresh = open();
    await expectNobody(fresh, await comeBack(fresh, { state, code }), 403);
    expect((await comeBack(thief, { state, code })).url).toBe('/account');
  });

  it('binds nothing of a thief’s to a victim who is signed in', async () => {
    const victim = await signInAccount(app, 'suwanqing');
    const thief = await signInAccount(app, 'taken2020');
    const before = await app.database.knex('account_factors').count();
    const state = await beginBinding(thief);
    const page = await comeBack(victim, { state, code: provider.issue('wechat', 'union-thief') });
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('不是在这个浏览器发起')]);
    // Nor with the state of a 扫码登录 of the thief's.
    const signingIn = await beginScan(open());
    expect((await comeBack(victim, { state: signingIn, code: issue() })).status).toBe(403);
    expect(await app.database.knex('account_factors').count()).toEqual(before);
  });

  it('serves once: state and code replayed sign nobody in', async () => {
    const client = open();
    const state = await beginScan(client);
    const code = issue();
    expect((await comeBack(client, { state, code })).url).toBe('/account');
    const replayed = await comeBack(client, { state, code });
    expect([replayed.status, replayed.text]).toEqual([403, expect.stringContaining('使用过')]);
    const again = open();
    await expectNobody(again, await comeBack(again, { state: await beginScan(again), code }), 403);
  });

  it('lets one of many replays in the same moment in', async () => {
    const client = open();
    const state = await beginScan(client);
    const codes = Array.from({ length: 8 }, issue);
    const cookies = [...client.cookies];
    const pages = await Promise.all(
      codes.map((code) => {
        const copy = open();
        for (const [name, value] of cookies) copy.cookies.set(name, value);
        return comeBack(copy, { state, code });
      }),
    );
    expect(pages.filter(({ url }) => url === '/account')).toHaveLength(1);
  });

  it('is refused after ten minutes', async () => {
    const client = open();
    const state = await beginScan(client);
    await app.database.knex('factor_scans').update({ expires_at: new Date(Date.now() - 1000) });
    await expectNobody(client, await comeBack(client, { state, code: issue() }), 403);
  });

  it('is refused at the other provider, and with its code', async () => {
    const client = open();
    const state = await beginScan(client, 'wechat');
    const code = provider.issue('alipay', '2088-bai');
    expect((await comeBack(client, { state, auth_code: code }, 'alipay')).text).toContain('不是在这个浏览器');
    const page = await comeBack(client, { state, code });
    await expectNobody(client, page, 403);
    expect(page.text).toContain('微信没有确认此次扫码');
    expect((await client.get('/account/scans/qq?state=x')).status).toBe(404);
  });

  it('keeps apart people of two providers who are called the same', async () => {
    expect((await scanIn(app, provider, '2088-bai', { kind: 'alipay' })).url).toBe('/account');
    expect((await scanIn(app, provider, '2088-bai', { kind: 'wechat' })).status).toBe(403);
  });

  it('is not signed in after 拒绝', async () => {
    const client = open();
    const state = await beginScan(client);
    const page = await comeBack(client, { state, error: 'access_denied' });
    await expectNobody(client, page, 403);
    expect(page.text).toContain('没有同意微信授权');
  });

  it.each<['wechat' | 'alipay', Mood]>([
    ['wechat', 'cut'],
    ['wechat', 'garbage'],
    ['wechat', 'broken'],
    ['wechat', 'redirecting'],
    ['wechat', 'endless'],
    ['wechat', 'empty'],
    ['wechat', 'busy'],
    ['alipay', 'garbage'],
    ['alipay', 'empty'],
    ['alipay', 'unsigned'],
    ['alipay', 'tampered'],
  ])('says that %s does not answer as it should when it is %s', async (kind, mood) => {
    const client = open();
    const state = await beginScan(client, kind);
    provider.mood = mood;
    const field = kind === 'wechat' ? 'code' : 'auth_code';
    const code = provider.issue(kind, kind === 'wechat' ? 'union-lu' : '2088-bai');
    const page = await comeBack(client, { state, [field]: code }, kind);
    expect(page.text).toContain('暂时没有响应');
    await expectNobody(client, page, 503);
  });

  it('waits five seconds for a provider that is silent', async () => {
    const client = open();
    const state = await beginScan(client);
    provider.mood = 'silent';
    const page = await comeBack(client, { state, code: issue() });
    await expectNobody(client, page, 503);
  });

  it('leads nowhere else, whatever stands in the query', async () => {
    const client = open();
    await client.get('/account/sign-in');
    const evil = 'redirect_uri=https://evil.example/&next=//evil.example&state=x';
    const begun = await client.post(`/account/sign-in/scans/wechat?${evil}`, {}, { follow: false });
    const address = new URL(begun.headers.get('location') ?? '');
    expect(address.searchParams.get('redirect_uri')).toBe('http://localhost:0/account/scans/wechat');
    const state = address.searchParams.get('state') ?? '';
    const page = await client.get(
      `/account/scans/wechat?state=${state}&code=${issue()}&next=//evil.example&redirect_uri=//evil.example`,
    );
    expect(page.url).toBe('/account');
  });

  it('asks for a token before it leads to a provider, and begins nothing by GET', async () => {
    const client = open();
    await client.get('/account/sign-in');
    const page = await client.post('/account/sign-in/scans/wechat', {}, { csrf: null });
    expect(page.status).toBe(403);
    expect((await client.get('/account/sign-in/scans/wechat')).status).toBe(404);
    const begun = await client.post('/account/sign-in/scans/qq', {});
    expect(begun.status).toBe(404);
  });

  it('lets browsers follow the form to the provider, and to nowhere else', async () => {
    const policy = (await open().get('/account/sign-in')).headers.get('content-security-policy') ?? '';
    const origin = new URL(provider.env.WECHAT_LOGIN_AUTHORIZE_URL ?? '').origin;
    expect(policy).toContain(`form-action 'self' ${origin}`);
  });

  it('does not spend a state when only its head is asked for', async () => {
    const client = open();
    const state = await beginScan(client);
    const code = issue();
    const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const address = `${app.url}/account/scans/wechat?${new URLSearchParams({ state, code })}`;
    await fetch(address, { method: 'HEAD', headers: { cookie }, redirect: 'manual' });
    expect((await comeBack(client, { state, code })).url).toBe('/account');
  });
});
