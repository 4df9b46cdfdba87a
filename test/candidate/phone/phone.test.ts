import { deviceOf } from '../../support/device';
import {
  bound,
  factorsOf,
  forgetLimits,
  letCodesAge,
  letCodesExpire,
  listActs,
  listMailKinds,
  readPhone,
} from '../../support/security-steps';
import { getSentCode, listSentTexts } from '../../support/sent-codes';
import { startTestApp, type TestApp } from '../../support/test-app';
import { demoPassword, type TestClient, type TestPage } from '../../support/test-client';
import { changePack, idOf, signIn } from '../filing/filing';

const NEW = '13612345678';

describe('phone maintenance', () => {
  let app: TestApp;

  beforeEach(async () => {
    app = await startTestApp();
  });
  afterEach(() => app.close());

  const codeFor = async (candidateNumber: string, purpose: 'phoneOld' | 'phoneNew' | 'bind') =>
    (await getSentCode(app, await idOf(app, candidateNumber), purpose)).code;

  async function start(client: TestClient, fields: Record<string, string>): Promise<TestPage> {
    await client.get('/phone');
    return client.post('/phone', fields);
  }

  const answer = (client: TestClient, code: string) => client.post('/phone/step', { answer: code });
  const wrongOf = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

  it('adds a first phone after the password, and tells the phone, the mailbox and the audit log', async () => {
    const client = await signIn(app, bound.nothing);
    const page = await client.get('/phone');
    expect(page.text).toContain('您目前尚未登记手机号码');
    expect(page.text).toContain('更新手机号');
    expect(page.text).not.toContain('删除手机号');

    const refused = await start(client, { phone: NEW, password: 'Wrong#2021' });
    expect([refused.status, refused.html.includes(NEW)]).toEqual([422, true]);
    expect(refused.text).toContain('密码错误');
    expect(await listSentTexts(app, await idOf(app, bound.nothing))).toEqual([]);

    const step = await start(client, { phone: NEW, password: demoPassword });
    expect(step.url).toBe('/phone/step');
    expect(step.text).toContain('完成修改');
    const sent = await getSentCode(app, await idOf(app, bound.nothing), 'phoneNew');
    expect(sent.destination).toBe(NEW);
    expect(sent.text).toContain('用于确认新手机号码，2分钟内有效');
    expect(step.text).toContain(`序列号 ${sent.serialNumber} 对应的6位数字验证码`);

    const done = await answer(client, sent.code);
    expect(done.url).toBe('/phone');
    expect(done.text).toContain('手机号码已登记。');
    expect(done.text).toContain('当前预留的手机号： 136****678 。');
    expect(await readPhone(app, bound.nothing)).toBe(NEW);
    expect((await factorsOf(app, bound.nothing)).phoneBoundAt).not.toBeNull();
    expect(await listMailKinds(app, bound.nothing)).toEqual(['phoneBound']);
    expect(await listActs(app, bound.nothing)).toEqual(['bindPhone']);
    const told = (await listSentTexts(app, await idOf(app, bound.nothing))).at(-1);
    expect([told?.kind, told?.destination]).toEqual(['phoneBound', NEW]);
    expect(told?.text).toContain('登记了手机号码136****678');
    expect((await client.get('/phone')).text).not.toContain('手机号码已登记。');
  });

  it('asks for the phrase too, where one is set', async () => {
    const client = await signIn(app, bound.phrase);
    expect((await client.get('/phone')).text).toContain('密码验证信息：');
    const without = await start(client, { phone: NEW, password: demoPassword });
    expect([without.status, without.text.includes('密码验证信息错误')]).toEqual([422, true]);
    const wrong = await start(client, { phone: NEW, password: demoPassword, phrase: '学海无涯苦作舟' });
    expect(wrong.status).toBe(422);
    expect(await listSentTexts(app, await idOf(app, bound.phrase))).toEqual([]);
    const right = await start(client, { phone: NEW, password: demoPassword, phrase: '书山有路勤为径' });
    expect(right.url).toBe('/phone/step');
    await answer(client, await codeFor(bound.phrase, 'phoneNew'));
    expect(await readPhone(app, bound.phrase)).toBe(NEW);
  });

  it('changes a phone by a code to the old and then one to the new, and tells both', async () => {
    const client = await signIn(app, bound.phone);
    expect((await client.get('/phone')).text).toContain('当前预留的手机号： 159****845 。');
    const old = await start(client, { act: 'change', phone: '+86 136-1234-5678' });
    expect(old.text).toContain('请先验证原预留手机号码 159****845');
    expect(old.text).toContain('请携带相关证件到报名所在地招生考试机构修改或删除');
    expect(old.text).not.toContain('15900000845');
    const sentOld = await getSentCode(app, await idOf(app, bound.phone), 'phoneOld');
    expect(sentOld.destination).toBe('15900000845');
    await expect(codeFor(bound.phone, 'phoneNew')).rejects.toThrow('no code');

    const fresh = await answer(client, sentOld.code);
    expect(fresh.text).toContain(`请验证新手机号码 ${NEW}`);
    expect(await readPhone(app, bound.phone)).toBe('15900000845');
    const sentNew = await getSentCode(app, await idOf(app, bound.phone), 'phoneNew');
    expect(sentNew.destination).toBe(NEW);

    const done = await answer(client, sentNew.code);
    expect(done.text).toContain('手机号码已修改');
    expect(await readPhone(app, bound.phone)).toBe(NEW);
    const told = (await listSentTexts(app, await idOf(app, bound.phone))).filter(
      ({ kind }) => kind === 'phoneChanged',
    );
    expect(told.map(({ destination }) => destination).toSorted()).toEqual([NEW, '15900000845']);
    expect(told[0]?.text).toContain('由159****845改为136****678');
    expect(await listMailKinds(app, bound.phone)).toEqual(['phoneChanged']);
  });

  it('deletes a phone by a code to it, and tells it', async () => {
    const client = await signIn(app, bound.phone);
    const step = await start(client, { act: 'delete', phone: '' });
    expect(step.text).toContain('完成修改');
    const refused = await answer(client, wrongOf(await codeFor(bound.phone, 'phoneOld')));
    expect([refused.status, refused.text.includes('验证码错误')]).toEqual([422, true]);
    const done = await answer(client, await codeFor(bound.phone, 'phoneOld'));
    expect(done.text).toContain('手机号码已删除。');
    expect(await readPhone(app, bound.phone)).toBeNull();
    expect((await factorsOf(app, bound.phone)).phoneBoundAt).toBeNull();
    const told = (await listSentTexts(app, await idOf(app, bound.phone))).at(-1);
    expect([told?.kind, told?.destination]).toEqual(['phoneDeleted', '15900000845']);
    expect(await listActs(app, bound.phone)).toEqual(['deletePhone']);
  });

  it('says that a phone is taken only to whoever holds it', async () => {
    const client = await signIn(app, bound.nothing);
    const free = await start(client, { phone: NEW, password: demoPassword });
    await letCodesAge(app, 180);
    const taken = await start(client, { phone: '15900000845', password: demoPassword });
    const bare = (page: TestPage) => page.text.replaceAll(/\d{11}|\d{8}|\d\d:\d\d:\d\d|\d+秒/g, '#');
    expect([taken.status, bare(taken)]).toEqual([free.status, bare(free)]);
    const code = await codeFor(bound.nothing, 'phoneNew');
    expect((await answer(client, wrongOf(code))).text).not.toContain('其他考生');
    const told = await answer(client, code);
    expect([told.status, told.text.includes('该手机号码已被其他考生登记')]).toEqual([409, true]);
    expect(await readPhone(app, bound.nothing)).toBeNull();
    expect(await listMailKinds(app, bound.nothing)).toEqual([]);
  });

  it('lets one of two candidates have a number that both prove in the same moment', async () => {
    const clients = [await signIn(app, bound.nothing), await signIn(app, bound.phone)] as const;
    await start(clients[0], { phone: NEW, password: demoPassword });
    await start(clients[1], { act: 'change', phone: NEW });
    await answer(clients[1], await codeFor(bound.phone, 'phoneOld'));
    const codes = [await codeFor(bound.nothing, 'phoneNew'), await codeFor(bound.phone, 'phoneNew')];
    const pages = await Promise.all(clients.map((client, index) => answer(client, codes[index] ?? '')));
    expect(pages.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const owners = await app.database.knex('candidates').where({
      phone_index: app.services.cipher.blindIndex(NEW, 'candidates.phone'),
    });
    expect(owners).toHaveLength(1);
  });

  it.each([
    ['', '请输入手机号！'],
    ['1361234567', '手机号码为11位数字'],
    ['136123456789', '手机号码为11位数字'],
    ['12612345678', '手机号码为11位数字'],
    ['037155551234', '手机号码为11位数字'],
    ['abc', '手机号码为11位数字'],
    ['<script>', '手机号码为11位数字'],
    ['159 0000 0845', '新手机号码与原手机号码相同'],
  ])('refuses %j and sends nothing', async (phone, sentence) => {
    const client = await signIn(app, bound.phone);
    const page = await start(client, { act: 'change', phone });
    expect([page.status, page.text.includes(sentence)]).toEqual([422, true]);
    expect(page.html).not.toContain('<script>');
    expect(await listSentTexts(app, await idOf(app, bound.phone))).toEqual([]);
  });

  it('keeps to the prefixes of a province that takes its own numbers only', async () => {
    await changePack(app, (pack) => ({
      ...pack,
      identity: { ...pack.identity, phonePrefixes: ['138', '1371'] },
    }));
    const client = await signIn(app, bound.phone);
    const outside = await start(client, { act: 'change', phone: NEW });
    expect([outside.status, outside.text.includes('河南省内的手机号码')]).toEqual([422, true]);
    expect((await start(client, { act: 'change', phone: '13712345678' })).url).toBe('/phone/step');
  });

  it('refuses a field that is repeated', async () => {
    const client = await signIn(app, bound.phone);
    await client.get('/phone');
    const body = new URLSearchParams([
      ['act', 'change'],
      ['phone', NEW],
      ['phone', '13700000000'],
    ]);
    expect((await client.post('/phone', body)).status).toBe(400);
  });

  it('sends no messages to a hundred numbers: not from one account', async () => {
    const client = await signIn(app, bound.nothing);
    const statuses: number[] = [];
    for (let index = 0; index < 7; index += 1) {
      await letCodesAge(app, 180);
      const page = await start(client, { phone: `1371234000${index}`, password: demoPassword });
      statuses.push(page.status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    const sent = await listSentTexts(app, await idOf(app, bound.nothing));
    expect(new Set(sent.map(({ destination }) => destination)).size).toBe(5);
  });

  it('nor to one number from many accounts, nor from one computer without end', async () => {
    const { knex } = app.database;
    const client = await signIn(app, bound.nothing);
    const index = app.services.cipher.blindIndex(NEW, 'candidates.phone').toString('base64url');
    const expire = Date.now() + 3_600_000;
    await knex('throttles').insert({ key: `newPhone-target:${index}`, points: 5, expire });
    const busyNumber = await start(client, { phone: NEW, password: demoPassword });
    expect([busyNumber.status, busyNumber.text.includes('次数过多')]).toEqual([429, true]);
    const device = deviceOf(app, client);
    await knex('throttles')
      .insert({ key: `newPhone-device:${device}`, points: 60, expire })
      .onConflict('key')
      .merge();
    const busyDevice = await start(client, { phone: '13700000001', password: demoPassword });
    expect(busyDevice.status).toBe(429);
    expect(await listSentTexts(app, await idOf(app, bound.nothing))).toEqual([]);
  });

  it('takes a code once, in its session, within its life, three tries', async () => {
    const client = await signIn(app, bound.phone);
    await start(client, { act: 'delete' });
    await letCodesExpire(app);
    const late = await answer(client, await codeFor(bound.phone, 'phoneOld'));
    expect([late.status, late.text.includes('验证码已失效')]).toEqual([422, true]);

    await forgetLimits(app);
    await start(client, { act: 'delete' });
    const code = await codeFor(bound.phone, 'phoneOld');
    for (const left of ['还可以输入2次', '还可以输入1次', '还可以输入0次']) {
      expect((await answer(client, wrongOf(code))).text).toContain(left);
    }
    expect((await answer(client, code)).text).toContain('验证码已失效');

    await forgetLimits(app);
    await start(client, { act: 'delete' });
    const elsewhere = await codeFor(bound.phone, 'phoneOld');
    const other = await signIn(app, bound.phone);
    await forgetLimits(app);
    await start(other, { act: 'delete' });
    expect((await answer(other, elsewhere)).status).toBe(422);
    expect(await readPhone(app, bound.phone)).toBe('15900000845');
  });

  it('changes once, however often the last step is posted at once', async () => {
    const client = await signIn(app, bound.phone);
    await start(client, { act: 'delete' });
    const code = await codeFor(bound.phone, 'phoneOld');
    const pages = await Promise.all(
      Array.from({ length: 32 }, () => client.post('/phone/step', { answer: code }, { follow: false })),
    );
    expect(pages.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
    expect(await listMailKinds(app, bound.phone)).toEqual(['phoneDeleted']);
    expect(await listActs(app, bound.phone)).toEqual(['deletePhone']);
  });

  it('takes no code to the new phone for one to the old, in whatever order the pages are asked', async () => {
    const client = await signIn(app, bound.phone);
    expect((await client.get('/phone/step')).url).toBe('/phone');
    expect((await client.post('/phone/step', { answer: '123456' })).url).toBe('/phone');
    await start(client, { act: 'change', phone: NEW });
    await client.post('/phone/code', {});
    // A second journey of the same session goes to another number: the first one's proof is worth nothing.
    await answer(client, await codeFor(bound.phone, 'phoneOld'));
    const first = await codeFor(bound.phone, 'phoneNew');
    await letCodesAge(app, 180);
    await start(client, { act: 'change', phone: '13700000001' });
    const refused = await answer(client, first);
    expect(refused.status).toBe(422);
    await answer(client, await codeFor(bound.phone, 'phoneOld'));
    const stale = await answer(client, first);
    expect(stale.status).toBe(422);
    expect(await readPhone(app, bound.phone)).toBe('15900000845');
  });

  it('asks for what is bound beside the phone first', async () => {
    const client = await signIn(app, bound.wechat);
    const step = await start(client, { phone: NEW });
    expect(step.text).toContain('请先验证您绑定的安全措施');
    await client.post('/phone/code', {});
    const sent = await getSentCode(app, await idOf(app, bound.wechat), 'bind');
    expect(sent.destination).toBe('demo-wechat-21410101119001');
    await answer(client, sent.code);
    await answer(client, await codeFor(bound.wechat, 'phoneNew'));
    expect(await readPhone(app, bound.wechat)).toBe(NEW);
  });

  it('ends a journey when something else was bound meanwhile, and does nothing while frozen', async () => {
    const client = await signIn(app, bound.nothing);
    await start(client, { phone: NEW, password: demoPassword });
    const code = await codeFor(bound.nothing, 'phoneNew');
    const { knex } = app.database;
    const id = await idOf(app, bound.nothing);
    await knex('credentials').where({ candidate_id: id }).update({ wechat_bound_at: new Date() });
    expect((await answer(client, code)).status).toBe(409);
    await knex('credentials').where({ candidate_id: id }).update({ wechat_bound_at: null });
    await knex('candidates').where({ id }).update({ frozen_at: new Date(), disputed_at: new Date() });
    const frozen = await answer(client, code);
    expect([frozen.status, frozen.text.includes('冻结')]).toEqual([409, true]);
    expect((await start(client, { phone: NEW, password: demoPassword })).status).toBe(409);
    expect(await readPhone(app, bound.nothing)).toBeNull();
  });
});
