import {
  getAccountCode,
  getDemoAccount,
  idOfAccount,
  listSentTo,
  signInAccount,
} from '../../support/accounts';
import { answerPicture } from '../../support/picture-code';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient } from '../../support/test-client';
import { type FakeProvider, startFakeProvider } from './fake-provider';
import { beginBinding, beginScan, bindAt, comeBack, readState, scanIn } from './scanning';

describe('登录绑定 and 扫码登录', () => {
  let app: TestApp;
  let provider: FakeProvider;
  let lumingqi: TestClient;
  let suwanqing: TestClient;

  beforeAll(async () => {
    provider = await startFakeProvider();
    app = await startTestApp({ env: provider.env });
    lumingqi = await signInAccount(app, 'lumingqi');
    suwanqing = await signInAccount(app, 'suwanqing');
  });
  afterAll(async () => {
    await app.close();
    await provider.close();
  });
  beforeEach(async () => {
    provider.mood = 'right';
    await knex()('throttles').delete();
  });

  const knex = () => app.database.knex;
  const listBound = async (userName: string): Promise<string[]> =>
    knex()('account_factors')
      .where({ account_id: await idOfAccount(app, userName), unbound_at: null })
      .orderBy('kind')
      .pluck('kind');

  it('binds behind the password, tells everything that is bound and writes it down', async () => {
    const refused = await lumingqi.post('/account/factors/wechat', { wechatCurrent: 'Wrong#2021xx' });
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('登录密码错误')]);
    const page = await bindAt(lumingqi, provider, 'union-lu');
    expect([page.url, page.text]).toEqual([
      '/account/factors',
      expect.stringContaining('微信绑定成功，以后可以用微信扫码登录'),
    ]);
    expect(await listBound('lumingqi')).toEqual(['wechat']);
    const { phone } = getDemoAccount('lumingqi');
    expect((await listSentTo(app, phone)).at(-1)).toContain('绑定了微信');
    expect((await lumingqi.get('/account/inbox')).text).toContain('登录绑定成功');
    const audit = await knex()('audit_entries').where({ action: 'bindFactor' }).first();
    expect([audit?.actor_id, audit?.detail]).toEqual([
      String(await idOfAccount(app, 'lumingqi')),
      { kind: 'wechat' },
    ]);
    const stored = await knex()('account_factors').orderBy('id', 'desc').first();
    expect(Buffer.concat([stored?.subject_index, stored?.subject_cipher]).includes('union-lu')).toBe(false);
    expect((await lumingqi.get('/account/security')).text).toMatch(/微信 已绑定/);
  });

  it('signs in by scanning, and logs the real way', async () => {
    const client = createTestClient(app.url);
    client.cookies.set('zhiyuan.account.sid', 's%3Aplanted.signature');
    const page = await scanIn(app, provider, 'union-lu', { client });
    expect([page.url, page.text]).toEqual(['/account', expect.stringContaining('陆明琪')]);
    expect(client.cookies.get('zhiyuan.account.sid')).not.toContain('planted');
    const log = await client.get('/account/sign-ins');
    expect(log.text).toMatch(/微信扫码 登录成功/);
    const asked = provider.asked.at(-1);
    expect(Object.fromEntries(asked?.query ?? [])).toMatchObject({
      appid: 'wx-test',
      secret: 'wx-secret',
      grant_type: 'authorization_code',
    });
  });

  it('binds and signs in by 支付宝 beside 微信', async () => {
    const page = await bindAt(lumingqi, provider, '2088000000000001', 'alipay');
    expect(page.text).toContain('支付宝绑定成功');
    expect(await listBound('lumingqi')).toEqual(['alipay', 'wechat']);
    const arrived = await scanIn(app, provider, '2088000000000001', { kind: 'alipay' });
    expect([arrived.url, arrived.text]).toEqual(['/account', expect.stringContaining('陆明琪')]);
    const { query, body } = provider.asked.at(-1) ?? {};
    expect([query?.get('method'), query?.get('sign_type'), body?.get('grant_type')]).toEqual([
      'alipay.system.oauth.token',
      'RSA2',
      'authorization_code',
    ]);
  });

  it('binds somebody’s 微信 to one account only, and one 微信 an account', async () => {
    const taken = await bindAt(suwanqing, provider, 'union-lu');
    expect([taken.status, taken.text]).toEqual([409, expect.stringContaining('已绑定了另一个学信网账号')]);
    expect(await listBound('suwanqing')).toEqual([]);
    const second = await bindAt(lumingqi, provider, 'union-lu-2');
    expect([second.status, second.text]).toEqual([409, expect.stringContaining('已绑定了微信')]);
    expect(await listBound('lumingqi')).toEqual(['alipay', 'wechat']);
  });

  it('lets one of two accounts have a 微信 that both bind in the same moment', async () => {
    const third = await signInAccount(app, 'baiyichen');
    const states = [await beginBinding(suwanqing), await beginBinding(third)];
    const pages = await Promise.all(
      [suwanqing, third].map((client, at) =>
        comeBack(client, { state: states[at] ?? '', code: provider.issue('wechat', 'union-race') }),
      ),
    );
    expect(pages.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const bound = [...(await listBound('suwanqing')), ...(await listBound('baiyichen'))];
    expect(bound).toEqual(['wechat']);
    expect(await knex()('audit_entries').where({ action: 'bindFactor' })).toHaveLength(3);
    await knex()('account_factors')
      .where({ account_id: await idOfAccount(app, 'suwanqing') })
      .delete();
    await knex()('account_factors')
      .where({ account_id: await idOfAccount(app, 'baiyichen') })
      .delete();
  });

  it('binds to nobody but the account that began, its session and its password', async () => {
    const account = () => knex()('accounts').where({ user_name: 'suwanqing' });
    const before = await account().first('password_hash');
    const other = await signInAccount(app, 'suwanqing');
    const state = await beginBinding(other);
    await knex()('account_sessions')
      .where({ account_id: await idOfAccount(app, 'suwanqing') })
      .update({
        ended_at: new Date(),
        ended_by: 'owner',
      });
    const page = await comeBack(other, { state, code: provider.issue('wechat', 'union-su') });
    expect(page.status).toBe(403);
    suwanqing = await signInAccount(app, 'suwanqing');
    const again = await beginBinding(suwanqing);
    await account().update({ status: 'unproved', person_id: null });
    const unproved = await comeBack(suwanqing, { state: again, code: provider.issue('wechat', 'union-su') });
    expect(unproved.status).toBe(403);
    expect(await listBound('suwanqing')).toEqual([]);
    const person = await knex()('persons').where({ name: '苏晚晴' }).first('id');
    await account().update({ status: 'active', person_id: person?.id, password_hash: before?.password_hash });
  });

  describe('by the state of the account', () => {
    const setStatus = (status: string) =>
      knex()('accounts').where({ user_name: 'lumingqi' }).update({ status });
    afterEach(() => setStatus('active'));

    it('shows an account that is not proved 个人信息 and its 【解决办法】, and nothing else', async () => {
      await setStatus('unproved');
      const client = createTestClient(app.url);
      const page = await scanIn(app, provider, 'union-lu', { client });
      expect([page.url, page.text]).toEqual(['/account', expect.stringContaining('需要核验身份')]);
      expect((await client.get('/account/factors')).status).toBe(404);
      expect((await client.get('/account/solutions')).status).toBe(200);
    });

    it('tells the owner of a suspended one how to object', async () => {
      await setStatus('suspended');
      const page = await scanIn(app, provider, 'union-lu');
      expect([page.status, page.text]).toEqual([403, expect.stringContaining('提出异议')]);
      const log = await knex()('account_sign_ins')
        .where({ outcome: 'suspended' })
        .orderBy('id', 'desc')
        .first();
      expect(log?.way).toBe('wechat');
    });

    it('lets nobody into a cancelled one', async () => {
      await setStatus('cancelled');
      const page = await scanIn(app, provider, 'union-lu');
      expect([page.status, page.text]).toEqual([403, expect.stringContaining('还没有绑定学信网账号')]);
    });
  });

  it('says that a 微信 is bound to nothing, and where to bind it', async () => {
    const page = await scanIn(app, provider, 'union-nobody');
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('还没有绑定学信网账号')]);
    expect(page.text).toContain('登录绑定');
  });

  describe('找回用户名 and 找回密码 by scanning', () => {
    const { identityNumber } = getDemoAccount('lumingqi');
    const facts = { personName: '陆明琪', documentKind: 'resident', identityNumber, way: 'wechat' };

    async function search(path: string, fields: Record<string, string>, subject: string) {
      const client = createTestClient(app.url);
      const picture = await answerPicture(app, await client.get(path));
      const asked = await client.post(path, { ...fields, ...picture });
      const state = readState(await client.post(`${path}/scan`, {}, { follow: false }));
      const page = await comeBack(client, { state, code: provider.issue('wechat', subject) });
      return { client, asked, page };
    }

    it('finds the user name', async () => {
      const { asked, page } = await search('/account/find-user-name', facts, 'union-lu');
      expect(asked.text).toContain('请用绑定的微信扫码确认');
      expect([page.url, page.text]).toEqual([
        '/account/find-user-name/found',
        expect.stringContaining('lumingqi'),
      ]);
    });

    it('answers alike whether there is such an account, and whoever scans', async () => {
      const nobody = { ...facts, personName: '孟晚舟', identityNumber: '410103200206142088' };
      const unbound = {
        ...facts,
        personName: '苏晚晴',
        identityNumber: getDemoAccount('suwanqing').identityNumber,
      };
      const seen = [];
      for (const fields of [facts, nobody, unbound]) {
        const { asked, page } = await search('/account/find-user-name', fields, 'union-thief');
        seen.push([asked.status, asked.text, page.status, page.text]);
      }
      expect(seen[0]?.[2]).toBe(422);
      expect(seen[1]).toEqual(seen[0]);
      expect(seen[2]).toEqual(seen[0]);
    });

    it('sets a new password, and the 微信 stays bound', async () => {
      const fields = { ...facts, account: 'lumingqi' };
      const { client, page } = await search('/account/find-password', fields, 'union-lu');
      expect(page.url).toBe('/account/find-password/new');
      const next = 'Another#2021x';
      const done = await client.post('/account/find-password/new', { password: next, passwordAgain: next });
      expect(done.text).toContain('密码已重新设置');
      expect((await lumingqi.get('/account')).url).toBe('/account/sign-in');
      expect(await listBound('lumingqi')).toEqual(['alipay', 'wechat']);
      lumingqi = await signInAccount(app, 'lumingqi', next);
    });
  });

  describe('修改手机号码 where the old phone is gone', () => {
    const newPhone = '15900009911';
    const oldPhone = getDemoAccount('lumingqi').phone;
    const fields = { next: newPhone, current: 'Another#2021x' };

    async function beginChange(client = lumingqi): Promise<string> {
      await client.get('/account/phone');
      const page = await client.post('/account/phone', fields);
      expect(page.text).toContain('微信扫码');
      return readState(await client.post('/account/phone/scans/wechat', {}, { follow: false }));
    }
    const scanBack = (state: string, subject: string, client = lumingqi) =>
      comeBack(client, { state, code: provider.issue('wechat', subject) });
    const phoneIndex = async () =>
      (await knex()('accounts').where({ user_name: 'lumingqi' }).first('phone_index')).phone_index.toString(
        'hex',
      );

    it('is not begun without the password, nor skipped to', async () => {
      await lumingqi.get('/account/phone');
      const wrong = await lumingqi.post('/account/phone', { ...fields, current: 'Wrong#2021xx' });
      expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('密码错误')]);
      const skipped = await lumingqi.post('/account/phone/scans/wechat', {}, { follow: false });
      expect(skipped.headers.get('location')).toBe('/account/phone');
    });

    it('takes nobody else’s 微信, and none twice', async () => {
      const before = await phoneIndex();
      const stranger = await scanBack(await beginChange(), 'union-thief');
      expect([stranger.status, stranger.text]).toEqual([
        403,
        expect.stringContaining('没有绑定当前账号，手机号码没有修改'),
      ]);
      const state = await beginChange();
      const elsewhere = await scanBack(state, 'union-lu', suwanqing);
      expect(elsewhere.status).toBe(403);
      expect(await phoneIndex()).toBe(before);
    });

    it('takes the 微信 that is bound for the old phone’s code, and still asks for the new one’s', async () => {
      const before = await phoneIndex();
      const kept = await knex()('accounts')
        .where({ user_name: 'lumingqi' })
        .first('phone_index', 'phone_cipher');
      const page = await scanBack(await beginChange(), 'union-lu');
      expect([page.url, page.text]).toEqual(['/account/phone/step', expect.stringContaining('159****911')]);
      expect(await phoneIndex()).toBe(before);
      const wrong = await lumingqi.post('/account/phone/step', { answer: '000000' });
      expect(wrong.status).toBe(422);
      const answer = await getAccountCode(app, newPhone);
      const done = await lumingqi.post('/account/phone/step', { answer });
      expect(done.text).toContain('手机号码已修改');
      expect(await phoneIndex()).not.toBe(before);
      expect((await listSentTo(app, oldPhone)).at(-1)).toContain('手机号码');
      const actor = String(await idOfAccount(app, 'lumingqi'));
      const act = await knex()('audit_entries').where({ action: 'changePhone', actor_id: actor }).first();
      expect(act?.detail).toEqual({ by: 'wechat' });
      // The old phone again, for what follows.
      await knex()('accounts').where({ user_name: 'lumingqi' }).update(kept);
    });
  });

  it('unbinds behind the password, tells of it, and says what stays', async () => {
    const page = await lumingqi.get('/account/factors');
    expect(page.text).toContain('仍然可以用用户名和密码、支付宝扫码登录');
    const refused = await lumingqi.post('/account/factors/wechat/removal', { wechatCurrent: demoPassword });
    expect(refused.status).toBe(422);
    const fields = { wechatCurrent: 'Another#2021x' };
    const done = await lumingqi.post('/account/factors/wechat/removal', fields);
    expect([done.url, done.text]).toEqual(['/account/factors', expect.stringContaining('微信已解除绑定')]);
    expect(await listBound('lumingqi')).toEqual(['alipay']);
    expect((await listSentTo(app, getDemoAccount('lumingqi').phone)).at(-1)).toContain('解除绑定微信');
    expect((await lumingqi.post('/account/factors/wechat/removal', fields)).status).toBe(409);
    expect((await scanIn(app, provider, 'union-lu')).status).toBe(403);
  });

  it('does not let in a scan whose binding was taken away in the same moment', async () => {
    const client = createTestClient(app.url);
    await beginScan(client, 'alipay');
    const { signIn } = app.services.accounts;
    const factor = await knex()('account_factors').where({ kind: 'alipay', unbound_at: null }).first();
    const subject = { index: factor?.subject_index, cipher: factor?.subject_cipher };
    const origin = { address: '10.0.0.9', device: 'd'.repeat(22) };
    const admitted = await signIn.signInByScan({ kind: 'alipay', subject, accountId: null }, origin, 'test');
    if (admitted.outcome !== 'signedIn') throw new Error(admitted.outcome);
    const unbound = { unbound_at: new Date(), unbound_by: 'owner' };
    await knex()('account_factors').where({ id: factor?.id }).update(unbound);
    expect(await signIn.recordSession(admitted, 'session-x', origin, 'test')).toBe(false);
    await knex()('account_factors').where({ id: factor?.id }).update({ unbound_at: null, unbound_by: null });
    expect(await signIn.recordSession(admitted, 'session-x', origin, 'test')).toBe(true);
  });
});
