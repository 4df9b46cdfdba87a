import { createPasswordAdmissions } from '../../../src/domain/credentials/password-admissions';
import { createLogger } from '../../../src/infrastructure/logger';
import {
  getAccountCode,
  getDemoAccount,
  idOfAccount,
  listLettersTo,
  signInAccount,
} from '../../support/accounts';
import { deviceOf } from '../../support/device';
import { answerPicture } from '../../support/picture-code';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient } from '../../support/test-client';

const WRONG = 'Wrong#2021xx';
const PROOF = '/account/sign-in/proof';

describe('an owner whom an enemy wants to hold out', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());
  beforeEach(() => app.database.knex('throttles').delete());

  async function tryPassword(name: string, password: string, client: TestClient) {
    await client.get('/account/sign-in');
    return client.post('/account/sign-in', { name, password });
  }

  /** Tries from other browsers until the name is stopped. */
  async function holdOut(name: string): Promise<void> {
    const enemy = createTestClient(app.url);
    for (let tries = 0; tries < 5; tries += 1) await tryPassword(name, WRONG, enemy);
    const page = await tryPassword(name, WRONG, enemy);
    expect([page.status, page.text]).toEqual([429, expect.stringContaining('验证身份')]);
  }

  it('gets in at the browser that signed in before, with tries of its own', async () => {
    const own = await signInAccount(app, 'xuzimo');
    await own.post('/account/sign-out', {});
    await holdOut('xuzimo');
    expect((await tryPassword('xuzimo', WRONG, own)).status).toBe(401);
    // By another of the account's names too.
    expect((await tryPassword(getDemoAccount('xuzimo').phone, demoPassword, own)).url).toBe('/account');
    expect((await tryPassword('xuzimo', demoPassword, createTestClient(app.url))).status).toBe(429);
  });

  it('has no endless tries at a known browser either, and one of them opens no other account', async () => {
    const own = await signInAccount(app, 'lumingqi');
    await own.post('/account/sign-out', {});
    for (let tries = 0; tries < 5; tries += 1) await tryPassword('lumingqi', WRONG, own);
    const page = await tryPassword('lumingqi', WRONG, own);
    expect([page.status, page.text]).toEqual([429, expect.stringContaining('此浏览器登录此账号')]);
    await holdOut('baiyichen');
    expect((await tryPassword('baiyichen', demoPassword, own)).status).toBe(429);
  });

  it('stays out of the count of everybody’s tries in a day', async () => {
    const parts = { db: app.database.knex, log: createLogger('silent'), alarms: app.services.alarms };
    const { admit } = createPasswordAdmissions(parts, 'accountSignIn');
    const target = String(await idOfAccount(app, 'baiyichen'));
    const one = { target, password: WRONG, pictured: true };
    const refused = new Map<string, number>();
    for (let at = 0; at < 110; at += 1) {
      const origin = { address: `10.1.0.${at}`, device: `enemy-${at}` };
      const tried = await admit({ ...one, subject: `name-${at}`, known: false, origin });
      if (tried.outcome === 'throttled') refused.set(tried.by, (refused.get(tried.by) ?? 0) + 1);
    }
    expect([...refused]).toEqual([['account', 10]]);
    const origin = { address: '10.2.0.1', device: 'own' };
    expect((await admit({ ...one, subject: 'baiyichen', known: true, origin })).outcome).toBe('admitted');
  });

  it('gets in at a new browser by 验证身份 with a picture or question and a code to the phone', async () => {
    const { identityNumber, phone } = getDemoAccount('suwanqing');
    await holdOut('suwanqing');
    const client = createTestClient(app.url);
    const facts = { account: 'suwanqing', personName: '苏晚晴', documentKind: 'resident', identityNumber };
    const picture = await client.get(PROOF);
    const asked = await client.post(`${PROOF}/picture`, {
      ...facts,
      ...picture.hidden(PROOF),
      kind: 'question',
    });
    expect(asked.text).toMatch(/[一二三四五六七八九十]+(加上|减去)[一二三四五六七八九十]+等于多少？/);
    expect(asked.html).toContain('value="苏晚晴"');
    const code = await client.post(PROOF, {
      ...facts,
      kind: 'question',
      ...(await answerPicture(app, asked)),
    });
    expect(code.url).toBe(`${PROOF}/code`);
    const done = await client.post(`${PROOF}/code`, { answer: await getAccountCode(app, phone) });
    expect([done.url, done.text]).toEqual(['/account/sign-in', expect.stringContaining('身份验证通过')]);
    expect((await listLettersTo(app, phone)).at(-1)).toContain('验证身份');
    expect((await tryPassword('suwanqing', WRONG, client)).status).toBe(401);
    expect((await tryPassword('suwanqing', demoPassword, client)).url).toBe('/account');
  });

  it('is told nothing of who exists by 验证身份, and proves nothing with another’s code', async () => {
    const pages = [];
    const { identityNumber } = getDemoAccount('baiyichen');
    for (const personName of ['白亦宸', '白亦晨']) {
      const client = createTestClient(app.url);
      const facts = { account: 'baiyichen', personName, documentKind: 'resident', identityNumber };
      const page = await client.post(PROOF, {
        ...facts,
        ...(await answerPicture(app, await client.get(PROOF))),
      });
      const wrong = await client.post(`${PROOF}/code`, { answer: '000000' });
      pages.push([page.status, page.text, wrong.status, wrong.text]);
    }
    expect(pages[0]).toEqual(pages[1]);
  });

  it('forgets other browsers when the password is changed', async () => {
    const id = await idOfAccount(app, 'lumingqi');
    const known = (): Promise<string[]> =>
      app.database.knex('account_devices').where({ account_id: id }).orderBy('device').pluck('device');
    const before = await known();
    const own = await signInAccount(app, 'lumingqi');
    expect(await known()).toHaveLength(before.length + 1);
    await own.get('/account/password');
    const next = 'Another#2021x';
    await own.post('/account/password', { current: demoPassword, password: next, passwordAgain: next });
    expect(await known()).toEqual([deviceOf(app, own)]);
  });
});
