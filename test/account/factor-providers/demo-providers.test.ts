import { createHash } from 'node:crypto';
import { buildFactorProviders } from '../../../src/account/factor-providers/build-providers';
import { loadConfig } from '../../../src/infrastructure/config/config';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient, type TestPage } from '../../support/test-client';

describe('微信 and 支付宝 of the demo', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  async function open(kind: 'wechat' | 'alipay', client: TestClient): Promise<TestPage> {
    await client.get('/account/sign-in');
    return client.post(`/account/sign-in/scans/${kind}`, {});
  }

  const decide = (client: TestClient, page: TestPage, fields: Record<string, string>) =>
    client.post(page.url, { ...page.hidden(), ...fields });

  it('let somebody in whose 微信 is bound, from the sign-in to 个人信息, without JavaScript', async () => {
    const client = createTestClient(app.url);
    const page = await open('wechat', client);
    expect([page.url, page.text]).toEqual(['/demo/scans/wechat', expect.stringContaining('模拟的微信')]);
    expect(page.html).toContain('data:image/png;base64');
    const fields = { who: 'demo-wechat-xuzimo', decision: 'agree' };
    const arrived = await decide(client, page, fields);
    expect([arrived.url, arrived.text]).toEqual(['/account', expect.stringContaining('许子墨')]);
  });

  it.each(['wechat', 'alipay'] as const)('tell who somebody is whom nobody knows: %s', async (kind) => {
    const client = createTestClient(app.url);
    const page = await open(kind, client);
    const arrived = await decide(client, page, { who: `demo-${kind}-qingfeng`, decision: 'agree' });
    expect([arrived.url, arrived.text]).toEqual([
      `/account/scans/${kind}`,
      expect.stringContaining('还没有绑定学信网账号'),
    ]);
  });

  it('tell nothing after 拒绝', async () => {
    const client = createTestClient(app.url);
    const page = await decide(client, await open('wechat', client), {
      who: 'demo-wechat-xuzimo',
      decision: 'refuse',
    });
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('没有同意微信授权')]);
  });

  it('lead back to the account centre and nowhere else', async () => {
    const client = createTestClient(app.url);
    const hidden = (await open('wechat', client)).hidden();
    const good = { ...hidden, who: 'demo-wechat-xuzimo', decision: 'agree' };
    for (const change of [
      { redirect_uri: 'https://evil.example/' },
      { redirect_uri: 'http://localhost:0/account/scans/alipay' },
      { redirect_uri: 'http://localhost:0/account/scans/wechat/../../evil' },
      { appid: 'another' },
      { state: '' },
      { state: 'x\r\nlocation: https://evil.example' },
      { who: 'demo-wechat-nobody' },
    ]) {
      const page = await client.post('/demo/scans/wechat', { ...good, ...change }, { follow: false });
      expect([change, page.status]).toEqual([change, 400]);
      const shown = await client.get(`/demo/scans/wechat?${new URLSearchParams({ ...hidden, ...change })}`);
      expect(shown.status).toBe('who' in change ? 200 : 400);
    }
    expect((await client.get('/demo/scans/qq')).status).toBe(404);
  });

  it.each([
    ['another verifier', { verifier: 'a'.repeat(64) }],
    ['another nonce', { nonce: 'b'.repeat(64) }],
  ])('refuse %s (PKCE, nonce)', async (_what, change) => {
    const { offered, demo, redirectUris } = buildFactorProviders(loadConfig({}));
    const extras = { verifier: 'c'.repeat(64), nonce: 'd'.repeat(64) };
    for (const provider of offered) {
      const redirectUri = redirectUris[provider.kind];
      const challenge = createHash('sha256').update(extras.verifier).digest('base64url');
      const asked = { redirectUri, state: 'e'.repeat(64), challenge, nonce: extras.nonce };
      const redeem = (given: typeof extras) => {
        const back = demo?.decide(provider.kind, asked, `demo-${provider.kind}-xuzimo`) ?? '';
        const code = new URL(back, 'http://x').searchParams.get(provider.codeField) ?? '';
        return provider.redeem({ code, redirectUri, extras: given });
      };
      expect(await redeem(extras)).toMatch(/demo-(wechat|alipay)-xuzimo$/);
      await expect(redeem({ ...extras, ...change })).rejects.toMatchObject({ fault: 'refused' });
    }
  });

  it.each(['drill', 'live'])('do not exist in %s', (environment) => {
    const publicUrl = new URL('https://accounts.example');
    const built = buildFactorProviders({
      environment,
      publicUrl,
      wechatLogin: null,
      alipay: null,
      outboundAllow: [],
    });
    expect(built).toMatchObject({ offered: [], demo: null });
  });
});
