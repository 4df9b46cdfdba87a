import { demoPathOf } from '../../../src/account/demo-platforms/demo-platforms';
import { idOfAccount } from '../../support/accounts';
import { consentTo, type PathBrowser, signInBrowser, startPlatformApp } from '../../support/platforms';
import { startTestApp, type TestApp } from '../../support/test-app';

async function enter(browser: PathBrowser, code: string) {
  await browser.get(demoPathOf(code));
  const page = await browser.post(`${demoPathOf(code)}/sign-in`);
  return page.url.startsWith('/account/authorizations/') ? consentTo(browser, page) : page;
}

const subjectOf = (text: string) => /统一身份标识 ([0-9a-f-]{36})/.exec(text)?.[1];

describe('a person at the platforms, before and after re-registration', () => {
  let app: TestApp;
  let again: TestApp;
  beforeAll(async () => {
    app = await startPlatformApp({ env: { PROOF_DELAY_HOURS: '0' } });
    // A second process on the same data: what one keeps the other finds.
    again = await startTestApp({
      database: app.database,
      env: { PUBLIC_URL: app.config.publicUrl.origin },
    });
  });
  afterAll(async () => {
    await again.close();
    await app.close();
  });

  it('is one subject, and what was done is found again; the old account is out everywhere', async () => {
    const old = await signInBrowser(app, 'taken2020');
    await enter(old, 'chsi-archive');
    const marked = await old.post(`${demoPathOf('chsi-archive')}/mark`);
    expect(marked.text).toContain('✓ 图像校对已完成');
    const account = { accountId: await idOfAccount(app, 'qinzhiyuan') };
    const proof = { ...account, route: 'studentRecord', origin: { address: '', device: '' } } as const;
    await app.database.knex.transaction((transaction) =>
      app.services.accounts.proveAccount(transaction, proof),
    );
    await again.services.accountPlatforms.provider.signOuts.tellDue();
    expect((await old.get(demoPathOf('chsi-archive'))).text).toContain('您还没有登录');
    expect((await old.get('/account')).url).toBe('/account/sign-in');

    const owner = await signInBrowser(app, 'qinzhiyuan');
    // Another account: asked anew what platforms may see, found by the same subject.
    const found = await enter(owner, 'chsi-archive');
    expect(subjectOf(found.text)).toBe(subjectOf(marked.text));
    expect(found.text).toContain('✓ 图像校对已完成');
    const form = await enter(owner, 'graduate-admission');
    expect(form.text).toContain('✓ 图像校对已完成 （学信档案');
    expect((await owner.post(`${demoPathOf('graduate-admission')}/mark`)).text).toContain(
      '✓ 研招网上报名已提交',
    );
  });

  it('asks for 图像校对 first where a platform needs it', async () => {
    const browser = await signInBrowser(app, 'baiyichen');
    const page = await enter(browser, 'conscription');
    expect(page.text).toContain('需要先到 学信档案 完成图像校对');
    const refused = await browser.post(`${demoPathOf('conscription')}/mark`);
    expect([refused.status, refused.text]).toEqual([
      409,
      expect.stringContaining('请先到学信档案完成图像校对'),
    ]);
  });
});
