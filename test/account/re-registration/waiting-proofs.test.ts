import { down, up } from '../../../migrations/0111-seal-account-letters';
import { idOfAccount, listLettersTo, signInAccount } from '../../support/accounts';
import { findInClear } from '../../support/find-in-clear';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient } from '../../support/test-client';
import {
  enrolled,
  findLink,
  objection,
  oldPhone,
  prove,
  RECORD,
  registerClaimant,
  statusOf,
} from './claiming';

describe('a proof by facts or classmates against an account that is in use', () => {
  let app: TestApp;
  let victim: TestClient;
  let thief: TestClient;
  beforeEach(async () => {
    app = await startTestApp();
    victim = await signInAccount(app, 'taken2020');
    thief = await signInAccount(app, 'qinzhiyuan');
  });
  afterEach(() => app.close());

  const knex = () => app.database.knex;
  const work = () => app.services.accounts.waitingProofs;
  const states = async () => [await statusOf(app, 'qinzhiyuan'), await statusOf(app, 'taken2020')];
  const letDayPass = () =>
    knex()('number_claims')
      .whereNotNull('effective_at')
      .update({ effective_at: new Date(Date.now() - 1) });

  it('takes effect a day later, told to both at once, and by another process after a restart', async () => {
    await thief.get(RECORD);
    const page = await thief.post(RECORD, enrolled);
    expect(page.text).toMatch(/身份核验通过，等待生效.*将于.*生效.*APP自助验证/);
    expect(await states()).toEqual(['unproved', 'active']);
    expect((await listLettersTo(app, oldPhone)).at(-1)).toMatch(/尚未|将于.*生效.*提出异议/);
    expect((await victim.get('/account')).text).toMatch(/另一个账号填写了您的证件号码.*将于.*生效/);
    const claim = await knex()('number_claims').first();
    expect(claim.effective_at - claim.proved_at).toBe(24 * 3600_000);
    expect(await work().settleDue()).toBe(0);
    // The same proof again neither hastens nor delays it.
    await thief.get(RECORD);
    await thief.post(RECORD, enrolled);
    expect((await knex()('number_claims').first()).effective_at).toEqual(claim.effective_at);
    await letDayPass();
    const other = await startTestApp({ database: app.database });
    await Promise.all([other.services.accounts.waitingProofs.settleDue(), work().settleDue()]);
    await other.close();
    expect(await states()).toEqual(['active', 'suspended']);
    expect(await knex()('re_registrations')).toHaveLength(1);
    expect((await victim.get('/account')).url).toBe('/account/sign-in');
  });

  it('keeps the link, which acts for whoever has it, nowhere in clear; its owner reads it in 收件箱', async () => {
    await thief.get(RECORD);
    await thief.post(RECORD, enrolled);
    const link = await findLink(app);
    expect(await findInClear(knex(), link.split('/').at(-1) ?? '')).toEqual([]);
    const { id } = await knex()('account_mails').where({ kind: 'numberProved' }).first('id');
    expect((await victim.get(`/account/inbox/${id}`)).text).toContain(link);
  });

  it('takes the link out of letters that were kept in clear before', async () => {
    await down(knex());
    const account_id = await idOfAccount(app, 'taken2020');
    const body = '请打开 https://account.test/account/objections/dG9rZW4tXzE 提出异议。';
    await knex()('account_mails').insert({ account_id, kind: 'numberProved', title: '提醒', body });
    await up(knex());
    expect(await findInClear(knex(), 'dG9rZW4tXzE')).toEqual([]);
    const { id } = await knex()('account_mails').where({ title: '提醒' }).first('id');
    expect((await victim.get(`/account/inbox/${id}`)).text).toContain('/account/objections/… 提出异议');
  });

  it('comes to nothing by an objection with a reason; then facts and classmates count no more, a face does', async () => {
    await thief.get(RECORD);
    await thief.post(RECORD, enrolled);
    const link = await findLink(app);
    const visitor = createTestClient(app.url);
    expect((await visitor.get(link)).text).toMatch(/将于.*生效.*这次核验不生效/);
    expect((await visitor.post(link, {})).text).toContain('请选择理由');
    const other = await visitor.post(link, { reasonCode: 'other' });
    expect([other.status, other.text.includes('请说明理由')]).toEqual([422, true]);
    expect(await statusOf(app, 'qinzhiyuan')).toBe('unproved');
    expect((await visitor.post(link, objection)).text).toContain('您的账号 taken2020 可以正常使用');
    expect((await visitor.post(link, objection)).status).toBe(409);
    await letDayPass();
    expect(await work().settleDue()).toBe(0);
    expect(await states()).toEqual(['unproved', 'active']);
    const solutions = await thief.get('/account/solutions');
    expect(solutions.text).toContain('现在只有下列途径有效');
    expect(solutions.html).toContain('/account/solutions/app"');
    expect(solutions.html).not.toContain(RECORD);
    await thief.get(RECORD);
    expect((await thief.post(RECORD, enrolled)).status).toBe(409);
    await prove(app, 'qinzhiyuan', 'app');
    expect(await states()).toEqual(['active', 'suspended']);
  });

  it('is overtaken by a face, which takes effect at once', async () => {
    await thief.get(RECORD);
    await thief.post(RECORD, enrolled);
    const owner = await registerClaimant(app, '15912340701');
    const { user_name: name } = await knex()('accounts').orderBy('id', 'desc').first('user_name');
    await prove(app, name, 'app');
    expect((await owner.get('/account')).text).toContain('学籍学历信息');
    await letDayPass();
    expect(await work().settleDue()).toBe(1);
    expect(await states()).toEqual(['unproved', 'suspended']);
    expect((await listLettersTo(app, '15900001002')).at(-1)).toContain('没有生效');
  });

  it('takes effect at once where the old account was not used for 30 days, or the operator wants no delay', async () => {
    await knex()('account_sessions').update({
      seen_at: knex().raw("clock_timestamp() - interval '31 days'"),
    });
    await prove(app, 'qinzhiyuan', 'studentRecord');
    expect(await states()).toEqual(['active', 'suspended']);
    expect(await knex()('number_claims')).toEqual([]);
  });

  it('is told of already at 我要重新注册, three times a day at most, with a way to object', async () => {
    await registerClaimant(app, '15912340711');
    expect((await listLettersTo(app, oldPhone)).at(-1)).toMatch(/填写了您的证件号码（尾号34）.*可以正常使用/);
    expect((await victim.get('/account/inbox')).text).toContain('另一个账号填写了您的证件号码');
    expect((await createTestClient(app.url).get(await findLink(app))).text).toContain('还没有核验身份');
    // From 个人信息 too, without any link.
    await victim.get('/account');
    const page = await victim.post('/account/objections', {});
    expect(page.text).toContain('异议的理由');
    expect((await victim.post(page.url, objection)).text).toContain('已提出异议');
    for (const tail of ['12', '13', '14']) await registerClaimant(app, `159123407${tail}`);
    const told = (await listLettersTo(app, oldPhone)).filter((text) => text.includes('填写了您的证件号码'));
    expect(told).toHaveLength(3);
  });
});
