import { listNamePinyin } from '../../../src/domain/identity/name-pinyin';
import { computeTotp, totpCounter } from '../../../src/infrastructure/security/totp';
import {
  getOfficerSecret,
  idOfOfficer,
  listOfficerActs,
  refreshOfficerTotp,
  signInOfficer,
} from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient } from '../../support/test-client';

describe('the sign-in of officers', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  async function tryAt(client: TestClient, fields: Record<string, string>) {
    await client.get('/office/sign-in');
    return client.post('/office/sign-in', fields, { follow: false });
  }

  const forgetTries = () => app.database.knex('throttles').delete();

  it('asks for all three at once, says what is missing and keeps the name', async () => {
    const page = await tryAt(createTestClient(app.url), { signInName: 'County-1', password: '', totp: '12' });
    expect(page.status).toBe(422);
    for (const text of ['请输入密码！', '请输入8位动态密码！']) expect(page.text).toContain(text);
    expect(page.html).toContain('value="county-1"');
  });

  it('lets in, with a new session id in a cookie that goes nowhere else', async () => {
    const client = createTestClient(app.url);
    await client.get('/office/sign-in');
    client.cookies.set('zhiyuan.office.sid', 's%3Aplanted.signature');
    const totp = await refreshOfficerTotp(app, 'county-1');
    const fields = {
      signInName: ' COUNTY-1 ',
      password: demoPassword,
      totp: `${totp.slice(0, 4)} ${totp.slice(4)}`,
    };
    const page = await client.post('/office/sign-in', fields, { follow: false });
    expect([page.status, page.headers.get('location')]).toEqual([303, '/office']);
    const cookie = page.headers.getSetCookie().find((line) => line.startsWith('zhiyuan.office.sid='));
    expect(cookie).toMatch(/Path=\/office; HttpOnly; SameSite=Strict/);
    expect(cookie).not.toContain('planted');
    const home = await client.get('/office');
    expect(home.text).toContain('孙明远（中牟县招生办公室，县（市、区）招办）');
    expect(home.text).toContain('首次登录');
    expect((await (await signInOfficer(app, 'county-1')).get('/office')).text).toContain('上次登录：');
  });

  it('answers alike to an unknown name, a wrong password, a wrong 动态密码 and a disabled account', async () => {
    const { knex } = app.database;
    await knex('officers').where({ sign_in_name: 'school-1' }).update({ disabled_at: new Date() });
    const right = async (name: 'county-1' | 'school-1') => refreshOfficerTotp(app, name);
    const tries = [
      { signInName: 'nobody-1', password: demoPassword, totp: '12345678' },
      { signInName: 'county-1', password: 'Wrong#2021', totp: await right('county-1') },
      { signInName: 'county-1', password: demoPassword, totp: '00000000' },
      { signInName: 'school-1', password: demoPassword, totp: await right('school-1') },
    ];
    const answers: string[] = [];
    for (const fields of tries) {
      const page = await tryAt(createTestClient(app.url), fields);
      answers.push(`${page.status} ${page.html.replace(/value="[^"]*"/g, '')}`);
    }
    expect(answers[0]).toMatch(/^401 /);
    expect(answers[0]).toContain('登录名、密码或动态密码错误');
    expect(new Set(answers).size).toBe(1);
    await knex('officers').where({ sign_in_name: 'school-1' }).update({ disabled_at: null });
    expect((await listOfficerActs(app, 'county-1')).slice(-2)).toEqual(['signInRefused', 'signInRefused']);
  });

  it('takes a 动态密码 once, however often it is sent at once', async () => {
    await forgetTries();
    const totp = await refreshOfficerTotp(app, 'city-1');
    const clients = Array.from({ length: 4 }, () => createTestClient(app.url));
    const fields = { signInName: 'city-1', password: demoPassword, totp };
    const pages = await Promise.all(clients.map((client) => tryAt(client, fields)));
    expect(pages.map(({ status }) => status).toSorted()).toEqual([303, 401, 401, 401]);
    const earlier = computeTotp(getOfficerSecret('city-1'), totpCounter(Date.now()) - 1);
    const late = await tryAt(createTestClient(app.url), { ...fields, totp: earlier });
    expect(late.status).toBe(401);
  });

  it('ends the older session of an officer at the newer sign-in', async () => {
    const older = await signInOfficer(app, 'county-2');
    const newer = await signInOfficer(app, 'county-2');
    const page = await older.get('/office');
    expect([page.url, page.text.includes('账号已在另一处登录')]).toEqual(['/office/sign-in', true]);
    expect((await newer.get('/office')).url).toBe('/office');
  });

  it('ends after 15 minutes without an act; a page that loads itself is none', async () => {
    const client = await signInOfficer(app, 'county-1');
    const sid =
      decodeURIComponent(client.cookies.get('zhiyuan.office.sid') ?? '')
        .slice(2)
        .split('.')[0] ?? '';
    const session = () => app.database.knex('sessions').where({ sid });
    const left = async () => ((await session().first('expire')).expire.getTime() - Date.now()) / 60_000;
    const wait = (minutes: number) =>
      session().update({ expire: app.database.knex.raw('expire - make_interval(mins => ?)', [minutes]) });
    expect(Math.round(await left())).toBe(15);
    await wait(10);
    await client.get('/office?automatic=1');
    expect(Math.round(await left())).toBe(5);
    await client.get('/office');
    expect(Math.round(await left())).toBe(15);
    await wait(16);
    const posted = await client.post('/office/password', { current: 'x' });
    expect([posted.url, posted.text.includes('您的登录已失效')]).toEqual(['/office/password', true]);
    expect((await client.get('/office')).url).toBe('/office/sign-in');
  });

  it('puts an account out at once when it is disabled', async () => {
    const client = await signInOfficer(app, 'county-1');
    const { knex } = app.database;
    await knex('officers').where({ sign_in_name: 'county-1' }).update({ disabled_at: new Date() });
    expect((await client.get('/office')).url).toBe('/office/sign-in');
    await knex('officers').where({ sign_in_name: 'county-1' }).update({ disabled_at: null });
  });

  it('signs out, and refuses a second officer at a browser that is taken', async () => {
    const client = await signInOfficer(app, 'county-1');
    const fields = { signInName: 'county-2', password: demoPassword, totp: '12345678' };
    const taken = await client.post('/office/sign-in', fields);
    expect([taken.status, taken.text.includes('】尚未退出')]).toEqual([409, true]);
    await client.get('/office');
    const kept = new Map(client.cookies);
    expect((await client.post('/office/sign-out', {})).url).toBe('/office/sign-in');
    expect(client.cookies.has('zhiyuan.office.sid')).toBe(false);
    for (const [name, value] of kept) client.cookies.set(name, value);
    expect((await client.get('/office')).url).toBe('/office/sign-in');
    expect((await listOfficerActs(app, 'county-1')).slice(-2)).toEqual(['signIn', 'signOut']);
  });

  it('stops guessing at one browser, and behind a right 动态密码; nobody else locks an officer out', async () => {
    await forgetTries();
    const guesser = createTestClient(app.url);
    const guess = { signInName: 'province-1', password: 'Guess#2021', totp: '00000000' };
    const statuses: number[] = [];
    for (let index = 0; index < 6; index += 1) statuses.push((await tryAt(guesser, guess)).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    await signInOfficer(app, 'province-1');
    await forgetTries();
    const behind: number[] = [];
    for (let index = 0; index < 6; index += 1) {
      const totp = await refreshOfficerTotp(app, 'province-1');
      behind.push((await tryAt(createTestClient(app.url), { ...guess, totp })).status);
    }
    expect(behind).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await listOfficerActs(app, 'province-1')).at(-1)).toBe('signInThrottled');
    await forgetTries();
  });

  it("changes one's own password", async () => {
    const client = await signInOfficer(app, 'auditor-1');
    const change = (current: string, next: string, again = next) =>
      client.post('/office/password', { current, next, again });
    expect((await change('', '')).text).toContain('请输入原密码！');
    expect((await change(demoPassword, 'short')).text).toContain('新密码不能少于8位，必须包含');
    const own = '新密码不能包含登录名或姓名拼音中的一段，请重新输入！';
    expect((await change(demoPassword, 'aA#Auditor-1')).text).toContain(own);
    const { name } = await app.database.knex('officers').where({ sign_in_name: 'auditor-1' }).first('name');
    const [spelt = ''] = listNamePinyin(name);
    expect(spelt).not.toBe('');
    expect((await change(demoPassword, `X7#q${spelt}`.slice(0, 20))).text).toContain(own);
    expect((await change(demoPassword, 'Another#2031', 'x')).text).toContain('两次输入的新密码不一致');
    const wrong = await change('Wrong#2021', 'Another#2031');
    expect([wrong.status, wrong.text.includes('原密码错误')]).toEqual([422, true]);
    expect((await change(demoPassword, 'Another#2031')).text).toContain('密码已修改');
    const totp = await refreshOfficerTotp(app, 'auditor-1');
    const fields = { signInName: 'auditor-1', password: demoPassword, totp };
    expect((await tryAt(createTestClient(app.url), fields)).status).toBe(401);
    const right = { ...fields, password: 'Another#2031' };
    expect((await tryAt(createTestClient(app.url), right)).status).toBe(303);
    const id = await idOfOfficer(app, 'auditor-1');
    const { password_hash: hash } = await app.database.knex('officers').where({ id }).first('password_hash');
    expect(hash).toMatch(/^\$2b\$10\$/);
  });
});
