import { createPathBrowser, signInBrowser, startPlatformApp } from '../../support/platforms';
import type { TestApp } from '../../support/test-app';
import { authorize, exchange, type OutsideParty, pathOf, prepare, startParty } from './outside-party';

describe('when the provider’s own store does not answer', () => {
  let app: TestApp;
  let party: OutsideParty;
  beforeAll(async () => {
    app = await startPlatformApp();
    party = await startParty(app, 'library');
  });
  afterAll(async () => {
    await party.close();
    await app.close();
  });

  /** What is answered while somebody keeps the whole store to himself. */
  async function lock<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    const blocker = await app.database.knex.transaction();
    await blocker.raw('lock table oidc_records in access exclusive mode');
    try {
      return await ask();
    } finally {
      await blocker.rollback();
    }
  }

  it('a page that was asked for is to be asked for again, and can be', async () => {
    const browser = createPathBrowser(app.url);
    const path = pathOf((await prepare(party)).url);
    const page = await lock(() => browser.get(path));
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
    expect(page.text).toContain('系统现在很忙，此页面没有打开。请在5秒后刷新本页。');
    expect(page.text).not.toMatch(/登录请求有误|本次操作/);
    expect(page.html).toContain('href="">刷新本页');
    expect((await browser.get(path)).status).toBe(200);
  });

  it('退出 is in doubt, and is pressed once more', async () => {
    const browser = await signInBrowser(app, 'lumingqi');
    const attempt = await prepare(party);
    await exchange(party, await authorize(browser, attempt), attempt);
    const { html } = await browser.get('/account/oidc/session/end');
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const done = '/account/oidc/session/end/confirm';
    const page = await lock(() => browser.post(done, { xsrf, logout: 'yes' }));
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
    expect(page.text).toContain('本次操作没有完成');
    expect(page.html).not.toContain('刷新本页');
    expect((await browser.post(done, { xsrf, logout: 'yes' })).status).toBe(200);
  });
});
