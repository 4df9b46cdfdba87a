import bcrypt from 'bcrypt';
import {
  getAccountCode,
  getDemoAccount,
  idOfAccount,
  listLettersTo,
  signInAccount,
} from '../../support/accounts';
import { answerPicture } from '../../support/picture-code';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient, type TestPage } from '../../support/test-client';

const NEXT = 'Another#2021x';

describe('登录 of 学信网账号', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  async function tryPassword(name: string, password: string, client = createTestClient(app.url)) {
    await client.get('/account/sign-in');
    return client.post('/account/sign-in', { name, password });
  }

  const knex = () => app.database.knex;
  const { identityNumber, phone, email } = getDemoAccount('xuzimo');

  it.each([
    ['a user name', 'XuZiMo '],
    ['a phone', '+86 159 0000 1006'],
    ['a 证件号码', identityNumber],
    ['a 证件号码 in full width', '４１０１０５１９９９１２３１３４５１'],
  ])('takes %s', async (_what, name) => {
    const page = await tryPassword(name, demoPassword);
    expect([page.url, page.text]).toEqual(['/account', expect.stringContaining('许子墨')]);
    expect(page.text).toContain('嵩阳学院');
    expect(page.text).not.toContain(identityNumber);
    expect(page.text).not.toContain(phone);
  });

  it('names the owner where two have claimed a number', async () => {
    const page = await tryPassword(getDemoAccount('qinzhiyuan').identityNumber, demoPassword);
    expect(page.text).toContain('taken2020');
  });

  it('takes a number that an impostor holds under another name for the account whose password is given', async () => {
    const { identityNumber: held } = getDemoAccount('qinzhiyuan');
    const hashOf = (userName: string) =>
      knex()('accounts').where({ user_name: userName }).first('password_hash');
    const { password_hash: before } = await hashOf('qinzhiyuan');
    const own = await bcrypt.hash('Owner#2021xx', 4);
    await knex()('accounts').where({ user_name: 'qinzhiyuan' }).update({ password_hash: own });
    const owner = await tryPassword(held, 'Owner#2021xx');
    expect([owner.url, owner.text]).toEqual(['/account', expect.stringContaining('qinzhiyuan')]);
    expect((await tryPassword(held, demoPassword)).text).toContain('taken2020');
    expect((await tryPassword(held, 'Neither#2021')).status).toBe(401);
    // Stopped: the password still tells that it was, with the way to object.
    await knex()('accounts').where({ user_name: 'qinzhiyuan' }).update({ status: 'suspended' });
    expect((await tryPassword(held, 'Owner#2021xx')).text).toContain('此账号已停用');
    await knex()('accounts')
      .where({ user_name: 'qinzhiyuan' })
      .update({ status: 'unproved', password_hash: before });
  });

  it('shows an account that is not proved 个人信息 and no records of the person', async () => {
    const page = await tryPassword('qinzhiyuan', demoPassword);
    expect(page.text).toContain('需要核验身份');
    expect(page.text).not.toContain('雁湖大学');
  });

  it('refuses a wrong password and nobody’s name in the same words, and keeps what was typed', async () => {
    const pages = [];
    for (const name of ['xuzimo', 'nobody99']) {
      const page = await tryPassword(name, 'Wrong#2021xx');
      expect(page.status).toBe(401);
      expect(page.html).toContain(`value="${name}"`);
      pages.push([page.text, [...page.headers.keys()]]);
    }
    expect(pages[0]).toEqual(pages[1]);
    const log = await knex()('account_sign_ins').where({ outcome: 'refused' }).orderBy('id');
    expect(log.slice(-2).map(({ account_id }) => account_id !== null)).toEqual([true, false]);
  });

  it.each(['baiyichen', 'nobody98'])(
    'stops after tries of %s, says which limit and until when',
    async (name) => {
      let page: TestPage | null = null;
      for (let tries = 0; tries < 6; tries += 1) page = await tryPassword(name, 'Wrong#2021xx');
      expect(page?.status).toBe(429);
      expect(page?.text).toContain('操作过于频繁，操作被禁止');
      expect(page?.text).toMatch(/登录错误次数过多，\d\d月\d\d日 \d\d:\d\d解除限制.*找回用户名.*找回密码/);
    },
  );

  it('keeps a new session apart from any planted before, and ends it at 退出', async () => {
    const client = createTestClient(app.url);
    client.cookies.set('zhiyuan.account.sid', 's%3Aplanted.signature');
    await tryPassword('suwanqing', demoPassword, client);
    const cookie = client.cookies.get('zhiyuan.account.sid');
    expect(cookie).not.toContain('planted');
    const id = await idOfAccount(app, 'suwanqing');
    expect(await knex()('account_sessions').where({ account_id: id, ended_at: null }).count()).toEqual([
      { count: 1 },
    ]);
    expect((await client.post('/account/sign-out', {})).url).toBe('/account/sign-in');
    expect(await knex()('account_sessions').where({ account_id: id, ended_at: null }).count()).toEqual([
      { count: 0 },
    ]);
    client.cookies.set('zhiyuan.account.sid', cookie ?? '');
    expect((await client.get('/account')).url).toBe('/account/sign-in');
  });

  it('shows a suspended account nothing, and says so behind the right password alone', async () => {
    const client = await signInAccount(app, 'lumingqi');
    const account = () => knex()('accounts').where({ user_name: 'lumingqi' });
    await account().update({ status: 'suspended' });
    expect((await client.get('/account')).url).toBe('/account/sign-in');
    const right = await tryPassword('lumingqi', demoPassword);
    expect([right.status, right.text]).toEqual([403, expect.stringContaining('此账号已停用')]);
    expect((await tryPassword('lumingqi', 'Wrong#2021xx')).text).not.toContain('此账号已停用');
    await account().update({ status: 'active' });
  });

  describe('找回用户名 and 找回密码', () => {
    const facts = { personName: '许子墨', documentKind: 'resident', identityNumber };

    async function search(path: string, fields: Record<string, string>, client: TestClient) {
      const picture = await answerPicture(app, await client.get(path));
      return client.post(path, { ...fields, ...picture });
    }

    it('finds the user name by a code to the bound phone', async () => {
      const client = createTestClient(app.url);
      const page = await search('/account/find-user-name', facts, client);
      expect(page.url).toBe('/account/find-user-name/code');
      expect(page.text).not.toContain('xuzimo');
      const answer = await getAccountCode(app, phone);
      const found = await client.post('/account/find-user-name/code', { answer });
      expect([found.url, found.text]).toEqual([
        '/account/find-user-name/found',
        expect.stringContaining('xuzimo'),
      ]);
    });

    it('finds the account of name and number where an impostor holds the number under another name', async () => {
      const impostor = () => knex()('accounts').where({ user_name: 'taken2020' });
      const held = await impostor().first('name', 'person_id');
      await impostor().update({ name: '钱冒名' });
      await knex()('persons').where({ id: held.person_id }).update({ name: '钱冒名' });
      const given = {
        ...facts,
        personName: '秦知远',
        identityNumber: getDemoAccount('qinzhiyuan').identityNumber,
      };
      const client = createTestClient(app.url);
      await search('/account/find-user-name', given, client);
      const answer = await getAccountCode(app, getDemoAccount('qinzhiyuan').phone);
      const found = await client.post('/account/find-user-name/code', { answer });
      expect(found.text).toContain('qinzhiyuan');
      await impostor().update({ name: held.name });
      await knex()('persons').where({ id: held.person_id }).update({ name: held.name });
    });

    it('sends each account of one number and name its code, and shows the one whose code comes back', async () => {
      const { identityNumber: number } = getDemoAccount('qinzhiyuan');
      const given = { ...facts, personName: '秦知远', identityNumber: number };
      const accounts = await knex()('accounts').where({ name: '秦知远' }).whereNot({ status: 'cancelled' });
      expect(accounts.length).toBeGreaterThan(1);
      for (const { user_name: userName } of accounts) {
        await knex()('account_codes').delete();
        const client = createTestClient(app.url);
        await search('/account/find-user-name', given, client);
        const wrong = await client.post('/account/find-user-name/code', { answer: '000000' });
        expect(wrong.text).toContain('验证码错误');
        const answer = await getAccountCode(app, getDemoAccount(userName).phone);
        const found = await client.post('/account/find-user-name/code', { answer });
        expect(found.text).toContain(userName);
        for (const other of accounts)
          if (other.user_name !== userName) expect(found.text).not.toContain(other.user_name);
      }
    });

    it('lets the owner of an account that was stopped set a password, behind which objecting stands', async () => {
      await knex()('accounts').where({ user_name: 'suwanqing' }).update({ status: 'suspended' });
      const { identityNumber: number, phone: bound } = getDemoAccount('suwanqing');
      const given = {
        personName: '苏晚晴',
        documentKind: 'resident',
        identityNumber: number,
        account: 'suwanqing',
      };
      const client = createTestClient(app.url);
      await search('/account/find-password', given, client);
      await client.post('/account/find-password/code', { answer: await getAccountCode(app, bound) });
      const fields = { password: NEXT, passwordAgain: NEXT };
      expect((await client.post('/account/find-password/new', fields)).url).toBe('/account/sign-in');
      expect((await tryPassword('suwanqing', NEXT)).text).toContain('此账号已停用');
      await knex()('accounts').where({ user_name: 'suwanqing' }).update({ status: 'active' });
    });

    it('answers alike whether or not there is such an account, and sends nobody anything', async () => {
      const pages = [];
      const count = () => knex()('outbox_messages').where({ kind: 'accountCode.findUserName' }).count();
      const before = await count();
      for (const given of [
        { ...facts, personName: '许子默' },
        { ...facts, identityNumber: '410103200206142088' },
      ]) {
        const client = createTestClient(app.url);
        const page = await search('/account/find-user-name', given, client);
        const wrong = await client.post('/account/find-user-name/code', { answer: '123456' });
        pages.push([page.status, page.text, wrong.status, wrong.text]);
      }
      expect(await count()).toEqual(before);
      const client = createTestClient(app.url);
      await knex()('account_codes').update({ created_at: knex().raw("created_at - interval '2 minutes'") });
      const page = await search('/account/find-user-name', facts, client);
      const answer = (await getAccountCode(app, phone)) === '123456' ? '123457' : '123456';
      const wrong = await client.post('/account/find-user-name/code', { answer });
      pages.push([page.status, page.text, wrong.status, wrong.text]);
      expect(pages[0]).toEqual(pages[2]);
      expect(pages[1]).toEqual(pages[2]);
      expect(await count()).not.toEqual(before);
    });

    it('sets a new password by mailbox, ends every session and tells everything that is bound', async () => {
      const session = await signInAccount(app, 'xuzimo');
      const client = createTestClient(app.url);
      await search('/account/find-password', { ...facts, account: 'xuzimo', way: 'email' }, client);
      const answer = await getAccountCode(app, email ?? '');
      expect((await client.post('/account/find-password/code', { answer })).url).toBe(
        '/account/find-password/new',
      );
      const weak = await client.post('/account/find-password/new', {
        password: 'weak',
        passwordAgain: 'weak',
      });
      expect(weak.status).toBe(422);
      const fields = { password: NEXT, passwordAgain: NEXT };
      const done = await client.post('/account/find-password/new', fields);
      expect([done.url, done.text]).toEqual(['/account/sign-in', expect.stringContaining('密码已重新设置')]);
      expect((await session.get('/account')).url).toBe('/account/sign-in');
      expect((await tryPassword('xuzimo', demoPassword)).status).toBe(401);
      expect((await tryPassword('xuzimo', NEXT)).url).toBe('/account');
      for (const bound of [phone, email ?? ''])
        expect((await listLettersTo(app, bound)).at(-1)).toContain('通过“找回密码”重置');
      // The page serves once.
      expect((await client.post('/account/find-password/new', fields)).url).toBe('/account/find-password');
    });

    it.each([
      ['a code of 找回用户名', '/account/find-user-name'],
      ['no code', null],
    ])('opens 设置新密码 to nobody with %s', async (_what, path) => {
      const client = createTestClient(app.url);
      const given = {
        ...facts,
        personName: '苏晚晴',
        identityNumber: getDemoAccount('suwanqing').identityNumber,
      };
      if (path !== null) {
        await search(path, given, client);
        const answer = await getAccountCode(app, getDemoAccount('suwanqing').phone);
        expect((await client.post('/account/find-password/code', { answer })).url).toBe(
          '/account/find-password',
        );
      }
      await client.get('/account/find-password');
      const page = await client.post('/account/find-password/new', { password: NEXT, passwordAgain: NEXT });
      expect(page.url).toBe('/account/find-password');
    });
  });
});
