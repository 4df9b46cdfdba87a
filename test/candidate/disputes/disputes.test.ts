import { findCandidate } from '../../../src/domain/candidates/candidate.repository';
import { isTrustedDevice } from '../../../src/domain/identity/device.repository';
import { deviceOf } from '../../support/device';
import { refreshDynamicPassword } from '../../support/dynamic-password';
import { bound, factorsOf, forgetLimits, listActs, listMailKinds } from '../../support/security-steps';
import { getSentCode, listSentTexts } from '../../support/sent-codes';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';
import { changePack, file, idOf, listSound, openForm, pressSave, signIn, sound } from '../filing/filing';

describe('不是我操作', () => {
  let app: TestApp;

  beforeEach(async () => {
    app = await startTestApp();
  });
  afterEach(() => app.close());

  async function newestOf(table: 'mails' | 'application_versions', candidateNumber: string): Promise<number> {
    const row = await app.database
      .knex(table)
      .where({ candidate_id: await idOf(app, candidateNumber) })
      .orderBy('id', 'desc')
      .first('id');
    return row.id;
  }

  async function freezeOf(candidateNumber: string): Promise<{ frozen: boolean; disputedAt: Date | null }> {
    const row = await app.database
      .knex('candidates')
      .where({ candidate_number: candidateNumber })
      .first('frozen_at', 'disputed_at');
    return { frozen: row.frozen_at !== null, disputedAt: row.disputed_at };
  }

  /** Saves for the candidate with the phone and disputes the save. */
  async function saveAndDispute(): Promise<TestClient> {
    const client = await signIn(app, bound.phone);
    await file(client, 'early-other', sound);
    await client.post(`/disputes/versions/${await newestOf('application_versions', bound.phone)}`, {});
    return client;
  }

  it('stands at each mail of an act, asks once more, freezes all and signs everybody out', async () => {
    const client = await signIn(app, bound.phone);
    await file(client, 'early-other', sound);
    const mail = await newestOf('mails', bound.phone);
    expect((await client.get(`/mails/${mail}`)).html).toContain(`/disputes/mails/${mail}`);
    const question = await client.get(`/disputes/mails/${mail}`);
    expect(question.text).toContain('提前批其他志愿保存提醒（第1次保存）');
    expect((await freezeOf(bound.phone)).frozen).toBe(false);

    const done = await client.post(`/disputes/mails/${mail}`, {});
    expect([done.url, done.text.includes('所有登录已退出')]).toEqual(['/frozen', true]);
    expect((await client.get('/')).url).toBe('/sign-in');
    expect((await freezeOf(bound.phone)).frozen).toBe(true);
    expect(await listMailKinds(app, bound.phone)).toEqual(['choiceListSaved', 'frozen']);
    expect((await listActs(app, bound.phone)).at(-1)).toBe('disputeAct');
    const id = await idOf(app, bound.phone);
    const told = (await listSentTexts(app, id)).at(-1);
    expect([told?.kind, told?.destination]).toEqual(['frozen', '15900000845']);
    expect(told?.text).toContain('志愿和安全措施已冻结');
    expect(await isTrustedDevice(app.database.knex, id, deviceOf(app, client))).toBe(false);
  });

  it('stands at each line of 我的保存记录', async () => {
    const client = await signIn(app, bound.phone);
    await file(client, 'early-other', sound);
    const version = await newestOf('application_versions', bound.phone);
    expect((await client.get('/versions')).html).toContain(`/disputes/versions/${version}`);
    expect((await client.get(`/disputes/versions/${version}`)).text).toContain('第1次保存');
    await client.post(`/disputes/versions/${version}`, {});
    expect((await freezeOf(bound.phone)).frozen).toBe(true);
  });

  it('freezes every batch, gives nothing up, and home says so and offers 解冻', async () => {
    await saveAndDispute();
    const client = await signIn(app, bound.phone);
    const home = await client.get('/');
    expect(home.text).toContain('已冻结(不是我操作)');
    expect(home.html).toContain('href="/thaw"');
    expect(home.html).not.toContain('/batches/undergraduate-1/notice');
    app.clock.advance(61 * MINUTE);
    for (const path of [
      '/batches/early-other/notice',
      '/batches/undergraduate-1/notice',
      '/batches/early-other/abandonment',
    ]) {
      expect([path, (await client.get(path)).status]).toEqual([path, 409]);
    }
    expect((await client.get('/batches/early-other')).status).toBe(200);
  });

  it('is thawed by a factor bound before, and trusts that browser again', async () => {
    await saveAndDispute();
    await forgetLimits(app);
    const client = await signIn(app, bound.phone);
    const page = await client.get('/thaw');
    expect(page.text).toContain('请点击“获取验证码”');
    expect((await client.post('/thaw', { answer: '123456' })).status).toBe(422);
    await client.post('/thaw/code', {});
    const sent = await getSentCode(app, await idOf(app, bound.phone), 'thaw');
    expect(sent.text).toContain('用于解冻志愿');
    expect((await client.post('/thaw', { answer: sent.code })).url).toBe('/');
    expect(await freezeOf(bound.phone)).toEqual({ frozen: false, disputedAt: null });
    expect((await listMailKinds(app, bound.phone)).at(-1)).toBe('thawed');
    expect((await listActs(app, bound.phone)).at(-1)).toBe('thaw');
    const id = await idOf(app, bound.phone);
    expect(await isTrustedDevice(app.database.knex, id, deviceOf(app, client))).toBe(true);
    expect((await client.get('/')).text).not.toContain('已冻结');
    expect((await client.get('/thaw')).url).toBe('/');
    expect((await client.post('/thaw', { answer: sent.code })).url).toBe('/');
    expect((await listActs(app, bound.phone)).filter((act) => act === 'thaw')).toHaveLength(1);
  });

  it('is thawed by 动态密码 too', async () => {
    const client = await signIn(app, bound.totp);
    await file(client, 'early-other', sound);
    await client.post(`/disputes/versions/${await newestOf('application_versions', bound.totp)}`, {});
    const again = await signIn(app, bound.totp);
    expect((await again.get('/thaw')).text).toContain('您绑定了【动态密码】');
    const answer = await refreshDynamicPassword(app, bound.totp);
    await again.post('/thaw', { answer });
    expect((await freezeOf(bound.totp)).frozen).toBe(false);
  });

  it('is not thawed by what the disputed act bound, nor by what came after it', async () => {
    const client = await signIn(app, bound.nothing);
    await client.get('/phone');
    await client.post('/phone', { phone: '13612345678', password: demoPassword });
    const { code } = await getSentCode(app, await idOf(app, bound.nothing), 'phoneNew');
    await client.post('/phone/step', { answer: code });
    const mail = await newestOf('mails', bound.nothing);
    await client.post(`/disputes/mails/${mail}`, {});
    const { phoneBoundAt } = await factorsOf(app, bound.nothing);
    expect((await freezeOf(bound.nothing)).disputedAt?.getTime()).toBeLessThanOrEqual(
      phoneBoundAt?.getTime() ?? 0,
    );
    const again = await signIn(app, bound.nothing);
    const page = await again.get('/thaw');
    expect(page.text).toContain('请本人持身份证到报名所在地招生考试机构办理');
    expect(page.html).not.toContain('name="answer"');
    await again.post('/thaw/code', {});
    await again.post('/thaw', { answer: '000000' });
    await expect(getSentCode(app, await idOf(app, bound.nothing), 'thaw')).rejects.toThrow('no code');
    expect((await freezeOf(bound.nothing)).frozen).toBe(true);
  });

  it('is thawed by the phone bound before, although a stronger factor came after', async () => {
    await saveAndDispute();
    const { knex } = app.database;
    await knex('credentials')
      .where({ candidate_id: await idOf(app, bound.phone) })
      .update({ wechat_bound_at: new Date() });
    const client = await signIn(app, bound.phone);
    expect((await client.get('/thaw')).text).toContain('159****845');
  });

  it('counts from the earliest of several disputed acts', async () => {
    const client = await signIn(app, bound.phone);
    await file(client, 'early-other', sound);
    const first = await newestOf('mails', bound.phone);
    await client.get('/password');
    await client.post('/password', { current: demoPassword, next: 'Qinghe!2027x', again: 'Qinghe!2027x' });
    const second = await newestOf('mails', bound.phone);
    await client.post(`/disputes/mails/${second}`, {});
    const late = (await freezeOf(bound.phone)).disputedAt;
    const again = createTestClient(app.url);
    await again.signIn(bound.phone, 'Qinghe!2027x');
    await again.get(`/disputes/mails/${first}`);
    await again.post(`/disputes/mails/${first}`, {});
    const early = (await freezeOf(bound.phone)).disputedAt;
    expect(early?.getTime()).toBeLessThan(late?.getTime() ?? 0);
    await again.signIn(bound.phone, 'Qinghe!2027x');
    await again.post(`/disputes/mails/${second}`, {});
    expect((await freezeOf(bound.phone)).disputedAt).toEqual(early);
  });

  it('uses real time, whatever the shift of the demo: what was bound an hour before thaws', async () => {
    app.clock.advance(-10 * 60 * MINUTE);
    await saveAndDispute();
    const client = await signIn(app, bound.phone);
    expect((await client.get('/thaw')).text).toContain('159****845');
  });

  it('knows no mail that tells of no act, of another candidate, or of nobody', async () => {
    const owner = await signIn(app, bound.phone);
    await file(owner, 'early-other', sound);
    const mail = await newestOf('mails', bound.phone);
    const version = await newestOf('application_versions', bound.phone);
    const welcome = await app.database.knex('mails').whereNull('candidate_id').first('id');
    const other = await signIn(app, bound.otherPhone);
    for (const path of [
      `/disputes/mails/${mail}`,
      `/disputes/versions/${version}`,
      `/disputes/mails/${welcome.id}`,
      '/disputes/mails/0',
      '/disputes/mails/x',
      '/disputes/versions/999999',
    ]) {
      expect([path, (await other.get(path)).status]).toEqual([path, 404]);
      expect([path, (await other.post(path, {})).status]).toEqual([path, 404]);
    }
    expect((await freezeOf(bound.otherPhone)).frozen).toBe(false);
    expect((await freezeOf(bound.phone)).frozen).toBe(false);
    expect((await other.get(`/mails/${welcome.id}`)).html).not.toContain('/disputes/');
  });

  it('saves nothing after the freeze, however close the two come', async () => {
    const { knex } = app.database;
    await changePack(app, (pack) => ({
      ...pack,
      batches: pack.batches.map((batch) => ({ ...batch, cooldownMinutes: 0, maxSaves: 20 })),
    }));
    const id = await idOf(app, bound.nothing);
    const lists = listSound(6);
    let client = await signIn(app, bound.nothing);
    await file(client, 'early-other', lists[0] ?? {});
    for (const list of lists.slice(1)) {
      const changes = await pressSave(client, await openForm(client), list);
      const version = await newestOf('application_versions', bound.nothing);
      const pages = await Promise.all([
        pressSave(client, changes, {}, { follow: false }),
        client.post(`/disputes/versions/${version}`, {}, { follow: false }),
      ]);
      expect(pages.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
      expect((await freezeOf(bound.nothing)).frozen).toBe(true);
      const acts = await listActs(app, bound.nothing);
      expect(acts.at(-1)).toBe('disputeAct');
      const saves = acts.filter((act) => act === 'saveChoiceList');
      expect(await knex('application_versions').where({ candidate_id: id })).toHaveLength(saves.length);
      await knex('candidates').where({ id }).update({ frozen_at: null, disputed_at: null });
      await forgetLimits(app);
      client = await signIn(app, bound.nothing);
    }
  });

  it('ends the session that is signed in, whoever sits before it', async () => {
    const owner = await signIn(app, bound.phone);
    await file(owner, 'early-other', sound);
    const id = await newestOf('application_versions', bound.phone);
    const { knex } = app.database;
    const candidate = await findCandidate(knex, await idOf(app, bound.phone));
    if (candidate === null) throw new Error('the demo has no such candidate');
    // The owner's request was let in just before a stranger signed in.
    const stranger = createTestClient(app.url);
    await stranger.signIn(bound.phone);
    const { session_id: theirs } = await knex('credentials')
      .where({ candidate_id: candidate.id })
      .first('session_id');
    const origin = { address: '127.0.0.1', device: deviceOf(app, owner) };
    const ended = await app.services.safeguards.disputes.dispute(candidate, { kind: 'versions', id }, origin);
    expect(ended).toBe(theirs);
    expect((await stranger.get('/')).url).toBe('/sign-in');
  });
});
