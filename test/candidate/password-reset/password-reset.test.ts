import { refreshDynamicPassword } from '../../support/dynamic-password';
import { getSentCode, listSentTexts } from '../../support/sent-codes';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient } from '../../support/test-client';
import { idOf } from '../filing/filing';
import { bound, getFacts, newPassword, passFacts } from './facts';

describe('忘记密码', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());
  beforeEach(() => app.database.knex('throttles').delete());

  const passwords = { next: newPassword, again: newPassword };
  const submit = (client: TestClient, answer: string, fields: object = passwords) =>
    client.post('/password-reset/proof', { answer, ...fields });
  const readCredential = async (candidateNumber: string) =>
    app.database
      .knex('credentials')
      .where({ candidate_id: await idOf(app, candidateNumber) })
      .first();

  it('shows the words of figure 21', async () => {
    const page = await createTestClient(app.url).get('/password-reset');
    for (const words of ['密码重置', '考生号：', '证件号码：', '姓名：', '验证码：', '查询', '2-25个汉字！'])
      expect(page.text).toContain(words);
    expect(page.text).toContain('先正确填写考生号、证件号码和姓名；再输入显示的验证码信息。');
  });

  it('takes 动态密码 and tells nothing of it before the facts are right', async () => {
    const client = createTestClient(app.url);
    const page = await passFacts(app, client, bound.totp);
    expect(page.text).toContain('您【绑定了动态密码】可直接输入动态密码进行密码重置。');
    expect((await submit(client, '00000000')).text).toContain('动态密码错误');
    const done = await submit(client, await refreshDynamicPassword(app, bound.totp));
    expect(done.url).toBe('/sign-in');
    expect(done.text).toContain('登录密码已重置，请使用新密码登录');
    const old = await createTestClient(app.url).signIn(bound.totp);
    expect(old.status).toBe(401);
    const fresh = await createTestClient(app.url).signIn(bound.totp, newPassword);
    expect(fresh.url).toBe('/sign-in/dynamic-password');
  });

  it.each([
    ['sms', '您【登记了手机】，点击“获取验证码”按钮', '10639639短信平台'],
    ['wechat', '您【关注了微信公众号并绑定考生】，点击“获取验证码”按钮', '微信公众号'],
  ] as const)('takes a code by %s', async (kind, before, by) => {
    const client = createTestClient(app.url);
    expect((await passFacts(app, client, bound[kind])).text).toContain(before);
    const sent = await client.post('/password-reset/proof/code', {});
    const code = await getSentCode(app, await idOf(app, bound[kind]), 'reset');
    expect(sent.text).toContain(`【${by}】已向`);
    expect(sent.text).toContain(`请在2分钟内输入序列号 ${code.serialNumber} 对应的6位数字验证码验证`);
    expect(code.text).toContain('用于重置登录密码');
    const again = await client.post('/password-reset/proof/code', {});
    expect([again.status, again.text.includes('验证码刚刚发送过')]).toEqual([429, true]);
    expect((await submit(client, code.code)).url).toBe('/sign-in');
    expect((await createTestClient(app.url).signIn(bound[kind], newPassword)).url).toBe('/');
  });

  it('takes the phrase where nothing better is bound, three times a day', async () => {
    const client = createTestClient(app.url);
    const page = await passFacts(app, client, bound.phrase);
    expect(page.text).toContain('您没有【登记手机】、【关注微信公众号并绑定考生】也未【绑定动态密码】');
    for (const wrong of ['学海无涯', '梅花香自苦寒来'])
      expect((await submit(client, wrong)).text).toContain('密码验证信息错误');
    expect((await submit(client, ' 宝剑锋从磨砺出 ')).url).toBe('/sign-in');
    const other = createTestClient(app.url);
    await passFacts(app, other, bound.phrase);
    for (let round = 1; round <= 3; round += 1) await submit(other, '学海无涯');
    const late = await submit(other, '宝剑锋从磨砺出');
    expect([late.status, late.text.includes('输入错误次数过多')]).toEqual([429, true]);
  });

  it('sends those with nothing bound to the county office, and asks them for nothing', async () => {
    const client = createTestClient(app.url);
    const page = await passFacts(app, client, bound.nothing);
    expect(page.text).toContain('请考生本人持身份证到就近的招生考试机构重置密码');
    expect(page.html).not.toContain('name="next"');
    const forced = await submit(client, '宝剑锋从磨砺出');
    expect([forced.status, forced.text.includes('请考生本人持身份证')]).toEqual([422, true]);
    expect((await createTestClient(app.url).signIn(bound.nothing)).url).toBe('/');
  });

  it('ends every session, tells each browser, the owner and the log, and lets the account try again', async () => {
    const owner = createTestClient(app.url);
    await owner.signIn(bound.sms, newPassword);
    expect((await owner.get('/')).url).toBe('/');
    for (let round = 1; round <= 6; round += 1)
      await createTestClient(app.url).signIn(bound.sms, 'Wrong#2021xx');
    const id = await idOf(app, bound.sms);
    const client = createTestClient(app.url);
    await passFacts(app, client, bound.sms);
    await client.post('/password-reset/proof/code', {});
    const { code } = await getSentCode(app, id, 'reset');
    const next = 'Green#River77';
    const done = await submit(client, code, { next, again: next });
    expect(done.url).toBe('/sign-in');

    const told = await owner.get('/versions');
    expect(told.url).toBe('/sign-in');
    expect(told.text).toMatch(
      /您的登录密码于\d\d:\d\d(:\d\d)?在另一处（127\.0\.0\.1）重置，此处的登录已退出/,
    );
    const credential = await readCredential(bound.sms);
    expect(credential).toMatchObject({ session_id: null });
    expect(Math.abs(Date.now() - credential?.reset_at.getTime())).toBeLessThan(60_000);
    const entries = await app.database
      .knex('audit_entries')
      .where({ action: 'resetPassword', subject_id: String(id) });
    expect(entries.at(-1)?.detail).toEqual({ rung: 'sms' });
    expect(JSON.stringify(entries)).not.toContain(next);
    const texts = await listSentTexts(app, id);
    expect(texts.at(-1)).toMatchObject({ kind: 'passwordReset', destination: '15900000845' });
    expect((await createTestClient(app.url).signIn(bound.sms, next)).url).toBe('/');
    expect((await createTestClient(app.url).signIn(bound.sms, newPassword)).status).toBe(401);
    const mails = createTestClient(app.url);
    await mails.signIn(bound.sms, next);
    expect((await mails.get('/mails/personal')).text).toContain('登录密码已重置');
  });

  it('is given up by 放弃重置: what was proved is worth nothing any more', async () => {
    const client = createTestClient(app.url);
    await passFacts(app, client, bound.sms);
    expect((await client.post('/password-reset/abandonment', {})).url).toBe('/sign-in');
    expect((await client.get('/password-reset/proof')).url).toBe('/password-reset');
    expect((await submit(client, '宝剑锋从磨砺出')).url).toBe('/password-reset');
  });

  it.each([
    ['seven characters', 'Ab#4567', '不能少于8位'],
    ['21 characters', `Ab#${'4'.repeat(18)}`, '不能多于20位'],
    ['three classes', 'yellow#river7', '必须包含大写字母'],
    ['a blank', 'Yellow# River7', '不能有空格'],
    ['full width', 'Yellow＃River7', '半角符号'],
    ['a common word', demoPassword, '过于常见'],
    ['the tail of the 证件号码', `Ab#${getFacts(bound.phrase).identityNumber.slice(-6)}`, '不能包含考生号'],
    ['the birth date', 'Ab#20020127', '不能包含考生号、证件号码、手机号码、出生日期或姓名拼音中的一段'],
    ['nothing', '', '请输入新登录密码'],
    ['a very long one', `Ab#4${'x'.repeat(5000)}`, '不能多于20位'],
  ])('refuses a new password of %s before it uses the answer up', async (_what, next, sentence) => {
    const client = createTestClient(app.url);
    await passFacts(app, client, bound.phrase);
    const before = (await readCredential(bound.phrase))?.password_hash;
    const page = await submit(client, '宝剑锋从磨砺出', { next, again: next });
    expect(page.status).toBe(422);
    expect(page.text).toContain(sentence);
    if (next !== '') expect(page.html).not.toContain(next.slice(0, 12));
    expect((await readCredential(bound.phrase))?.password_hash).toBe(before);
    expect(await app.database.knex('throttles').whereLike('key', 'phrase-%')).toEqual([]);
  });

  it('refuses two passwords that differ, one that comes twice, and one under another name', async () => {
    const client = createTestClient(app.url);
    await passFacts(app, client, bound.phrase);
    const differing = await submit(client, '宝剑锋从磨砺出', { next: newPassword, again: `${newPassword}!` });
    expect([differing.status, differing.text.includes('两次输入的新密码不一致')]).toEqual([422, true]);
    const twice = new URLSearchParams([
      ['answer', '宝剑锋从磨砺出'],
      ['next', newPassword],
      ['next', newPassword],
      ['again', newPassword],
    ]);
    expect((await client.post('/password-reset/proof', twice)).status).toBe(400);
    expect(
      (await submit(client, '宝剑锋从磨砺出', { 'next[]': newPassword, again: newPassword })).status,
    ).toBe(422);
  });

  it('takes a code in no other journey, browser or act than its own', async () => {
    const id = await idOf(app, bound.sms);
    const client = createTestClient(app.url);
    await passFacts(app, client, bound.sms);
    await client.post('/password-reset/proof/code', {});
    const { code } = await getSentCode(app, id, 'reset');
    const other = createTestClient(app.url);
    await passFacts(app, other, bound.sms);
    expect((await submit(other, code)).text).toContain('验证码已失效');
    await passFacts(app, client, bound.sms);
    expect((await submit(client, code)).text).toContain('验证码已失效');
  });

  it('lets one of many copies of one answer through', async () => {
    const id = await idOf(app, bound.sms);
    const client = createTestClient(app.url);
    await passFacts(app, client, bound.sms);
    await client.post('/password-reset/proof/code', {});
    const { code } = await getSentCode(app, id, 'reset');
    const count = async () =>
      (await app.database.knex('audit_entries').where({ action: 'resetPassword', subject_id: String(id) }))
        .length;
    const before = await count();
    await Promise.all(Array.from({ length: 8 }, () => submit(client, code)));
    expect(await count()).toBe(before + 1);
  });

  it('sends whoever has only a phrase to the counter where the pack says so', async () => {
    const { pack } = app.services.reference.current().calendar;
    const identity = pack.identity as { phraseResets: boolean };
    identity.phraseResets = false;
    const client = createTestClient(app.url);
    const page = await passFacts(app, client, bound.phrase);
    const forced = await submit(client, '宝剑锋从磨砺出');
    identity.phraseResets = true;
    expect(page.text).toContain('请考生本人持身份证到就近的招生考试机构重置密码');
    expect(forced.status).toBe(422);
  });

  it('does nothing where a candidate is signed in', async () => {
    const client = createTestClient(app.url);
    await client.signIn('21410101111002');
    expect((await client.get('/password-reset')).text).toContain('】尚未退出');
    const page = await client.post('/password-reset', { ...getFacts(bound.sms) });
    expect([page.status, page.text.includes('】尚未退出')]).toEqual([409, true]);
  });
});
