import bcrypt from 'bcrypt';
import { bound, factorsOf, forgetLimits, listActs, listMailKinds } from '../../support/security-steps';
import { startTestApp, type TestApp } from '../../support/test-app';
import { demoPassword, type TestClient } from '../../support/test-client';
import { idOf, signIn } from '../filing/filing';

const OLD = '书山有路勤为径';
const NEW = '长风破浪会有时';
const HOUR = 3_600_000;

describe('a 密码验证信息 changed without the old one', () => {
  let app: TestApp;
  let client: TestClient;
  let id: number;

  beforeAll(async () => {
    app = await startTestApp();
    id = await idOf(app, bound.phrase);
  });
  beforeEach(async () => {
    await forgetLimits(app);
    client = await signIn(app, bound.phrase);
  });
  afterAll(() => app.close());

  async function change(phrase: string, old = '') {
    await client.get('/security-phrase');
    return client.post('/security-phrase', { phrase, old, password: demoPassword });
  }
  const serves = async (phrase: string) =>
    bcrypt.compare(phrase, (await factorsOf(app, bound.phrase)).phraseHash ?? '');
  /** As if so many hours had passed since the change. */
  const pass = (hours: number) =>
    app.database
      .knex('credentials')
      .where({ candidate_id: id })
      .update({
        pending_phrase_at: app.database.knex.raw('pending_phrase_at - make_interval(hours => ?)', [hours]),
      });
  const changesIn = async () => {
    const { phraseChangesAt } = await factorsOf(app, bound.phrase);
    return phraseChangesAt === null ? null : (phraseChangesAt.getTime() - Date.now()) / HOUR;
  };

  it('waits a day, is told of, shown, and cancelled', async () => {
    const page = await change(NEW);
    expect([page.status, page.text.includes('在此之前，原密码验证信息仍然有效')]).toEqual([200, true]);
    expect(page.text).not.toContain('密码验证信息已重置');
    expect(page.html).not.toContain(NEW);
    expect([await serves(OLD), await serves(NEW)]).toEqual([true, false]);
    expect(await changesIn()).toBeCloseTo(24, 1);
    expect((await client.get('/security-phrase')).text).toContain('撤销修改');

    const kept = await client.post('/security-phrase/cancellation', {});
    expect(kept.url).toBe('/security-phrase');
    expect(kept.text).not.toContain('撤销修改');
    expect(await changesIn()).toBeNull();
    expect((await client.post('/security-phrase/cancellation', {})).status).toBe(409);
    expect(await listMailKinds(app, bound.phrase)).toEqual(['phraseChanging', 'phraseKept']);
    expect(await listActs(app, bound.phrase)).toEqual(['delayPhrase', 'cancelPhrase']);
    const mail = await app.database.knex('mails').where({ candidate_id: id, kind: 'phraseChanging' }).first();
    expect(mail.body).toMatch(/新的将于\d{4}年\d+月\d+日 \d\d:\d\d:\d\d生效/);
  });

  it('does not come when the owner says 不是我操作', async () => {
    await change(NEW);
    const mail = await app.database
      .knex('mails')
      .where({ candidate_id: id, kind: 'phraseChanging' })
      .orderBy('id', 'desc')
      .first('id');
    expect((await client.post(`/disputes/mails/${mail.id}`, {})).text).toContain('志愿已冻结');
    expect(await changesIn()).toBeNull();
    await app.database.knex('candidates').where({ id }).update({ frozen_at: null, disputed_at: null });
  });

  it('is replaced by another, which waits a day anew, or by one with the old phrase at once', async () => {
    await change(NEW);
    await pass(20);
    expect(await changesIn()).toBeCloseTo(4, 1);
    await change('直挂云帆济沧海');
    expect(await changesIn()).toBeCloseTo(24, 1);
    expect((await change('海内存知己天涯', OLD)).text).toContain('密码验证信息已重置');
    expect([await changesIn(), await serves('海内存知己天涯')]).toEqual([null, true]);
    await change(OLD, '海内存知己天涯');
  });

  it('serves after the day alone, and stays when the next change waits', async () => {
    await change(NEW);
    await pass(23);
    expect(await serves(OLD)).toBe(true);
    await pass(1);
    expect([await serves(NEW), await changesIn()]).toEqual([true, null]);
    expect((await client.post('/security-phrase/cancellation', {})).status).toBe(409);
    await change(OLD);
    expect([await serves(NEW), await serves(OLD)]).toEqual([true, false]);
  });
});
