import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient } from '../../support/test-client';
import { people, signIn } from '../filing/filing';

const good = 'Yellow#River7';

describe('修改密码', () => {
  let app: TestApp;
  let client: TestClient;

  beforeAll(async () => {
    app = await startTestApp();
    client = await signIn(app, people.pilot);
  });
  afterAll(() => app.close());

  const readHash = async () =>
    (
      await app.database
        .knex('credentials')
        .join('candidates', 'candidates.id', 'candidate_id')
        .where({ candidate_number: people.pilot })
        .first('password_hash')
    )?.password_hash;
  const change = (current: string, next: string, again = next) =>
    client.post('/password', { current, next, again });

  it.each([
    ['seven characters', 'Ab#4567', '不能少于8位'],
    ['21 characters', `Ab#${'4'.repeat(18)}`, '不能多于20位'],
    ['no capital', 'yellow#river7', '必须包含大写字母'],
    ['no small letter', 'YELLOW#RIVER7', '必须包含小写字母'],
    ['no digit', 'Yellow#Rivers', '必须包含数字'],
    ['no symbol', 'YellowRiver77', '必须包含符号'],
    ['a blank', 'Yellow# River7', '只能使用英文字母、数字和半角符号，不能有空格'],
    ['full width', 'Yellow＃River7', '只能使用英文字母、数字和半角符号'],
    ['a common word', 'Password#77', '过于常见'],
    ['a name and a year', 'Zhangmin#1998', '主要由常用词、姓名拼音、日期或常用数字组成'],
    ['a row of keys', 'Asdfgh-81k', '含有键盘上相邻或按顺序的一串字符'],
    ['one block twice', 'Kx7%Kx7%', '是同样的字符反复出现'],
    ['a part of the phone', 'kT#000084wQ', '不能包含考生号、证件号码、手机号码'],
    ['the name in pinyin', 'kT#7Zhouxing9', '不能包含考生号、证件号码、手机号码'],
    ['the birth date', 'Ab#20030312x', '不能包含考生号、证件号码、手机号码、出生日期或姓名拼音中的一段'],
    [
      'the tail of the 考生号',
      `Ab#${people.pilot.slice(-6)}`,
      '不能包含考生号、证件号码、手机号码、出生日期或姓名拼音中的一段',
    ],
    ['the same as before', demoPassword, '新密码不能与原密码相同'],
    ['nothing', '', '请输入新密码'],
    ['a very long one', `Ab#4${'x'.repeat(5000)}`, '不能多于20位'],
  ])('refuses %s', async (what, next, sentence) => {
    const before = await readHash();
    const { born_on: born } = await app.database
      .knex('candidates')
      .where({ candidate_number: people.pilot })
      .first('born_on');
    const typed = what === 'the birth date' ? `Ab#${born.replaceAll('-', '')}x` : next;
    const page = await change(demoPassword, typed);
    expect(page.status).toBe(422);
    expect(page.text).toContain(sentence);
    expect(page.html).toContain('id="next-said"');
    if (typed !== '') expect(page.html).not.toContain(typed.slice(0, 12));
    expect(await readHash()).toBe(before);
  });

  it('refuses another repetition, a missing and a wrong password of before', async () => {
    const before = await readHash();
    const differing = await change(demoPassword, good, `${good}!`);
    expect([differing.status, differing.text.includes('两次输入的新密码不一致')]).toEqual([422, true]);
    const missing = await change('', good);
    expect([missing.status, missing.text.includes('请输入原密码')]).toEqual([422, true]);
    const wrong = await change('Wrong#2021xx', good);
    expect([wrong.status, wrong.text.includes('原密码错误')]).toEqual([422, true]);
    expect(await readHash()).toBe(before);
    expect(await app.database.knex('audit_entries').where({ action: 'changePassword' })).toEqual([]);
  });

  it('refuses a field that comes twice', async () => {
    const body = new URLSearchParams({ current: demoPassword, next: good, again: good });
    body.append('next', good);
    expect((await client.post('/password', body)).status).toBe(400);
  });

  it('changes it, tells the owner by mail, and writes it down without the password', async () => {
    client.userAgent = 'Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 Chrome/109.0 Safari/537.36';
    const page = await change(demoPassword, good);
    expect(page.status).toBe(200);
    expect(page.text).toContain('密码已修改');
    expect(await readHash()).toMatch(/^\$2b\$10\$/);
    const [entry] = await app.database.knex('audit_entries').where({ action: 'changePassword' });
    expect(JSON.stringify(entry)).not.toContain(good);
    const mails = await client.get('/mails/personal');
    expect(mails.text).toContain('登录密码已修改');
    const told = await app.database.knex('mails').where({ kind: 'passwordChanged' }).first('body');
    expect(told.body).toMatch(/使用的是Windows 7电脑上的Chrome浏览器（编号[\w-]{6}）。/);
    expect((await createTestClient(app.url).signIn(people.pilot, demoPassword)).status).toBe(401);
    expect((await createTestClient(app.url).signIn(people.pilot, good)).url).toBe('/');
    client = createTestClient(app.url);
    await client.signIn(people.pilot, good);
    expect((await change(good, demoPassword)).text).toContain('过于常见');
  });

  it('lets one of several changes at the same moment through', async () => {
    const wanted = ['Green#River1', 'Green#River2', 'Green#River3'];
    const pages = await Promise.all(wanted.map((next) => change(good, next)));
    expect(pages.filter(({ text }) => text.includes('密码已修改'))).toHaveLength(1);
    expect(await app.database.knex('audit_entries').where({ action: 'changePassword' })).toHaveLength(2);
  });

  it('is throttled by itself, and shuts nobody out of the sign-in', async () => {
    await app.database.knex('throttles').delete();
    const statuses: number[] = [];
    for (let round = 1; round <= 6; round += 1) statuses.push((await change('Wrong#2021xx', good)).status);
    expect(statuses).toEqual([422, 422, 422, 422, 422, 429]);
    // Wrong there, and not too often.
    expect((await createTestClient(app.url).signIn(people.pilot, good)).status).toBe(401);
  });
});
