import { createScanLimits } from '../../../src/account/factors/scan-limits';
import { wallClock } from '../../../src/infrastructure/clock';
import { idOfAccount, signInAccount } from '../../support/accounts';
import { deviceOf } from '../../support/device';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword } from '../../support/test-client';
import { type FakeProvider, startFakeProvider } from './fake-provider';
import { beginBinding, beginScan, scanIn } from './scanning';

describe('操作过于频繁，操作被禁止 of 绑定 and 扫码登录', () => {
  let app: TestApp;
  let provider: FakeProvider;
  beforeAll(async () => {
    provider = await startFakeProvider();
    app = await startTestApp({ env: provider.env });
  });
  afterAll(async () => {
    await app.close();
    await provider.close();
  });
  beforeEach(() => app.database.knex('throttles').delete());

  const origin = { address: '127.0.0.1', device: 'd' };
  const MEANWHILE = /\d\d月\d\d日 \d\d:\d\d解除限制.*找回用户名.*找回密码.*用户名和密码登录/;

  it('ends two hours after the first, at a whole minute', async () => {
    const limits = createScanLimits(app.database.knex, 2);
    const before = wallClock();
    for (let at = 0; at < 5; at += 1) expect(await limits.chargeBinding(7, origin)).toBeNull();
    const limited = await limits.chargeBinding(7, origin);
    const until = limited?.until.getTime() ?? 0;
    expect(limited?.limit).toBe('bindingsByAccount');
    expect(until % 60_000).toBe(0);
    expect(until - before).toBeGreaterThanOrEqual(2 * 3_600_000 - 1000);
    expect(until - before).toBeLessThanOrEqual(2 * 3_600_000 + 61_000);
    expect(app.config.accounts.scanLimitHours).toBe(2);
  });

  it('stops the binding of an account; the password and everything else go on', async () => {
    const client = await signInAccount(app, 'lumingqi');
    const limits = createScanLimits(app.database.knex, 2);
    for (let at = 0; at < 4; at += 1) await limits.chargeBinding(await idOfAccount(app, 'lumingqi'), origin);
    await beginBinding(client);
    const page = await client.post('/account/factors/wechat', { wechatCurrent: demoPassword });
    expect(page.status).toBe(429);
    expect(page.text).toMatch(/此账号2小时内绑定微信或支付宝的次数已用完/);
    expect(page.text).toMatch(MEANWHILE);
    expect((await client.get('/account')).status).toBe(200);
    await signInAccount(app, 'lumingqi');
  });

  it('stops a 微信 that lets nobody in, and no other', async () => {
    for (let at = 0; at < 10; at += 1) await scanIn(app, provider, 'union-often');
    const page = await scanIn(app, provider, 'union-often');
    expect([page.status, page.text]).toEqual([
      429,
      expect.stringContaining('此微信或支付宝2小时内扫码登录的次数已用完'),
    ]);
    expect(page.text).toMatch(MEANWHILE);
    expect((await scanIn(app, provider, 'union-rare')).status).toBe(403);
    const throttled = await app.database.knex('account_sign_ins').where({ outcome: 'throttled' }).first();
    expect([throttled?.way, throttled?.account_id]).toEqual(['wechat', null]);
  });

  it('stops one browser, and not 50 people behind one address or at one computer', async () => {
    for (let at = 0; at < 50; at += 1) await beginScan(createTestClient(app.url));
    const shared = createTestClient(app.url);
    for (let at = 0; at < 50; at += 1) await beginScan(shared);
    const limits = createScanLimits(app.database.knex, 2);
    const origin = { address: '127.0.0.1', device: deviceOf(app, shared) };
    for (let at = 50; at < 120; at += 1) await limits.chargeStart(origin);
    await shared.get('/account/sign-in');
    const page = await shared.post('/account/sign-in/scans/wechat', {});
    expect([page.status, page.text]).toEqual([
      429,
      expect.stringContaining('此浏览器2小时内使用微信或支付宝扫码的次数已用完'),
    ]);
    await shared.get('/account/sign-in');
    expect((await shared.post('/account/sign-in', { name: 'xuzimo', password: demoPassword })).url).toBe(
      '/account',
    );
    await beginScan(createTestClient(app.url));
  });
});
