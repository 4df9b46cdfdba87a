import * as oidc from 'openid-client';
import { demoPathOf, demoPlatforms } from '../../../src/account/demo-platforms/demo-platforms';
import { idOfAccount } from '../../support/accounts';
import {
  consentTo,
  createPathBrowser,
  type PathBrowser,
  type PathPage,
  signInBrowser,
  startPlatformApp,
} from '../../support/platforms';
import type { TestApp } from '../../support/test-app';
import { authorize, exchange, type OutsideParty, prepare, startParty } from './outside-party';

const [archive, graduate, conscription] = ['chsi-archive', 'graduate-admission', 'conscription'] as const;

/** Presses 用学信网账号登录 at a platform of the demo. */
async function arrive(browser: PathBrowser, code: string): Promise<PathPage> {
  await browser.get(demoPathOf(code));
  return browser.post(`${demoPathOf(code)}/sign-in`);
}

async function enter(browser: PathBrowser, code: string): Promise<PathPage> {
  const page = await arrive(browser, code);
  return page.url.startsWith('/account/authorizations/') ? consentTo(browser, page) : page;
}

const subjectOf = ({ text }: PathPage) => /统一身份标识 ([0-9a-f-]{36})/.exec(text)?.[1] ?? '';

describe('one account at the platforms', () => {
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

  /** Waits for what is told beside the requests. */
  const settle = () => app.services.accountPlatforms.provider.signOuts.settle();

  async function listOpen(browser: PathBrowser): Promise<string[]> {
    await settle();
    const open: string[] = [];
    for (const code of [archive, graduate, conscription])
      if ((await browser.get(demoPathOf(code))).text.includes('统一身份标识')) open.push(code);
    return open;
  }

  it('signs in to three with one sign-in, one consent each, as one subject', async () => {
    const browser = createPathBrowser(app.url);
    const first = await arrive(browser, archive);
    expect(first.url).toBe('/account/sign-in');
    expect(first.text).toContain('登录后返回原来的平台');
    const asked = await browser.post('/account/sign-in', { name: 'suwanqing', password: 'Zhiyuan#2021' });
    expect(asked.text).toMatch(/学信档案 （127\.0\.0\.1:\d+）请求使用您的学信网账号 suwanqing/);
    const pages = [await consentTo(browser, asked)];
    for (const code of [graduate, conscription]) {
      const page = await arrive(browser, code);
      expect(page.text).toContain('证件号码（只显示前两位和后两位）');
      pages.push(await consentTo(browser, page));
    }
    expect(pages.map(({ status, url }) => [status, url])).toEqual(
      [archive, graduate, conscription].map((code) => [200, demoPathOf(code)]),
    );
    const person = await app.database.knex('persons').where({ name: '苏晚晴' }).first('subject');
    expect(pages.map(subjectOf)).toEqual(Array(3).fill(person?.subject));
    expect(pages[0]?.text).not.toContain('证件号码');
    // No more than they agreed to: 前两位和后两位.
    expect(pages[1]?.text).toMatch(/[^\d]41\*{14}25/);
    // Again: no question is asked.
    await browser.post(`${demoPathOf(archive)}/sign-out`);
    expect(await listOpen(browser)).toEqual([graduate, conscription]);
    expect((await arrive(browser, archive)).url).toBe(demoPathOf(archive));
    const account = { account_id: await idOfAccount(app, 'suwanqing') };
    const mails = await app.database.knex('account_mails').where({ ...account, kind: 'platformAuthorized' });
    expect(mails).toHaveLength(3);
  });

  it('is played at nine platforms, each with a page', async () => {
    const visitor = createPathBrowser(app.url);
    const list = await visitor.get('/demo/platforms');
    expect(demoPlatforms).toHaveLength(9);
    for (const { code, name } of demoPlatforms) {
      expect(list.text).toContain(name);
      expect((await visitor.get(demoPathOf(code))).text).toContain('用学信网账号登录');
    }
    expect((await visitor.get('/demo/platforms/nowhere')).status).toBe(404);
  });

  it('lists what each sees; taking one back ends the sign-in there at once, and asks again', async () => {
    const browser = await signInBrowser(app, 'xuzimo');
    await enter(browser, archive);
    await enter(browser, graduate);
    const page = await browser.get('/account/platforms');
    expect(page.text).toContain('统一身份标识、姓名、证件号码（前两位和后两位）');
    expect(page.text).toContain('可以使用学信网账号的平台');
    const after = await browser.post(`/account/platforms/${graduate}/withdrawal`);
    expect(after.text).toContain('已取消“中国研究生招生信息网”的授权');
    expect(await listOpen(browser)).toEqual([archive]);
    expect((await arrive(browser, graduate)).text).toContain('将看到您的以下信息');
    expect((await browser.post(`/account/platforms/${graduate}/withdrawal`)).status).toBe(404);
    const actor = { actor_kind: 'account', actor_id: String(await idOfAccount(app, 'xuzimo')) };
    const acts = await app.database
      .knex('audit_entries')
      .where(actor)
      .whereLike('action', '%Platform')
      .orderBy('id');
    expect(acts.map(({ action }) => action)).toEqual([
      'authorizePlatform',
      'authorizePlatform',
      'withdrawPlatform',
    ]);
  });

  it('signs out of all from one platform, once that is confirmed', async () => {
    const browser = await signInBrowser(app, 'baiyichen');
    for (const code of [archive, graduate, conscription]) await enter(browser, code);
    const asked = await browser.post(`${demoPathOf(graduate)}/sign-out`);
    expect(asked.text).toContain('是否同时退出学信网账号');
    expect(await listOpen(browser)).toEqual([archive, conscription]);
    await browser.get(asked.url);
    const done = await browser.post('/account/oidc/session/end/confirm', { logout: 'yes' });
    expect(done.url).toBe(demoPathOf(graduate));
    expect(await listOpen(browser)).toEqual([]);
    expect((await browser.get('/account')).url).toBe('/account/sign-in');
  });

  it('leaves one platform alone where the person says so', async () => {
    const browser = await signInBrowser(app, 'baiyichen');
    for (const code of [archive, graduate]) await enter(browser, code);
    await browser.post(`${demoPathOf(graduate)}/sign-out`);
    expect((await browser.post('/account/oidc/session/end/confirm')).url).toBe(demoPathOf(graduate));
    expect(await listOpen(browser)).toEqual([archive]);
    expect((await browser.get('/account')).url).toBe('/account');
  });

  describe('whatever ends the session of an account', () => {
    /** A browser at a platform of the demo and at one of somebody else's. */
    async function begin() {
      const browser = await signInBrowser(app, 'lumingqi');
      await enter(browser, archive);
      const attempt = await prepare(party);
      const tokens = await exchange(party, await authorize(browser, attempt), attempt);
      party.told.length = 0;
      const { sub = '' } = tokens.claims() ?? {};
      const ask = () => oidc.fetchUserInfo(party.configuration, tokens.access_token, sub);
      expect((await ask()).name).toBe('陆明琪');
      return { browser, ask };
    }

    async function expectEnded({ browser, ask }: Awaited<ReturnType<typeof begin>>): Promise<void> {
      await expect(ask()).rejects.toThrow();
      expect(await listOpen(browser)).toEqual([]);
      expect(party.told).toHaveLength(1);
      const silent = await browser.ask(
        (await prepare(party, { prompt: 'none' })).url.href.replace(app.url, ''),
      );
      expect(silent.headers.get('location')).toContain('error=login_required');
    }

    it('退出 in the account centre ends it at every platform', async () => {
      const begun = await begin();
      await begun.browser.get('/account');
      await begun.browser.post('/account/sign-out');
      await expectEnded(begun);
    });

    it('so does another browser that ends it', async () => {
      const begun = await begin();
      const other = await signInBrowser(app, 'lumingqi');
      await other.get('/account/sessions');
      await other.post('/account/other-sessions/ending');
      await expectEnded(begun);
    });

    it('so does a new password', async () => {
      const begun = await begin();
      const other = await signInBrowser(app, 'lumingqi');
      await other.get('/account/password');
      const next = 'Copper#8Lake';
      await other.post('/account/password', { current: 'Zhiyuan#2021', password: next, passwordAgain: next });
      await settle();
      const { knex } = app.database;
      const ended = await knex('account_sessions').where({ ended_by: 'password' });
      expect(ended.length).toBeGreaterThan(0);
      await expectEnded(begun);
      // Back, for the tests that follow.
      const { password_hash: hash } = await knex('accounts').where({ user_name: 'suwanqing' }).first();
      await knex('accounts').where({ user_name: 'lumingqi' }).update({ password_hash: hash });
    });

    it('so does a platform whose server is away: it is told as soon as it is back', async () => {
      const begun = await begin();
      party.answer = 503;
      await begun.browser.get('/account');
      await begun.browser.post('/account/sign-out');
      await settle();
      party.answer = 200;
      party.told.length = 0;
      await app.database.knex('platform_sessions').update({ try_at: new Date(0) });
      expect(await app.services.accountPlatforms.provider.signOuts.tellDue()).toBe(1);
      await expectEnded(begun);
      expect(await app.services.accountPlatforms.provider.signOuts.tellDue()).toBe(0);
    });

    it('so does 注销 of the account, and no consent or session of it is left', async () => {
      const begun = await begin();
      const { knex } = app.database;
      await knex('accounts')
        .where({ user_name: 'lumingqi' })
        .update({ closes_at: new Date(0) });
      expect(await app.services.accounts.closing.closeDue()).toBe(1);
      await app.services.accountPlatforms.provider.signOuts.tellDue();
      await expectEnded(begun);
    });
  });

  it('forgets a platform that was removed, and what it was given', async () => {
    const second = await startParty(app, 'gallery');
    const browser = await signInBrowser(app, 'suwanqing');
    const attempt = await prepare(second);
    const tokens = await exchange(second, await authorize(browser, attempt), attempt);
    await app.database.knex('platforms').where({ code: 'gallery' }).update({ removed_at: new Date() });
    const { sub = '' } = tokens.claims() ?? {};
    await expect(oidc.fetchUserInfo(second.configuration, tokens.access_token, sub)).rejects.toThrow();
    expect((await browser.get('/account/platforms')).text).not.toContain('平台 gallery');
    await second.close();
  });

  it('clears away what has expired', async () => {
    const { knex } = app.database;
    await knex('oidc_records').update({ expires_at: new Date(0) });
    await app.services.accountPlatforms.provider.signOuts.clear();
    expect(await knex('oidc_records')).toEqual([]);
  });
});
