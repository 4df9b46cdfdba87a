import { markOfDevice } from '../../../src/infrastructure/http/set-up-device';
import { idOfAccount, listSentTo } from '../../support/accounts';
import { refreshDynamicPassword } from '../../support/dynamic-password';
import {
  consentTo,
  createPathBrowser,
  type PathBrowser,
  type PathPage,
  signInBrowser,
  startPlatformApp,
} from '../../support/platforms';
import { getSentCode } from '../../support/sent-codes';
import type { TestApp } from '../../support/test-app';
import { turnSwitch } from '../../support/turn-switch';
import { idOf } from '../filing/filing';

const PASSWORD = 'Zhiyuan#2021';
const PILOT = '21410101151001';
const GUARDED = '21410101151003';

describe('用学信网账号登录 at the candidates’ platform', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startPlatformApp();
  });
  afterAll(() => app.close());

  const knex = () => app.database.knex;
  const settle = () => app.services.accountPlatforms.provider.signOuts.settle();

  const showTotp = () => refreshDynamicPassword(app, GUARDED);

  /** Signs in with 考生号, at a browser where an account may be signed in too. */
  async function signIn(browser: PathBrowser, number: string): Promise<PathPage> {
    await browser.get('/sign-in');
    let page = await browser.post('/sign-in', { candidateNumber: number, password: PASSWORD });
    if (page.url === '/sign-in/dynamic-password')
      page = await browser.post('/sign-in/dynamic-password', { totp: await showTotp() });
    return page;
  }

  async function signInByAccount(browser: PathBrowser): Promise<PathPage> {
    await browser.get('/sign-in');
    return goOn(browser, await browser.post('/sign-in/account'));
  }

  /** The account's password is asked for again, however lately another page was opened with it. */
  async function goOn(browser: PathBrowser, page: PathPage): Promise<PathPage> {
    if (!page.text.includes('请再次输入密码')) return page;
    return browser.post(`${page.url}/password`, { current: PASSWORD });
  }

  /** 用学信网账号登录 up to the address that the provider sends the browser back to. */
  async function findReturn(browser: PathBrowser): Promise<string> {
    const page = await browser.get('/sign-in');
    const csrf = /name="_csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    const body = new URLSearchParams({ _csrf: csrf });
    let response = await browser.ask('/sign-in/account', { method: 'POST', body });
    for (;;) {
      const location = (response.headers.get('location') ?? '').replace(app.url, '');
      if (location === '') throw new Error(await response.text());
      if (location.startsWith('/sign-in/account/return')) return location;
      response = await browser.ask(location);
      if (response.status !== 200) continue;
      const form = /name="_csrf" value="([^"]+)"/.exec(await response.text())?.[1] ?? '';
      const answer = new URLSearchParams({ _csrf: form, current: PASSWORD });
      response = await browser.ask(`${location}/password`, { method: 'POST', body: answer });
    }
  }

  /** Links the account that is signed in at this browser, over the step of the ladder. */
  async function link(browser: PathBrowser, number: string): Promise<PathPage> {
    await browser.get('/account-link');
    const totp = number === GUARDED;
    if (!totp) await browser.post('/account-link/code');
    const answer = totp ? await showTotp() : (await getSentCode(app, await idOf(app, number), 'bind')).code;
    const page = await browser.post('/account-link', { answer });
    return page.url.startsWith('/account/authorizations/') ? consentTo(browser, page) : page;
  }

  it('knows nobody whose account is not linked, and says how to link it', async () => {
    const browser = await signInBrowser(app, 'xuzimo');
    const asked = await signInByAccount(browser);
    const page = await consentTo(browser, asked);
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('此学信网账号没有关联考生号')]);
    expect((await browser.get('/')).url).toBe('/sign-in');
    expect(await knex()('credentials').whereNotNull('session_id')).toEqual([]);
  });

  it('links nothing without the step of the ladder', async () => {
    const browser = await signInBrowser(app, 'zhouxingyuan');
    await signIn(browser, PILOT);
    await browser.get('/account-link');
    await browser.post('/account-link/code');
    for (const answer of ['', '000000']) {
      const page = await browser.post('/account-link', { answer });
      expect([page.status, page.url]).toEqual([422, '/account-link']);
    }
    expect(await knex()('account_links')).toEqual([]);
  });

  it('links no account of another person, whatever its name', async () => {
    const browser = await signInBrowser(app, 'lumingqi');
    await signIn(browser, PILOT);
    const page = await link(browser, PILOT);
    expect(page.text).toContain('此学信网账号的证件号码与考生的证件号码不一致');
    expect(await knex()('account_links')).toEqual([]);
  });

  it('links the account of the same person; both are told, and it is written down', async () => {
    const browser = await signInBrowser(app, 'zhouxingyuan');
    await signIn(browser, PILOT);
    const page = await link(browser, PILOT);
    expect(page.text).toContain('学信网账号关联成功');
    const candidate = await idOf(app, PILOT);
    const account = await idOfAccount(app, 'zhouxingyuan');
    expect(await knex()('account_links').select('candidate_id', 'account_id')).toEqual([
      { candidate_id: candidate, account_id: account },
    ]);
    expect(await knex()('mails').where({ candidate_id: candidate, kind: 'accountLinked' })).toHaveLength(1);
    expect(
      await knex()('account_mails').where({ account_id: account, kind: 'candidateLinked' }),
    ).toHaveLength(1);
    expect((await listSentTo(app, '15900001021')).at(-1)).toContain('关联了考生号');
    const act = { action: 'linkAccount', subject_id: String(candidate) };
    expect(await knex()('audit_entries').where(act)).toHaveLength(1);
    // Twice is refused: one account, one 考生号.
    expect((await browser.post('/account-link', { answer: '000000' })).status).toBe(409);
  });

  it('signs in with one session a candidate, a log line, and a device that is not trusted for it', async () => {
    const elsewhere = createPathBrowser(app.url);
    await signIn(elsewhere, PILOT);
    const browser = await signInBrowser(app, 'zhouxingyuan');
    const home = await signInByAccount(browser);
    expect([home.url, home.text]).toEqual(['/', expect.stringContaining('周行远')]);
    const out = await elsewhere.get('/');
    expect(out.text).toContain('在另一处');
    expect((await browser.get('/sign-ins')).text).toContain('学信网账号已核验');
    const cookie = browser.cookies.find(({ name }) => name === 'zhiyuan.device')?.value;
    const device = markOfDevice(app.config.secrets.session, cookie);
    expect(device).not.toBe('');
    expect(await knex()('trusted_devices').where({ device })).toEqual([]);
  });

  it('signs the account out with the candidate: nothing stays open at a school’s computer', async () => {
    const browser = await signInBrowser(app, 'zhouxingyuan');
    await signInByAccount(browser);
    await browser.get('/');
    const out = await browser.post('/sign-out');
    expect([out.url, out.text]).toEqual(['/signed-out?account', expect.stringContaining('也已同时退出')]);
    expect((await browser.get('/account')).url).toBe('/account/sign-in');
    expect((await signInByAccount(browser)).url).toBe('/account/sign-in');
  });

  it('asks for the account’s password again, and notices a browser that left the question out', async () => {
    const browser = await signInBrowser(app, 'zhouxingyuan');
    await knex()('account_sessions').update({ began_at: new Date(Date.now() - 600_000) });
    const page = await browser.get('/sign-in');
    const csrf = /name="_csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    const body = new URLSearchParams({ _csrf: csrf });
    const begun = await browser.ask('/sign-in/account', { method: 'POST', body });
    const asked = new URL(begun.headers.get('location') ?? '');
    expect(asked.searchParams.get('prompt')).toBe('login');
    asked.searchParams.delete('prompt');
    const sly = await browser.get(`${asked.pathname}${asked.search}`);
    expect([sly.status, sly.text]).toEqual([403, expect.stringContaining('没有完成学信网账号的登录')]);
    expect((await browser.get('/')).url).toBe('/sign-in');
  });

  it('ends with the account’s session, and says why; a later sign-in of its own stays', async () => {
    const browser = await signInBrowser(app, 'zhouxingyuan');
    await signInByAccount(browser);
    await browser.get('/account');
    await browser.post('/account/sign-out');
    await settle();
    const page = await browser.get('/sign-in');
    expect(page.text).toContain('您的学信网账号于');
    const second = await signInBrowser(app, 'zhouxingyuan');
    await signInByAccount(second);
    const own = createPathBrowser(app.url);
    await signIn(own, PILOT);
    await second.get('/account');
    await second.post('/account/sign-out');
    await settle();
    expect((await own.get('/')).url).toBe('/');
  });

  it('asks for 动态密码 where it is bound, and takes nobody in whose account signed out meanwhile', async () => {
    const linking = await signInBrowser(app, 'lisihe');
    await signIn(linking, GUARDED);
    expect((await link(linking, GUARDED)).text).toContain('学信网账号关联成功');
    await linking.get('/');
    await linking.post('/sign-out');
    // The next pupil at this computer does not find the account open.
    expect((await linking.get('/account')).url).toBe('/account/sign-in');
    const browser = await signInBrowser(app, 'lisihe');
    const step = await signInByAccount(browser);
    expect(step.url).toBe('/sign-in/dynamic-password');
    expect((await browser.get('/')).url).toBe('/sign-in');
    await signInByAccount(browser);
    const totp = await showTotp();
    expect((await browser.post('/sign-in/dynamic-password', { totp })).url).toBe('/');

    const second = await signInBrowser(app, 'lisihe');
    await signInByAccount(second);
    await knex()('account_sessions').update({ ended_at: new Date(), ended_by: 'owner' });
    const late = await second.post('/sign-in/dynamic-password', { totp: await showTotp() });
    expect(late.url).toBe('/sign-in');
  });

  it.each([
    [
      'is frozen',
      () => knex()('candidates').where({ candidate_number: PILOT }).update({ frozen_at: new Date() }),
      '已冻结',
    ],
    [
      'has no password yet',
      () =>
        knex()('credentials')
          .update({ password_hash: null })
          .whereIn('candidate_id', knex()('candidates').where({ candidate_number: PILOT }).select('id')),
      '您还没有设置登录密码',
    ],
  ])('takes nobody in who %s', async (_what, change, sentence) => {
    const { password_hash: hash } = await knex()('credentials')
      .where({ candidate_id: await idOf(app, PILOT) })
      .first();
    await change();
    const browser = await signInBrowser(app, 'zhouxingyuan');
    const page = await signInByAccount(browser);
    expect([page.status, page.text]).toEqual([403, expect.stringContaining(sentence)]);
    await knex()('candidates').update({ frozen_at: null });
    await knex()('credentials')
      .where({ candidate_id: await idOf(app, PILOT) })
      .update({ password_hash: hash });
  });

  it('takes in no other account of the person, before it was linked again', async () => {
    const { knex: db } = app.database;
    const before = await db('account_links')
      .where({ candidate_id: await idOf(app, PILOT) })
      .first();
    await db('account_links')
      .where({ id: before.id })
      .update({ account_id: await idOfAccount(app, 'lumingqi') });
    const browser = await signInBrowser(app, 'zhouxingyuan');
    const page = await signInByAccount(browser);
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('已重新注册')]);
    await db('account_links').where({ id: before.id }).update({ account_id: before.account_id });
  });

  it('is refused while the province has stopped sign-ins, who is on the way too', async () => {
    const browser = await signInBrowser(app, 'zhouxingyuan');
    const back = await findReturn(browser);
    await turnSwitch(app, 'noSignIns', true);
    expect((await browser.get(back)).status).toBe(503);
    expect((await signInByAccount(browser)).status).toBe(503);
    await turnSwitch(app, 'noSignIns', false);
  });

  it('answers once: a return address that comes again, or at another browser, signs nobody in', async () => {
    const browser = await signInBrowser(app, 'zhouxingyuan');
    const back = await findReturn(browser);
    const thief = createPathBrowser(app.url);
    expect((await thief.get(back)).url).toBe('/sign-in');
    expect((await browser.get(back)).url).toBe('/');
    expect((await browser.get(back)).url).toBe('/');
    const late = createPathBrowser(app.url);
    await late.get('/sign-in');
    await late.post('/sign-in/account');
    const forged = await late.get(back);
    expect([forged.status, forged.text]).toEqual([403, expect.stringContaining('没有完成学信网账号的登录')]);
  });

  it('is taken back over the step of the ladder, and then opens nothing', async () => {
    const browser = await signInBrowser(app, 'zhouxingyuan');
    await signInByAccount(browser);
    await browser.get('/account-link');
    expect((await browser.post('/account-link/removal', { answer: '000000' })).status).toBe(422);
    await browser.post('/account-link/code');
    const { code: answer } = await getSentCode(app, await idOf(app, PILOT), 'bind');
    expect((await browser.post('/account-link/removal', { answer })).text).toContain('已取消关联');
    expect((await signInByAccount(await signInBrowser(app, 'zhouxingyuan'))).text).toContain(
      '没有关联考生号',
    );
    const kind = { kind: 'accountUnlinked' };
    expect(await knex()('mails').where(kind)).toHaveLength(1);
  });
});
