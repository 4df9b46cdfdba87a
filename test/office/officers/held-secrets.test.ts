import { computeTotp, totpCounter } from '../../../src/infrastructure/security/totp';
import { createOfficerAccountService } from '../../../src/office/officers/officer-account.service';
import { renewFirstSecret } from '../../../src/office/officers/officer-credential.repository';
import { listPages } from '../../candidate/printing/poppler';
import { idOfOfficer, signInOfficer } from '../../support/officers';
import { readSheet } from '../../support/read-sheet';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient, type TestPage } from '../../support/test-client';
import { fetchRaw } from '../print-jobs/paper-steps';
import { pressRelease, releaseSecrets } from './release-steps';

const RELEASES = '/office/officers/releases';
const REFUSALS = '/office/officers/refusals';
const account = {
  role: 'county',
  name: '李向阳',
  placeName: '中牟县招生办公室',
  cityCode: '',
  countyCode: '410122',
  schoolCode: '',
  reason: '新任工作人员',
};
const password = 'Another#2031';

describe('first secrets that an officer has made', () => {
  let app: TestApp;
  let maker: TestClient;
  let other: TestClient;
  beforeAll(async () => {
    app = await startTestApp();
    maker = await signInOfficer(app, 'province-1');
    other = await signInOfficer(app, 'province-2');
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.database.knex('throttles').delete();
  });
  afterEach(async () => {
    await app.database
      .knex('officers')
      .whereNull('password_hash')
      .update({ disabled_at: new Date(), made_by: null, first_secret_held_since: null });
  });

  const row = (signInName: string) =>
    app.database.knex('officers').where({ sign_in_name: signInName }).first();
  const secretOf = (page: TestPage) => /([0-9A-Z]{5}-[0-9A-Z]{5})/.exec(page.text)?.[1] ?? '';

  /** An account by the page; the answer shows its first secret. */
  async function make(signInName: string): Promise<TestPage> {
    const form = await maker.get('/office/officers/new');
    return maker.post('/office/officers', { ...form.hidden('/office/officers'), ...account, signInName });
  }

  async function act(client: TestClient, id: number, verb: string, reason: string): Promise<TestPage> {
    const path = `/office/officers/${id}/${verb}`;
    const page = await client.get(`/office/officers/${id}`);
    return client.post(path, { ...page.hidden(path), reason });
  }

  async function begin(signInName: string, secret: string): Promise<{ client: TestClient; page: TestPage }> {
    const client = createTestClient(app.url);
    await client.get('/office/first-sign-in');
    return { client, page: await client.post('/office/first-sign-in', { signInName, secret }) };
  }

  const actsOn = (id: number) =>
    app.database
      .knex('audit_entries')
      .where({ subject_kind: 'officer', subject_id: String(id) })
      .orderBy('id')
      .select('action', 'detail', 'actor_id');

  it('open nothing before another officer of the province has said so, and are not used up by a try', async () => {
    const made = await make('held-one');
    expect(made.text).toContain('经省招办另一名工作人员核准后才能使用');
    const secret = secretOf(made);
    const early = await begin('held-one', secret);
    expect([early.page.status, early.page.text]).toEqual([
      409,
      expect.stringContaining('尚待省招办另一名工作人员核准'),
    ]);
    expect((await early.client.get('/office/first-sign-in/password')).url).toBe('/office/first-sign-in');
    // To whom has not got the secret it is as any other account.
    const wrong = await begin('held-one', '00000-00000');
    const nobody = await begin('held-nobody', '00000-00000');
    expect([wrong.page.status, wrong.page.text.includes('核准')]).toEqual([401, false]);
    expect(wrong.page.text.replace('held-one', '')).toBe(nobody.page.text.replace('held-nobody', ''));

    const { id } = await row('held-one');
    expect((await maker.get('/office')).text).not.toContain('等待您核准');
    expect((await other.get('/office')).text).toContain('有1个工作人员的首次登录密码等待您核准');
    expect((await other.get('/office/officers')).text).toContain('首次登录密码等待核准');
    expect((await maker.get(RELEASES)).html).not.toContain('全部核准');
    const said = await releaseSecrets(other, 'held-one');
    expect([said.url, said.text]).toEqual([RELEASES, expect.stringContaining('已核准1个首次登录密码')]);
    expect((await other.get('/office')).text).not.toContain('等待您核准');
    expect((await other.get(`/office/officers/${id}`)).text).toMatch(/梁文博发放，高雅琴于.*核准/);
    expect((await begin('held-one', secret)).page.url).toBe('/office/first-sign-in/password');

    const [one, two] = [await idOfOfficer(app, 'province-1'), await idOfOfficer(app, 'province-2')];
    const acts = (await actsOn(id)).filter(({ action }) => action !== 'signInRefused');
    expect(acts).toEqual([
      { action: 'createOfficer', detail: { role: 'county', reason: account.reason }, actor_id: String(one) },
      { action: 'releaseOfficerSecret', detail: { issuedBy: one, reason: '' }, actor_id: String(two) },
    ]);
    const log = await (await signInOfficer(app, 'auditor-1')).get('/office/audit');
    for (const text of ['核准首次登录密码', '发放人：梁文博（province-1）', '首次登录密码未核准：是'])
      expect(log.text).toContain(text);
  });

  it('are not released by who made them, nor by an account of their own making', async () => {
    await make('held-own');
    const page = await maker.get(RELEASES);
    const [one, two] = [await idOfOfficer(app, 'province-1'), await idOfOfficer(app, 'province-2')];
    const seen = page.hidden(REFUSALS);
    const forge = (officerId: number) => ({
      ...seen,
      one: 'all',
      formToken: app.services.office.tokens.issue(officerId, `releaseOfficerSecrets|${one}`),
    });
    const own = await maker.post(RELEASES, forge(one));
    expect([own.status, own.text]).toEqual([409, expect.stringContaining('由另一名工作人员')]);

    await app.database
      .knex('officers')
      .where({ id: two })
      .update({ made_by: one, apart_until: new Date(Date.now() + 86_400_000) });
    const puppet = await releaseSecrets(other, 'held-own');
    expect([puppet.status, puppet.text]).toEqual([409, expect.stringContaining('由同一人开通')]);
    expect((await row('held-own')).first_secret_held_since).not.toBeNull();
    await app.database.knex('officers').where({ id: two }).update({ made_by: null, apart_until: null });
    expect((await releaseSecrets(other, 'held-own')).status).toBe(200);
  });

  it('are released as they were shown, or not at all', async () => {
    await make('held-shown');
    const { id } = await row('held-shown');
    const shown = await other.get(RELEASES);
    const newer = secretOf(await act(maker, id, 'renewal', '通知单丢失'));
    for (const name of ['held-shown', undefined]) {
      const late = await pressRelease(other, shown, name);
      expect([late.status, late.text]).toEqual([409, expect.stringContaining('本次操作没有执行')]);
    }
    expect((await begin('held-shown', newer)).page.status).toBe(409);

    // One more came: all are not what they were.
    const before = await other.get(RELEASES);
    await make('held-more');
    expect((await pressRelease(other, before)).status).toBe(409);
    const count = async () =>
      (await app.database.knex('officers').whereNotNull('first_secret_held_since')).length;
    expect(await count()).toBe(2);

    // Twice pressed, and in another tab.
    const [tab, second] = [await other.get(RELEASES), await other.get(RELEASES)];
    expect((await pressRelease(other, tab)).text).toContain('已核准2个');
    expect((await pressRelease(other, tab)).text).toContain('此操作已执行过');
    expect((await pressRelease(other, second)).status).toBe(409);
    expect(await count()).toBe(0);
    expect((await actsOn(id)).filter(({ action }) => action === 'releaseOfficerSecret')).toHaveLength(1);
    // A button that got lost on its way is not all of them.
    expect((await other.post(RELEASES, second.hidden(RELEASES))).status).toBe(400);
  });

  it('wait for a renewal that is under way, and are not released in its place', async () => {
    await make('held-race');
    const { id } = await row('held-race');
    const shown = await other.get(RELEASES);
    const transaction = await app.database.knex.transaction();
    await renewFirstSecret(transaction, id, {
      hash: Buffer.alloc(32, 7),
      lifeSeconds: 3600,
      madeBy: await idOfOfficer(app, 'province-1'),
      apartDays: 7,
    });
    const pressed = pressRelease(other, shown, 'held-race');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await transaction.commit();
    expect((await pressed).status).toBe(409);
    expect((await row('held-race')).first_secret_held_since).not.toBeNull();
  });

  it('printed in bulk are released by one act', async () => {
    const { knex } = app.database;
    const place = { role: 'county', place_name: '金水区招生办公室', county_code: '410105' };
    await knex('officers').insert(
      ['bulk-one', 'bulk-two', 'bulk-three'].map((name) => ({
        ...place,
        sign_in_name: name,
        name: '钱学礼',
      })),
    );
    const path = '/office/officers/letters';
    const form = await maker.get(path);
    expect(form.text).not.toContain('等待核准');
    const answer = await fetchRaw(app, maker, path, {
      ...form.hidden(path),
      place: '410105',
      reason: '首次发放',
    });
    const text = listPages(Buffer.from(await answer.arrayBuffer())).join('');
    expect(text.replace(/\s/g, '')).toContain('经省招办核准后才能使用');
    const secret = /([0-9A-Z]{5}-[0-9A-Z]{5})/.exec(text)?.[1] ?? '';
    expect((await begin('bulk-one', secret)).page.status).toBe(409);
    expect((await maker.get(path)).text).toContain('您发放的3个首次登录密码等待核准');

    const auditor = await signInOfficer(app, 'auditor-1');
    const looked = await auditor.get(RELEASES);
    expect([looked.text.includes('bulk-three'), /全部核准|全部作废/.test(looked.text)]).toEqual([
      true,
      false,
    ]);
    const { bytes } = await auditor.download(`${RELEASES}?format=xlsx`);
    const [headings = [], ...rows] = await readSheet(bytes);
    expect(rows.map((cells) => cells[headings.indexOf('发放人')])).toEqual(
      Array(3).fill('梁文博（province-1）'),
    );

    expect((await releaseSecrets(other)).text).toContain('已核准3个首次登录密码');
    expect((await begin('bulk-one', secret)).page.url).toBe('/office/first-sign-in/password');
  });

  it('are withdrawn instead, with a reason, one or all, and serve no more', async () => {
    const secrets = [secretOf(await make('gone-one')), secretOf(await make('gone-two'))];
    const { id } = await row('gone-one');
    const without = await act(other, id, 'refusal', '');
    expect([without.status, without.text]).toEqual([422, expect.stringContaining('请填写理由！')]);
    const stale = await other.get(`/office/officers/${id}`);
    expect((await act(other, id, 'refusal', '没有此人')).text).toContain('已作废首次登录密码');
    const path = `/office/officers/${id}/refusal`;
    expect((await other.post(path, { ...stale.hidden(path), reason: '没有此人' })).status).toBe(409);
    expect((await begin('gone-one', secrets[0] ?? '')).page.status).toBe(401);
    expect((await actsOn(id)).filter(({ action }) => action === 'refuseOfficerSecret')).toMatchObject([
      { detail: { reason: '没有此人' } },
    ]);

    const page = await maker.get(RELEASES);
    const all = { ...page.hidden(REFUSALS), one: 'all' };
    const typed = await maker.post(REFUSALS, { ...all, reason: '长'.repeat(201) });
    expect([typed.status, typed.html]).toEqual([422, expect.stringContaining(`value="${'长'.repeat(201)}"`)]);
    expect((await maker.post(REFUSALS, { ...all, reason: '发错了' })).text).toContain('已作废1个');
    expect((await begin('gone-two', secrets[1] ?? '')).page.status).toBe(401);
    expect((await maker.get(RELEASES)).text).toContain('没有等待核准的首次登录密码');
  });

  it('of the operator serve at once, and help where nobody else can release', async () => {
    await make('held-alone');
    const { id } = await row('held-alone');
    const { knex } = app.database;
    await knex('officers').where({ sign_in_name: 'province-2' }).update({ disabled_at: new Date() });
    expect((await maker.get(RELEASES)).text).toContain('没有人可以核准');
    await knex('officers').where({ sign_in_name: 'province-2' }).update({ disabled_at: null });
    expect((await maker.get(RELEASES)).text).not.toContain('没有人可以核准');

    const { db, cipher } = app.services;
    const command = createOfficerAccountService({ db, cipher, tokens: null, apartDays: 7 });
    const { secret } = await command.renew({ kind: 'operator' }, id);
    expect((await other.get(RELEASES)).text).toContain('没有等待核准的首次登录密码');
    expect((await begin('held-alone', secret)).page.url).toBe('/office/first-sign-in/password');
  });

  it('are looked at once more at the last step', async () => {
    const secret = secretOf(await make('held-late'));
    await releaseSecrets(other, 'held-late');
    const { client, page } = await begin('held-late', secret);
    await client.post(page.url, { next: password, again: password });
    const step = await client.get('/office/first-sign-in/dynamic-password');
    await app.database
      .knex('officers')
      .where({ sign_in_name: 'held-late' })
      .update({ first_secret_held_since: new Date() });
    const key = (/id="secret">([^<]+)</.exec(step.html)?.[1] ?? '').replaceAll(' ', '');
    const end = await client.post(step.url, { totp: computeTotp(key, totpCounter(Date.now())) });
    expect([end.status, (await row('held-late')).password_hash]).toEqual([409, null]);
  });
});
