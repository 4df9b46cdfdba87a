import { demoPeople } from '../../../seeds/demo/people';
import { createFirstSecret, storeFirstSecret } from '../../../src/domain/credentials/first-secret';
import { getSentCode, listSentTexts } from '../../support/sent-codes';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient } from '../../support/test-client';
import { idOf } from '../filing/filing';

const newcomer = '21410104151012';
const good = { next: 'Yellow#River7', again: 'Yellow#River7', phrase: '长风破浪会有时' };

describe('the first sign-in', () => {
  let app: TestApp;
  let id: number;
  let secret: string;
  beforeAll(async () => {
    app = await startTestApp();
    id = await idOf(app, newcomer);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    const { knex } = app.database;
    await knex('throttles').delete();
    await knex('candidates')
      .where({ id })
      .update({ phone_cipher: null, phone_index: null, phone_bound_at: null });
    await knex('credentials')
      .where({ candidate_id: id })
      .update({ password_hash: null, security_phrase_hash: null, security_phrase_index: null });
    secret = createFirstSecret();
    const stored = await storeFirstSecret(knex, app.services.cipher, {
      candidateId: id,
      text: secret,
      days: 30,
    });
    expect(stored).toBe(1);
  });

  const enter = async (typed = secret): Promise<TestClient> => {
    const client = createTestClient(app.url);
    const page = await client.signIn(newcomer, typed);
    expect(page.url).toBe('/first-sign-in');
    return client;
  };
  const readCredential = () => app.database.knex('credentials').where({ candidate_id: id }).first();

  it('has secrets of 50 bits in two groups of five that are not mistaken for one another', () => {
    const secrets = new Set(Array.from({ length: 2000 }, createFirstSecret));
    expect(secrets.size).toBe(2000);
    for (const one of secrets) expect(one).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(new Set([...secrets].join('').replaceAll('-', '')).size).toBe(32);
  });

  it('is published for one person of the demo, whose password it is not', async () => {
    const fresh = await startTestApp();
    const person = demoPeople.find(({ candidate }) => candidate.candidateNumber === newcomer);
    const client = createTestClient(fresh.url);
    expect((await client.signIn(newcomer, demoPassword)).status).toBe(401);
    expect((await client.signIn(newcomer, person?.factors.firstSecret ?? '')).url).toBe('/first-sign-in');
    await fresh.close();
  });

  it('opens nothing but password, phrase and phone', async () => {
    const client = await enter();
    for (const path of [
      '/',
      '/versions',
      '/mails/personal',
      '/password',
      '/phone',
      '/batches/early-other/form',
    ])
      expect([path, (await client.get(path)).url]).toEqual([path, '/sign-in']);
    // Whoever comes to the sign-in page begins anew: nothing half-done waits for the next pupil.
    expect((await client.get('/first-sign-in')).url).toBe('/sign-in');
    const other = await enter();
    expect((await other.get('/first-sign-in/phone')).url).toBe('/first-sign-in');
    expect((await other.post('/first-sign-in/completion', {})).url).toBe('/first-sign-in');
    expect((await other.post('/first-sign-in/phone', { phone: '15912345678' })).url).toBe('/first-sign-in');
    expect((await readCredential())?.session_id).toBeNull();
  });

  it('sets password and phrase, tells the owner, and signs in', async () => {
    const client = await enter(` ${secret.toLowerCase().replace('-', ' ')} `);
    const page = await client.get('/first-sign-in');
    for (const words of ['首次登录', '新登录密码：', '确认新密码：', '密码验证信息：', '最长15个汉字'])
      expect(page.text).toContain(words);
    expect((await client.post('/first-sign-in', good)).url).toBe('/first-sign-in/phone');
    const home = await client.post('/first-sign-in/completion', {});
    expect(home.url).toBe('/');
    expect((await client.get('/mails/personal')).text).toContain('首次登录已设置密码');
    const entries = await app.database.knex('audit_entries').where({ action: 'setFirstPassword' });
    expect(entries.at(-1)).toMatchObject({ subject_id: String(id), detail: { phrase: true } });
    expect(JSON.stringify(entries)).not.toContain(good.next);
    expect(await readCredential()).toMatchObject({ first_secret_hash: null, first_secret_expires_at: null });
    expect((await createTestClient(app.url).signIn(newcomer, good.next)).url).toBe('/');
    expect((await createTestClient(app.url).signIn(newcomer, secret)).status).toBe(401);
  });

  it('binds a phone once its code is proved', async () => {
    const client = await enter();
    await client.post('/first-sign-in', good);
    expect((await client.post('/first-sign-in/phone', { phone: '123' })).status).toBe(422);
    const step = await client.post('/first-sign-in/phone', { phone: '+86 139 0000 1234' });
    expect(step.url).toBe('/first-sign-in/phone/step');
    const { code, destination } = await getSentCode(app, id, 'phoneNew');
    expect(destination).toBe('13900001234');
    const wrong = await client.post('/first-sign-in/phone/step', {
      answer: code === '000000' ? '1' : '000000',
    });
    expect([wrong.status, wrong.text.includes('验证码错误')]).toEqual([422, true]);
    expect((await app.database.knex('candidates').where({ id }).first('phone_index')).phone_index).toBeNull();
    expect((await client.post('/first-sign-in/phone/step', { answer: code })).url).toBe('/');
    expect(
      (await app.database.knex('candidates').where({ id }).first('phone_index')).phone_index,
    ).not.toBeNull();
    expect((await listSentTexts(app, id)).map(({ kind }) => kind)).toContain('phoneBound');
  });

  it('tells whoever proved a phone that another candidate has it', async () => {
    const client = await enter();
    await client.post('/first-sign-in', good);
    await client.post('/first-sign-in/phone', { phone: '15900000845' });
    const { code } = await getSentCode(app, id, 'phoneNew');
    const page = await client.post('/first-sign-in/phone/step', { answer: code });
    expect([page.status, page.text.includes('已被其他考生登记')]).toEqual([409, true]);
    expect((await client.post('/first-sign-in/completion', {})).url).toBe('/');
  });

  it.each([
    [{ next: 'Ab#4567', again: 'Ab#4567' }, '不能少于8位'],
    [{ next: 'Yellow#River8' }, '两次输入的新密码不一致'],
    [{ next: '', again: '' }, '请输入新登录密码'],
    [{ phrase: '' }, '请输入密码验证信息'],
    [{ phrase: '春' }, '不能少于2个汉字'],
    [{ phrase: '春眠不觉晓处处闻啼鸟夜来风雨声花' }, '最长15个汉字'],
    [{ phrase: '春眠，不觉晓' }, '只能使用汉字'],
    [{ phrase: '林知夏' }, '不能使用自己的名字'],
  ])('refuses %p', async (wrong, sentence) => {
    const client = await enter();
    const page = await client.post('/first-sign-in', { ...good, ...wrong });
    expect(page.status).toBe(422);
    expect(page.text).toContain(sentence);
    expect(await readCredential()).toMatchObject({ password_hash: null, security_phrase_hash: null });
  });

  it('refuses the slogan of the whole class', async () => {
    const { knex } = app.database;
    const { school_code: school } = await knex('candidates').where({ id }).first('school_code');
    const index = app.services.cipher.blindIndex(`${school}|${good.phrase}`, 'credentials.security_phrase');
    const others = await knex('credentials').whereNot({ candidate_id: id }).limit(3).pluck('candidate_id');
    const before = await knex('credentials').whereIn('candidate_id', others);
    await knex('credentials').whereIn('candidate_id', others).update({ security_phrase_index: index });
    const page = await (await enter()).post('/first-sign-in', good);
    for (const { candidate_id, security_phrase_index } of before)
      await knex('credentials').where({ candidate_id }).update({ security_phrase_index });
    expect([page.status, page.text.includes('过于常见')]).toEqual([422, true]);
  });

  it('takes the secret exactly once, of many browsers at the same moment', async () => {
    const clients = await Promise.all([1, 2, 3, 4].map(() => enter()));
    const pages = await Promise.all(
      clients.map((client, index) => {
        const next = `Yellow#River${index}`;
        return client.post('/first-sign-in', { ...good, next, again: next });
      }),
    );
    expect(pages.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    expect(pages.filter(({ text }) => text.includes('首次登录密码已使用过或失效'))).toHaveLength(3);
  });

  it('takes no secret that ran out, was replaced, or belongs to another', async () => {
    const { knex } = app.database;
    const late = await enter();
    await knex('credentials')
      .where({ candidate_id: id })
      .update({ first_secret_expires_at: new Date(Date.now() - 1000) });
    expect((await createTestClient(app.url).signIn(newcomer, secret)).status).toBe(401);
    expect((await late.post('/first-sign-in', good)).status).toBe(409);
    const older = secret;
    secret = createFirstSecret();
    await storeFirstSecret(knex, app.services.cipher, { candidateId: id, text: secret, days: 30 });
    expect((await createTestClient(app.url).signIn(newcomer, older)).status).toBe(401);
    expect((await createTestClient(app.url).signIn('21410101151001', secret)).status).toBe(401);
    await enter();
  });

  it('gives nobody a first secret who has set a password', async () => {
    const other = await idOf(app, '21410101151001');
    const stored = await storeFirstSecret(app.database.knex, app.services.cipher, {
      candidateId: other,
      text: secret,
      days: 30,
    });
    expect(stored).toBe(0);
  });

  it('is guessed no faster than a password', async () => {
    const statuses: number[] = [];
    for (let round = 1; round <= 6; round += 1)
      statuses.push((await createTestClient(app.url).signIn(newcomer, createFirstSecret())).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('keeps no secret in clear', async () => {
    const row = await readCredential();
    expect(JSON.stringify(row)).not.toContain(secret.replace('-', ''));
    expect(row?.first_secret_hash).toHaveLength(32);
  });
});
