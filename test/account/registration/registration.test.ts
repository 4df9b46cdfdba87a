import {
  forgetResendWait,
  getAccountCode,
  getDemoAccount,
  idOfAccount,
  listSentTo,
  signInAccount,
} from '../../support/accounts';
import { answerPicture } from '../../support/picture-code';
import { newPassword, provePhone, toDetails } from '../../support/register';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient } from '../../support/test-client';

const DETAILS = '/account/register/details';

describe('注册', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const accounts = () => app.database.knex('accounts');
  const userNameOf = (text: string) => /您的用户名：\s*(xx\d{9})/.exec(text)?.[1] ?? '';
  const taken = () => getDemoAccount('lumingqi');

  it('goes from phone to code to details to an account that works at once', async () => {
    const { client, page } = await provePhone(app, '15912340001');
    expect(page.url).toBe(DETAILS);
    const done = await client.post(DETAILS, toDetails({ email: 'meng@example.com' }));
    expect(done.url).toBe('/account/register/done');
    const userName = userNameOf(done.text);
    const account = await accounts().where({ user_name: userName }).first();
    expect(account).toMatchObject({ status: 'active', name: '孟晚舟', email_bound_at: null });
    expect(account.person_id).not.toBeNull();
    expect((await listSentTo(app, '15912340001')).at(-1)).toContain(userName);
    const entry = await app.database.knex('audit_entries').where({ action: 'register' }).first();
    expect(entry).toMatchObject({ actor_kind: 'account', subject_id: String(account.id) });
    await signInAccount(app, '410103200206142088', newPassword);
    await signInAccount(app, '15912340001', newPassword);
    // Nothing of it stands in clear.
    const row = JSON.stringify(account);
    expect(row).not.toMatch(/15912340001|410103200206142088|meng@example/);
  });

  it('answers a registered phone and a new one alike until the code has come back', async () => {
    const pages = [];
    for (const phone of [taken().phone, '15912340002']) {
      const client = createTestClient(app.url);
      const picture = await answerPicture(app, await client.get('/account/register'));
      const page = await client.post('/account/register', { phone, ...picture });
      pages.push(page.text.replace(/\d{3}\*{4}\d{3}|序列号 \d{8}|\d\d:\d\d:\d\d/g, '…'));
      expect(page.status).toBe(200);
    }
    expect(pages[0]).toBe(pages[1]);
    const { page } = await provePhone(app, '15912340003');
    expect(page.text).not.toContain('手机号码已被注册');
  });

  it('says 手机号码已被注册 behind the code, and leads to another phone or to 找回用户名', async () => {
    await forgetResendWait(app);
    const { client, page } = await provePhone(app, taken().phone);
    expect([page.status, page.url]).toEqual([409, DETAILS]);
    expect(page.text).toContain('手机号码已被注册');
    expect(page.html).toContain('href="/account/find-user-name"');
    expect(page.html).toContain('href="/account/register"');
    const before = await accounts().count();
    expect((await client.post(DETAILS, toDetails())).status).toBe(409);
    expect(await accounts().count()).toEqual(before);
  });

  it.each([
    ['the code page', '/account/register/code'],
    ['the details', DETAILS],
  ])('opens %s to nobody who has not begun', async (_what, path) => {
    const client = createTestClient(app.url);
    await client.get('/account/register');
    expect((await client.get(path)).url).toBe('/account/register');
    // The phone's page, which takes along what was typed.
    expect((await client.post(path, toDetails())).text).toContain('第1步，共3步');
  });

  it('opens the details to nobody whose code has not come back', async () => {
    const client = createTestClient(app.url);
    const picture = await answerPicture(app, await client.get('/account/register'));
    await client.post('/account/register', { phone: '15912340004', ...picture });
    expect((await client.post(DETAILS, toDetails())).url).toBe('/account/register/code');
    const wrong = await client.post('/account/register/code', { answer: '000000' });
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('验证码错误或已失效')]);
  });

  it('takes a code in the browser that asked for it alone, three times wrong and never after', async () => {
    const client = createTestClient(app.url);
    const picture = await answerPicture(app, await client.get('/account/register'));
    await client.post('/account/register', { phone: '15912340005', ...picture });
    const answer = await getAccountCode(app, '15912340005');
    const wrong = answer === '000000' ? '000001' : '000000';
    for (let tries = 0; tries < 3; tries += 1) await client.post('/account/register/code', { answer: wrong });
    expect((await client.post('/account/register/code', { answer })).status).toBe(422);
  });

  it('refuses a picture that was not read, one that was used, and one of another browser', async () => {
    const client = createTestClient(app.url);
    const other = createTestClient(app.url);
    const picture = await answerPicture(app, await other.get('/account/register'));
    await client.get('/account/register');
    const before = await app.database.knex('outbox_messages').count();
    for (const code of [picture, { ...picture, code: 'ZZZZ' }, { picture: '', code: '' }]) {
      const page = await client.post('/account/register', { phone: '15912340006', ...code });
      expect(page.status).toBe(422);
      expect(page.html).toContain('value="15912340006"');
    }
    expect(await app.database.knex('outbox_messages').count()).toEqual(before);
  });

  it.each([
    ['18 digits', '410105200103044568', '15912340031'],
    ['a number in full width', '４１０１０５２００１０３０４４５６８', '15912340032'],
    ['blanks', '410105 20010304 4568', '15912340033'],
  ])(
    'says 身份证重复注册 of a number that is registered, typed with %s',
    async (_what, identityNumber, phone) => {
      const { client } = await provePhone(app, phone);
      const details = toDetails({ identityNumber, personName: '陆明琪' });
      const refused = await client.post(DETAILS, details);
      expect(refused.status).toBe(409);
      expect(refused.text).toContain('身份证重复注册');
      expect(refused.text).toContain('我要重新注册');
      expect(refused.html).toContain('name="again"');
      expect(refused.html).toContain('value="陆明琪"');
      expect(await accounts().where({ name: '陆明琪' }).count()).toEqual([{ count: 1 }]);
    },
  );

  it('with 我要重新注册 makes an account that has to prove itself, and touches the other not at all', async () => {
    const owner = await accounts().where({ user_name: 'lumingqi' }).first();
    const { client } = await provePhone(app, '15912340011');
    const details = toDetails({ identityNumber: taken().identityNumber, personName: '陆明琪', again: 'yes' });
    const done = await client.post(DETAILS, details);
    expect(done.text).toContain('您注册的账号需要核验身份证信息');
    const account = await accounts()
      .where({ user_name: userNameOf(done.text) })
      .first();
    expect(account).toMatchObject({ status: 'unproved', person_id: null });
    expect(await accounts().where({ id: owner.id }).first()).toEqual(owner);
  });

  it('treats a name that does not fit the number as a number that is taken', async () => {
    const { client } = await provePhone(app, '15912340012');
    const details = toDetails({ identityNumber: '410105200201011225', personName: '苏晚请' });
    expect((await client.post(DETAILS, details)).text).toContain('身份证重复注册');
  });

  it('lets one of two who register a number at the same instant own it', async () => {
    const one = await provePhone(app, '15912340021');
    const two = await provePhone(app, '15912340022');
    const details = toDetails({
      identityNumber: '810000199408230013',
      documentKind: 'residencePermit',
      again: 'yes',
    });
    await Promise.all([one.client.post(DETAILS, details), two.client.post(DETAILS, details)]);
    const made = await accounts().where({ name: '孟晚舟' }).whereIn('document_kind', ['residencePermit']);
    expect(made.map(({ status }) => status).toSorted()).toEqual(['active', 'unproved']);
  });

  it('makes one account of 立即注册 pressed twice', async () => {
    const { client } = await provePhone(app, '15912340023');
    const details = toDetails({ identityNumber: '130503670401018', personName: '周双击' });
    const pages = await Promise.all([client.post(DETAILS, details), client.post(DETAILS, details)]);
    expect(pages.map(({ status }) => status).toSorted()).not.toContain(500);
    expect(await accounts().where({ name: '周双击' }).count()).toEqual([{ count: 1 }]);
  });

  it('names every fault at its field and keeps what was typed', async () => {
    const { client } = await provePhone(app, '15912340024');
    const page = await client.post(
      DETAILS,
      toDetails({
        identityNumber: '410103200206142089',
        password: 'short',
        email: 'nobody',
        personName: 'x',
      }),
    );
    expect(page.status).toBe(422);
    for (const sentence of ['证件号码有误', '密码不能少于8位', '邮箱格式有误', '姓名有误'])
      expect(page.text).toContain(sentence);
    expect(page.html).toContain('value="410103200206142089"');
    expect(page.html).toContain('value="nobody"');
    expect(page.html).not.toContain('value="short"');
    const twin = new URLSearchParams(toDetails());
    twin.append('personName', '孟');
    expect((await client.post(DETAILS, twin)).status).toBe(400);
  });

  it.each(['15912340025', '19900101', '013017'])('refuses a password with %s in it', async (fact) => {
    const { client } = await provePhone(app, '15912340025');
    await forgetResendWait(app);
    const password = `kT#w${fact}`;
    const given = { identityNumber: '410103199001013017', password, passwordAgain: password };
    const page = await client.post(DETAILS, toDetails(given));
    expect([page.status, page.text]).toEqual([422, expect.stringContaining('密码不能包含用户名、手机号码')]);
  });

  it('refuses a mailbox over its limit by 邮箱IP受限, and registers without it', async () => {
    const key = 'registerEmail-domain:limited.example';
    await app.database.knex('throttles').insert({ key, points: 500, expire: Date.now() + 3_600_000 });
    const { client } = await provePhone(app, '15912340026');
    const given = { identityNumber: 'H12345678', documentKind: 'homeReturn', email: 'a@limited.example' };
    const page = await client.post(DETAILS, toDetails(given));
    expect(page.status).toBe(429);
    expect(page.text).toMatch(/邮箱IP受限：这一邮箱服务商的邮箱.*月\d\d日 \d\d:\d\d解除限制.*不填写邮箱/);
    const done = await client.post(DETAILS, toDetails({ ...given, email: '' }));
    expect(done.url).toBe('/account/register/done');
  });

  it('counts no mailbox of a registration that came to nothing', async () => {
    const { client } = await provePhone(app, '15912340029');
    const given = {
      personName: '陆明琪',
      identityNumber: taken().identityNumber,
      email: 'a@counted.example',
    };
    expect((await client.post(DETAILS, toDetails(given))).text).toContain('身份证重复注册');
    const key = 'registerEmail-domain:counted.example';
    const counted = () => app.database.knex('throttles').where({ key }).first('points');
    expect((await counted())?.points ?? 0).toBe(0);
    await client.post(DETAILS, toDetails({ ...given, again: 'yes' }));
    expect((await counted())?.points).toBe(1);
  });

  it('names the limit, the minute it ends and what works meanwhile, and the phone beside it is not punished', async () => {
    const phone = '15912340027';
    for (let sent = 0; sent < 5; sent += 1) {
      const client = createTestClient(app.url);
      const picture = await answerPicture(app, await client.get('/account/register'));
      expect((await client.post('/account/register', { phone, ...picture })).url).toBe(
        '/account/register/code',
      );
    }
    const client = createTestClient(app.url);
    const picture = await answerPicture(app, await client.get('/account/register'));
    const page = await client.post('/account/register', { phone, ...picture });
    expect(page.status).toBe(429);
    expect(page.text).toContain('操作过于频繁，操作被禁止');
    expect(page.text).toMatch(/此手机号码1小时内获取验证码的次数已用完，\d\d月\d\d日 \d\d:\d\d解除限制/);
    expect(page.text).toContain('在此期间');
    expect((await provePhone(app, '15912340028')).page.url).toBe(DETAILS);
  });

  it('lets an account be signed in at one browser only once it is signed out', async () => {
    const client = await signInAccount(app, 'baiyichen');
    expect((await client.get('/account/register')).text).toContain('】尚未退出');
    expect((await client.post('/account/register', { phone: '15912340029' })).status).toBe(409);
    expect(await idOfAccount(app, 'baiyichen')).toBeGreaterThan(0);
  });

  it.each([
    ['50 people behind one address', (nth: number) => `device-${nth}`],
    ['50 people at one computer', () => 'one-computer'],
  ])('refuses none of %s', async (what, deviceOf) => {
    const { registration } = app.services.accounts;
    const outcomes = new Set<string>();
    for (let nth = 0; nth < 50; nth += 1) {
      const phone = registration.seal(
        `159${what.includes('address') ? 2 : 3}55500${String(nth).padStart(2, '0')}`,
      );
      const address = what.includes('address') ? '10.9.8.7' : '10.9.8.8';
      const origin = { address, device: deviceOf(nth) };
      outcomes.add((await registration.start({ journey: `${what}-${nth}`, phone }, origin)).outcome);
    }
    expect([...outcomes]).toEqual(['sent']);
  });
});
