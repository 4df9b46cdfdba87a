import { bound, forgetLimits, letCodesExpire, listActs } from '../../support/security-steps';
import { getSentCode } from '../../support/sent-codes';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient, type TestPage } from '../../support/test-client';
import {
  changePack,
  choose,
  file,
  forgetFilings,
  idOf,
  openForm,
  pressSave,
  sameBrowser,
  signIn,
  sound,
  withoutCooldown,
} from './filing';

const BATCH = 'early-other';
const other = choose('first-1', '0001', ['27']);
const third = choose('first-1', '0001', ['31']);
const ASKED = '志愿前，请验证身份';
const wrongOf = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('the risk step before a modification (P18)', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
    await changePack(app, (pack) => ({
      ...withoutCooldown(pack),
      batches: withoutCooldown(pack).batches.map((batch) => ({ ...batch, maxSaves: 20 })),
    }));
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await forgetFilings(app);
    await forgetLimits(app);
    await app.database.knex('message_codes').delete();
    await app.database.knex('trusted_devices').delete();
    await app.database.knex('credentials').update({ reset_at: null });
  });

  const countSaves = async () => (await app.database.knex('application_versions')).length;
  const readDraft = async () =>
    (await app.database.knex('application_drafts').first('fields'))?.fields.first[0].majors;

  /** A list filed on the owner's own browser; then somebody signs in on another. */
  async function standElsewhere(candidateNumber: string): Promise<TestClient> {
    await file(await signIn(app, candidateNumber), BATCH, sound);
    const client = createTestClient(app.url);
    await client.signIn(candidateNumber);
    return client;
  }

  /** Over 须知, form and change list as far as the save or what stands before it. */
  async function modify(client: TestClient, codes = other): Promise<TestPage> {
    const changes = await pressSave(client, await openForm(client, BATCH), codes);
    expect(changes.text).toContain('请确认后保存');
    return pressSave(client, changes);
  }

  async function askForCode(client: TestClient, step: TestPage, candidateNumber: string) {
    const page = await client.post(`/batches/${BATCH}/proof-code`, step.hidden(`/batches/${BATCH}/versions`));
    const { code } = await getSentCode(app, await idOf(app, candidateNumber), 'risk');
    return { page, code };
  }

  const answer = (client: TestClient, step: TestPage, code: string) =>
    pressSave(client, step, { answer: code });

  it('is asked of a new device, carries everything typed, and is passed by the code', async () => {
    const client = await standElsewhere(bound.phone);
    const step = await modify(client);
    expect([step.status, step.text.includes(ASKED)]).toEqual([200, true]);
    expect(await countSaves()).toBe(1);
    expect(await readDraft()).toEqual(['27']);
    expect(step.html).toContain('name="first-1-major-1" value="27"');

    const { page, code } = await askForCode(client, step, bound.phone);
    expect(page.html).toContain('name="first-1-major-1" value="27"');
    const wrong = await answer(client, page, wrongOf(code));
    expect([wrong.status, wrong.text.includes('验证码错误，还可以输入2次，请检查后重新输入！')]).toEqual([
      422,
      true,
    ]);
    expect(wrong.html).toContain('name="first-1-major-1" value="27"');
    expect(await countSaves()).toBe(1);
    const saved = await answer(client, wrong, code);
    expect(saved.url).toBe(`/batches/${BATCH}`);
    expect(saved.text).toContain('[27]新闻学');

    // Known from now on, in this session and in the next one.
    expect((await modify(client, third)).url).toBe(`/batches/${BATCH}`);
    await client.post('/sign-out', {});
    await client.signIn(bound.phone);
    expect((await modify(client)).url).toBe(`/batches/${BATCH}`);
    expect(await listActs(app, bound.phone)).toEqual(Array.from({ length: 4 }, () => 'saveChoiceList'));
  });

  /** As if the phone had been bound with a 柜台码, so many hours ago. */
  async function bindAtCounter(candidateNumber: string, hours: number, byTwo: boolean): Promise<void> {
    const { knex } = app.database;
    const candidateId = await idOf(app, candidateNumber);
    const [one, other] = await knex('officers').where({ role: 'county' }).orderBy('id').pluck('id');
    const at = new Date(Date.now() - hours * 3_600_000);
    await knex('counter_codes').insert({
      candidate_id: candidateId,
      purpose: 'phoneChange',
      code_hash: Buffer.from('x'),
      reason: 'x',
      requested_by: one,
      ...(byTwo && { approved_by: other, approved_at: at }),
      requested_at: at,
      used_at: at,
      expires_at: at,
    });
    await knex('candidates').where({ id: candidateId }).update({ phone_bound_at: at });
  }

  it('takes no phone that one officer let be bound within a day, says until when, and what else may be done', async () => {
    const before = await app.database
      .knex('candidates')
      .where({ candidate_number: bound.phone })
      .first('phone_bound_at');
    const client = await standElsewhere(bound.phone);
    await bindAtCounter(bound.phone, 1, false);
    const step = await modify(client);
    expect(step.text).toContain(ASKED);
    expect(step.text).toMatch(/由一名工作人员.*后才能用来验证身份.*以前验证过身份的电脑.*另一名工作人员批准/);
    expect(step.html).not.toContain('name="answer"');
    const page = await client.post(`/batches/${BATCH}/proof-code`, step.hidden(`/batches/${BATCH}/versions`));
    expect(page.status).toBe(429);
    expect(await app.database.knex('message_codes')).toEqual([]);
    expect((await answer(client, step, '000000')).status).toBe(422);
    expect(await countSaves()).toBe(1);

    // Nor for 放弃.
    expect((await client.get(`/batches/${BATCH}/abandonment`)).text).toContain('由一名工作人员');

    // Approved by a second officer it serves at once.
    await app.database.knex('counter_codes').delete();
    await bindAtCounter(bound.phone, 1, true);
    const asked = await askForCode(client, await modify(client), bound.phone);
    expect((await answer(client, asked.page, asked.code)).url).toBe(`/batches/${BATCH}`);

    await app.database.knex('counter_codes').delete();
    await app.database.knex('candidates').where({ candidate_number: bound.phone }).update(before);
  });

  it('is passed by an empty answer on no account, nor after three wrong ones', async () => {
    const client = await standElsewhere(bound.phone);
    const step = await modify(client);
    for (const empty of ['', ' ']) {
      const page = await answer(client, step, empty);
      expect(page.text).toContain(ASKED);
    }
    const { page, code } = await askForCode(client, step, bound.phone);
    for (let tried = 0; tried < 3; tried += 1) await answer(client, page, wrongOf(code));
    const late = await answer(client, page, code);
    expect([late.status, late.text.includes('验证码已失效')]).toEqual([422, true]);
    expect(await countSaves()).toBe(1);
  });

  it('refuses a code that has lived its life, and keeps what was typed', async () => {
    const client = await standElsewhere(bound.phone);
    const { page, code } = await askForCode(client, await modify(client), bound.phone);
    await letCodesExpire(app);
    const late = await answer(client, page, code);
    expect([late.status, late.text.includes('验证码已失效')]).toEqual([422, true]);
    expect(late.html).toContain('name="first-1-major-1" value="27"');
    expect([await countSaves(), await readDraft()]).toEqual([1, ['27']]);
  });

  it('refuses a code of another purpose, and one of another session', async () => {
    const client = await standElsewhere(bound.phone);
    const step = await modify(client);
    await client.get(`/batches/${BATCH}/abandonment`);
    await client.post(`/batches/${BATCH}/abandonment/code`, {});
    const { code: abandon } = await getSentCode(app, await idOf(app, bound.phone), 'abandon');
    expect((await answer(client, step, abandon)).status).toBe(422);
    const { code: elsewhere } = await askForCode(client, step, bound.phone);
    const next = createTestClient(app.url);
    await next.signIn(bound.phone);
    const again = await modify(next);
    expect(again.text).toContain(ASKED);
    expect((await answer(next, again, elsewhere)).status).toBe(422);
    expect(await countSaves()).toBe(1);
  });

  it('asks to confirm again when the list is another than that of the step', async () => {
    const client = await standElsewhere(bound.phone);
    const { page, code } = await askForCode(client, await modify(client), bound.phone);
    const changed = await pressSave(client, page, { ...third, answer: code });
    expect(changed.text).toContain('请确认后保存');
    expect(changed.text).toMatch(/\[16\]马克思主义理论 \[31\]/);
    expect(await countSaves()).toBe(1);
    expect((await pressSave(client, changed)).text).toMatch(/第2次保存时间/);
  });

  it('asks to confirm again when another window has saved between step and save', async () => {
    const client = await standElsewhere(bound.phone);
    const { page, code } = await askForCode(client, await modify(client), bound.phone);
    const window = sameBrowser(client, app);
    const changes = await pressSave(window, await window.get(`/batches/${BATCH}/form`), third);
    expect((await pressSave(window, changes, { answer: code })).url).toBe(`/batches/${BATCH}`);
    await openForm(client, BATCH);
    const late = await pressSave(client, page);
    expect(late.text).toContain('请确认后保存');
    expect(late.text).toMatch(/\[31\]\S+ \[27\]新闻学/);
    expect(await countSaves()).toBe(2);
  });

  it('is not asked of a device that is known', async () => {
    const client = await signIn(app, bound.phone);
    await file(client, BATCH, sound);
    expect((await modify(client)).url).toBe(`/batches/${BATCH}`);
  });

  it('is asked of a known device too within 24 hours of a reset', async () => {
    const client = await signIn(app, bound.phone);
    await file(client, BATCH, sound);
    const resetAt = (hours: number) =>
      app.database.knex('credentials').update({ reset_at: new Date(Date.now() - hours * 3_600_000) });
    await resetAt(23.9);
    expect((await modify(client)).text).toContain(ASKED);
    await resetAt(24.1);
    expect((await modify(client)).url).toBe(`/batches/${BATCH}`);
  });

  it('is not asked of a first save', async () => {
    await signIn(app, bound.phone);
    const client = createTestClient(app.url);
    await client.signIn(bound.phone);
    expect((await pressSave(client, await openForm(client, BATCH), sound)).url).toBe(`/batches/${BATCH}`);
  });

  it.each([
    ['nothing', bound.nothing],
    ['the phrase alone', bound.phrase],
  ])('is not asked of whoever has bound %s', async (_what, candidateNumber) => {
    const client = await standElsewhere(candidateNumber);
    expect((await modify(client)).url).toBe(`/batches/${BATCH}`);
  });

  it('sends the code to WeChat, where that is bound', async () => {
    const client = await standElsewhere(bound.wechat);
    const { code, page } = await askForCode(client, await modify(client), bound.wechat);
    expect(page.text).toContain('已向您绑定的微信发送验证码');
    expect((await answer(client, page, code)).url).toBe(`/batches/${BATCH}`);
  });

  it('cannot be spent to send messages without end', async () => {
    const client = await standElsewhere(bound.phone);
    const step = await modify(client);
    const { page } = await askForCode(client, step, bound.phone);
    const again = await client.post(
      `/batches/${BATCH}/proof-code`,
      page.hidden(`/batches/${BATCH}/versions`),
    );
    expect([again.status, again.text.includes('验证码刚刚发送过')]).toEqual([429, true]);
    expect(again.html).toContain('name="first-1-major-1" value="27"');
  });
});
