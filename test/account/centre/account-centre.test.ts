import {
  forgetResendWait,
  getAccountCode,
  idOfAccount,
  listSentTo,
  signInAccount,
} from '../../support/accounts';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient } from '../../support/test-client';

const NEXT = 'Another#2021x';

describe('账号管理', () => {
  let app: TestApp;
  let client: TestClient;
  beforeAll(async () => {
    app = await startTestApp();
    client = await signInAccount(app, 'lumingqi');
  });
  afterAll(() => app.close());

  const knex = () => app.database.knex;
  const account = (userName = 'lumingqi') => knex()('accounts').where({ user_name: userName }).first();

  it('changes the phone with both phones in hand, and tells both', async () => {
    const step = await client.post('/account/phone', {
      next: '１５９１２３４０１０１',
      current: demoPassword,
    });
    expect([step.url, step.text]).toEqual([
      '/account/phone/step',
      expect.stringContaining('手机 159****003'),
    ]);
    const old = await getAccountCode(app, '15900001003');
    const next = await client.post('/account/phone/step', { answer: old });
    expect(next.text).toContain('手机 159****101');
    // The code of the old phone serves once, and not for the new one.
    expect((await client.post('/account/phone/step', { answer: old })).status).toBe(422);
    const answer = await getAccountCode(app, '15912340101');
    const done = await client.post('/account/phone/step', { answer });
    expect([done.url, done.text]).toEqual(['/account/phone', expect.stringContaining('手机号码已修改')]);
    for (const phone of ['15900001003', '15912340101'])
      expect((await listSentTo(app, phone)).at(-1)).toContain('由159****003改为159****101');
    expect((await createTestClient(app.url).get('/account/phone')).url).toBe('/account/sign-in');
  });

  it('says 手机号码已被注册 to whoever holds that phone, and not before', async () => {
    await forgetResendWait(app);
    const step = await client.post('/account/phone', { next: '15900001004', current: demoPassword });
    expect(step.text).not.toContain('已被注册');
    await client.post('/account/phone/step', { answer: await getAccountCode(app, '15912340101') });
    const page = await client.post('/account/phone/step', {
      answer: await getAccountCode(app, '15900001004'),
    });
    expect([page.status, page.text]).toEqual([409, expect.stringContaining('手机号码已被注册')]);
  });

  it.each([
    ['/account/phone', { next: '15912340102', current: 'Wrong#2021xx' }, '登录密码错误'],
    ['/account/phone', { next: '123', current: demoPassword }, '手机号码有误'],
    ['/account/email', { next: 'me@', current: demoPassword }, '邮箱格式有误'],
    ['/account/closing', { current: demoPassword }, '请先勾选“我已了解”'],
    [
      '/account/password',
      { current: demoPassword, password: NEXT, passwordAgain: 'x' },
      '两次输入的密码不一致',
    ],
    // Parts of the owner's phone, number, and name.
    ...['kT#234010wQ', 'kT#044568wQ', 'kT#Luming8wQ', 'Lu#4568k'].map(
      (password): [string, Record<string, string>, string] => [
        '/account/password',
        { current: demoPassword, password, passwordAgain: password },
        '不能包含用户名、手机号码、证件号码、出生日期或姓名拼音中的一段',
      ],
    ),
  ])('%s refuses %p: %s', async (path, fields, sentence) => {
    const before = await account();
    const page = await client.post(path, fields);
    expect([page.status, page.text]).toEqual([422, expect.stringContaining(sentence)]);
    expect(await account()).toEqual(before);
  });

  it('binds a mailbox by a code to it, once for ever', async () => {
    await client.post('/account/email', { next: ' LU@Example.com', current: demoPassword });
    const answer = await getAccountCode(app, 'lu@example.com');
    const done = await client.post('/account/email/step', { answer });
    expect([done.url, done.text]).toEqual(['/account/email', expect.stringContaining('l****@example.com')]);
    const removed = await client.post('/account/email/removal', { unbinding: demoPassword });
    expect(removed.text).toContain('您还没有绑定邮箱');
    const other = await signInAccount(app, 'suwanqing');
    await forgetResendWait(app);
    const page = await other.post('/account/email', { next: 'lu@example.com', current: demoPassword });
    expect(page.text).not.toContain('已使用过');
    const taken = await other.post('/account/email/step', {
      answer: await getAccountCode(app, 'lu@example.com'),
    });
    expect([taken.status, taken.text]).toEqual([409, expect.stringContaining('此邮箱已使用过')]);
    expect((await account('suwanqing')).email_index).toBeNull();
  });

  it('lists sessions and ends any of one’s own, none of another’s', async () => {
    const second = await signInAccount(app, 'lumingqi');
    const page = await client.get('/account/sessions');
    const own = /sessions\/(\d+)\/ending/.exec(page.html)?.[1] ?? '';
    const id = await idOfAccount(app, 'suwanqing');
    const foreign = await knex()('account_sessions').where({ account_id: id }).first('id');
    for (const session of [String(foreign.id), '999999', '0', 'x'])
      expect((await client.post(`/account/sessions/${session}/ending`, {})).status).toBe(404);
    await client.post(`/account/sessions/${own}/ending`, {});
    expect((await second.get('/account')).url).toBe('/account/sign-in');
    expect((await client.get('/account')).url).toBe('/account');
  });

  it('changes the password, and ends every other session', async () => {
    const second = await signInAccount(app, 'lumingqi');
    const fields = { current: demoPassword, password: NEXT, passwordAgain: NEXT };
    expect((await client.post('/account/password', fields)).text).toContain('密码已修改');
    expect((await second.get('/account')).url).toBe('/account/sign-in');
    expect((await client.get('/account')).url).toBe('/account');
    await signInAccount(app, 'lumingqi', NEXT);
  });

  it('keeps a letter of each act in 收件箱, to be read by its owner alone', async () => {
    const page = await client.get('/account/inbox');
    for (const title of ['手机号码已修改', '安全邮箱已绑定', '安全邮箱已解除绑定', '密码已修改'])
      expect(page.text).toContain(title);
    const id = /inbox\/(\d+)/.exec(page.html)?.[1] ?? '';
    expect((await client.get(`/account/inbox/${id}`)).text).toContain('密码于');
    const other = await signInAccount(app, 'baiyichen');
    expect((await other.get(`/account/inbox/${id}`)).status).toBe(404);
    expect((await other.get('/account/inbox/0')).status).toBe(404);
  });

  it('lists every try to sign in', async () => {
    const page = await client.get('/account/sign-ins');
    expect(page.text).toContain('登录成功');
    expect(page.text).toContain('用户名和密码');
  });

  it('closes an account after a week that may be taken back', async () => {
    const owner = await signInAccount(app, 'baiyichen');
    const ask = () => owner.post('/account/closing', { understood: 'yes', current: demoPassword });
    expect((await ask()).text).toContain('您已申请注销账号');
    expect((await ask()).status).toBe(409);
    expect((await owner.post('/account/closing/withdrawal', {})).text).not.toContain('您已申请注销账号');
    expect((await owner.post('/account/closing/withdrawal', {})).status).toBe(409);
    await ask();
    const { closing } = app.services.accounts;
    expect(await closing.closeDue()).toBe(0);
    await knex()('accounts').where({ user_name: 'baiyichen' }).update({ closes_at: new Date() });
    const twice = await Promise.all([closing.closeDue(), closing.closeDue()]);
    expect(twice.toSorted()).toEqual([0, 1]);
    expect(await account('baiyichen')).toMatchObject({ status: 'cancelled', closes_at: null });
    expect((await owner.get('/account')).url).toBe('/account/sign-in');
    const acts = await knex()('audit_entries').where({ action: 'closeAccount' });
    expect(acts).toHaveLength(1);
  });
});
