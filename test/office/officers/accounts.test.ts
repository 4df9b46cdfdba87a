import { computeTotp, totpCounter } from '../../../src/infrastructure/security/totp';
import { listPages } from '../../candidate/printing/poppler';
import { idOfOfficer, listOfficerActs, signInOfficer } from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient, type TestPage } from '../../support/test-client';
import { fetchRaw } from '../print-jobs/paper-steps';
import { releaseSecrets } from './release-steps';

const account = {
  role: 'county',
  signInName: 'zhongmu-li',
  name: '李向阳',
  placeName: '中牟县招生办公室',
  cityCode: '',
  countyCode: '410122',
  schoolCode: '',
  reason: '县招办新任工作人员',
};
const password = 'Another#2031';

describe('accounts of officers', () => {
  let app: TestApp;
  let province: TestClient;
  let other: TestClient;
  beforeAll(async () => {
    app = await startTestApp();
    province = await signInOfficer(app, 'province-1');
    other = await signInOfficer(app, 'province-2');
  });
  afterAll(() => app.close());

  async function create(fields: Record<string, string>): Promise<TestPage> {
    const form = await province.get('/office/officers/new');
    return province.post('/office/officers', { ...form.hidden('/office/officers'), ...fields });
  }

  async function act(id: number, verb: string, reason: string): Promise<TestPage> {
    const path = `/office/officers/${id}/${verb}`;
    const page = await province.get(`/office/officers/${id}`);
    return province.post(path, { ...page.hidden(path), reason });
  }

  const secretOf = (page: TestPage) => /([0-9A-Z]{5}-[0-9A-Z]{5})/.exec(page.text)?.[1] ?? '';
  const totpOf = (page: TestPage) => {
    const secret = (/id="secret">([^<]+)</.exec(page.html)?.[1] ?? '').replaceAll(' ', '');
    return computeTotp(secret, totpCounter(Date.now()));
  };

  async function begin(signInName: string, secret: string): Promise<{ client: TestClient; page: TestPage }> {
    const client = createTestClient(app.url);
    await client.get('/office/first-sign-in');
    const page = await client.post('/office/first-sign-in', { signInName, secret });
    return { client, page };
  }

  it('prints letters with first secrets for accounts that came by a list, and voids no others', async () => {
    const { knex } = app.database;
    const place = { role: 'county', place_name: '金水区招生办公室', county_code: '410105' };
    await knex('officers').insert([
      { ...place, sign_in_name: 'list-one', name: '钱学礼' },
      { ...place, sign_in_name: 'list-two', name: '吴文清' },
      { ...place, sign_in_name: 'list-gone', name: '孙有道', disabled_at: new Date() },
    ]);
    const path = '/office/officers/letters';
    const form = await province.get(path);
    expect(form.text).toContain('全部：2人');
    const none = await province.post(path, { ...form.hidden(path), place: '999999', reason: '' });
    expect([none.status, none.text.includes('请选择打印范围'), none.text.includes('请填写理由')]).toEqual([
      422,
      true,
      true,
    ]);
    const before = await knex('officers').whereNotNull('password_hash').orderBy('id').pluck('password_hash');
    const answer = await fetchRaw(app, province, path, {
      ...none.hidden(path),
      place: '410105',
      reason: '首次发放',
    });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const text = listPages(Buffer.from(await answer.arrayBuffer())).join('');
    const secrets = [...text.matchAll(/[0-9A-Z]{5}-[0-9A-Z]{5}/g)].map(([secret]) => secret);
    expect([secrets.length, text.includes('list-one'), text.includes('list-gone')]).toEqual([2, true, false]);
    await releaseSecrets(other);
    expect((await begin('list-one', secrets[0] ?? '')).page.url).toBe('/office/first-sign-in/password');
    expect(await knex('officers').whereNotNull('password_hash').orderBy('id').pluck('password_hash')).toEqual(
      before,
    );
    expect((await listOfficerActs(app, 'province-1')).at(-1)).toBe('printOfficerLetters');
  });

  it('shows every fault of a new account beside its field, and keeps what was typed', async () => {
    const page = await create({
      ...account,
      signInName: '1',
      name: 'Li',
      countyCode: '4101',
      cityCode: '4101',
      reason: '',
    });
    expect(page.status).toBe(422);
    for (const text of [
      '登录名为3-30位',
      '姓名为2-25个汉字',
      '没有这个县（市、区）',
      '所选角色不需要此项',
      '请填写理由！',
    ])
      expect(page.text).toContain(text);
    expect(page.html).toContain('value="中牟县招生办公室"');
    expect((await create({ ...account, role: 'king' })).text).toContain('请选择角色！');
    expect((await create({ ...account, signInName: 'county-2' })).text).toContain('该登录名已使用');
  });

  it.each(['province', 'auditor'])('gives no account of role %s in the browser', async (role) => {
    const page = await create({ ...account, role, countyCode: '' });
    expect([page.status, page.text.includes('由运维人员管理')]).toEqual([409, true]);
    const other = await idOfOfficer(app, role === 'province' ? 'province-2' : 'auditor-1');
    expect(
      (await province.get(`/office/officers/${other}`)).hidden(`/office/officers/${other}/renewal`),
    ).toEqual({});
    const taken = (await province.get('/office/officers/new')).hidden('/office/officers');
    const renewed = await province.post(`/office/officers/${other}/renewal`, { ...taken, reason: '试' });
    expect(renewed.status).toBe(409);
  });

  it('is made once, and its owner sets password and 动态密码 by the first secret, once', async () => {
    const form = await province.get('/office/officers/new');
    const fields = { ...form.hidden('/office/officers'), ...account };
    const made = await province.post('/office/officers', fields);
    const secret = secretOf(made);
    expect(secret).not.toBe('');
    const again = await province.post('/office/officers', { ...fields, signInName: 'zhongmu-wang' });
    expect([again.status, again.text.includes('此操作已执行过')]).toEqual([409, true]);
    expect((await province.get('/office/officers')).text).not.toContain(secret);

    await releaseSecrets(other, 'zhongmu-li');
    const wrong = await begin('zhongmu-li', '00000-00000');
    expect([wrong.page.status, wrong.page.text.includes('首次登录密码错误')]).toEqual([401, true]);
    expect((await wrong.client.get('/office/first-sign-in/password')).url).toBe('/office/first-sign-in');

    const { client, page } = await begin('ZHONGMU-LI', secret.toLowerCase().replace('-', ' '));
    expect(page.url).toBe('/office/first-sign-in/password');
    const planted = client.cookies.get('zhiyuan.office.sid');
    expect((await client.get('/office/first-sign-in/dynamic-password')).url).toBe(
      '/office/first-sign-in/password',
    );
    const weak = await client.post(page.url, { next: demoPassword, again: demoPassword });
    expect([weak.status, weak.text.includes('新密码过于常见')]).toEqual([422, true]);
    const shown = await client.post(page.url, { next: password, again: password });
    expect(shown.url).toBe('/office/first-sign-in/dynamic-password');
    expect((await client.get('/office')).url).toBe('/office/sign-in');

    const second = await begin('zhongmu-li', secret);
    await second.client.post(second.page.url, { next: password, again: password });
    const step = await second.client.get('/office/first-sign-in/dynamic-password');
    expect((await second.client.post(step.url, { totp: '00000000' })).status).toBe(422);
    const home = await second.client.post(step.url, { totp: totpOf(step) });
    expect(home.url).toBe('/office');
    expect(second.client.cookies.get('zhiyuan.office.sid')).not.toBe(planted);
    expect((await begin('zhongmu-li', secret)).page.status).toBe(401);
    const id = (await app.database.knex('officers').where({ sign_in_name: 'zhongmu-li' }).first('id')).id;
    const lines = await app.database
      .knex('audit_entries')
      .where({ subject_kind: 'officer', subject_id: String(id) })
      .orderBy('id');
    expect(lines.map(({ action }) => action)).toEqual([
      'createOfficer',
      'releaseOfficerSecret',
      'signInRefused',
      'setUpAccount',
      'signIn',
      'signInRefused',
    ]);
    expect(lines[0]?.detail).toEqual({ role: 'county', reason: account.reason });
  });

  it('does not take a first secret after its 24 hours, even halfway', async () => {
    const secret = secretOf(await create({ ...account, signInName: 'zhongmu-zhao' }));
    await releaseSecrets(other, 'zhongmu-zhao');
    const { client, page } = await begin('zhongmu-zhao', secret);
    const step = await client.post(page.url, { next: password, again: password });
    await app.database
      .knex('officers')
      .where({ sign_in_name: 'zhongmu-zhao' })
      .update({ first_secret_expires_at: new Date(Date.now() - 1000) });
    const late = await client.post('/office/first-sign-in/dynamic-password', { totp: totpOf(step) });
    expect([late.status, late.text.includes('没有设置成功')]).toEqual([409, true]);
    expect((await begin('zhongmu-zhao', secret)).page.status).toBe(401);
  });

  it('are disabled, enabled and renewed with a reason, and their owner is out at once', async () => {
    const id = await idOfOfficer(app, 'county-2');
    const owner = await signInOfficer(app, 'county-2');
    const without = await act(id, 'disabling', ' ');
    expect([without.status, without.text.includes('请填写理由！')]).toEqual([422, true]);
    expect((await act(id, 'disabling', '离职')).text).toContain('已停用');
    expect((await owner.get('/office')).url).toBe('/office/sign-in');
    const page = await province.get(`/office/officers/${id}`);
    const stale = { ...page.hidden(`/office/officers/${id}/enabling`), reason: '试' };
    expect((await province.post(`/office/officers/${id}/disabling`, stale)).status).toBe(403);
    expect((await act(id, 'enabling', '误停用')).text).toContain('正常');
    expect((await province.post(`/office/officers/${id}/enabling`, stale)).status).toBe(409);
    expect(secretOf(await act(id, 'renewal', '手机丢失，已核对身份'))).not.toBe('');
    await expect(signInOfficer(app, 'county-2')).rejects.toThrow('was not signed in');
    expect((await listOfficerActs(app, 'province-1')).slice(-3)).toEqual([
      'disableOfficer',
      'enableOfficer',
      'renewOfficer',
    ]);
  });

  it('are not disabled by their owner', async () => {
    const id = await idOfOfficer(app, 'province-1');
    expect((await province.get(`/office/officers/${id}`)).text).not.toContain('停用账号');
    const page = await act(id, 'disabling', '试');
    expect(page.status).toBe(409);
    expect((await province.get('/office')).url).toBe('/office');
  });

  it('leaves every act in 操作记录, by officer, action and day', async () => {
    const auditor = await signInOfficer(app, 'auditor-1');
    const rows = (page: TestPage) => (page.html.match(/<tr>/g) ?? []).length - 1;
    const all = await auditor.get('/office/audit');
    for (const text of ['停用账号', '离职', '梁文博（province-1）', '冯晓岚（county-2）'])
      expect(all.text).toContain(text);
    const disabled = await auditor.get('/office/audit?officer=province-1&action=disableOfficer');
    expect([rows(disabled), disabled.text.includes('离职')]).toEqual([1, true]);
    const none = await auditor.get('/office/audit?from=2001-01-01&until=2001-01-02');
    expect(none.text).toContain('没有符合条件的记录。');
    const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
    expect(rows(await auditor.get(`/office/audit?action=disableOfficer&from=${today}&until=${today}`))).toBe(
      1,
    );
    const odd = await auditor.get('/office/audit?officer=nobody&from=yesterday');
    expect([odd.status, odd.text.includes('没有这个登录名')]).toEqual([422, true]);
    expect((await auditor.get('/office/audit?from=yesterday')).text).toContain(
      '请按2021-06-26的格式输入日期！',
    );
    await app.database.knex('audit_entries').insert(
      Array.from({ length: 51 }, (_none, index) => ({
        actor_kind: 'operator',
        actor_id: 'zhiyuan',
        action: 'renewOfficer',
        subject_kind: 'officer',
        subject_id: '1',
        detail: { reason: `第${index}次` },
        address: '',
        device: '',
      })),
    );
    const first = await auditor.get('/office/audit?action=renewOfficer');
    expect([rows(first), first.text.includes('下一页')]).toEqual([50, true]);
    expect((await auditor.get('/office/audit?action=renewOfficer&page=2')).text).toContain('第0次');
  });
});
