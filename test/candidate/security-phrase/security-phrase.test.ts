import bcrypt from 'bcrypt';
import { bound, factorsOf, forgetLimits, listActs, listMailKinds } from '../../support/security-steps';
import { listSentTexts } from '../../support/sent-codes';
import { startTestApp, type TestApp } from '../../support/test-app';
import { demoPassword, type TestClient } from '../../support/test-client';
import { idOf, signIn } from '../filing/filing';

describe('the reset of 密码验证信息', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterEach(() => forgetLimits(app));
  afterAll(() => app.close());

  async function reset(client: TestClient, phrase: string, password = demoPassword, old = '') {
    await client.get('/security-phrase');
    return client.post('/security-phrase', { phrase, password, old });
  }

  it('sets a hash at once where the old phrase is given, and tells the owner', async () => {
    const client = await signIn(app, bound.otherPhrase);
    const before = await factorsOf(app, bound.otherPhrase);
    const refused = await reset(client, '路漫漫其修远兮', demoPassword, '书山有路勤为径');
    expect([refused.status, refused.text.includes('密码验证信息错误')]).toEqual([422, true]);
    expect((await factorsOf(app, bound.otherPhrase)).phraseHash).toBe(before.phraseHash);
    const page = await reset(client, ' 路漫漫其修远兮 ', demoPassword, ' 宝剑锋从磨砺出 ');
    expect(page.status).toBe(200);
    expect(page.text).toContain('密码验证信息已重置');
    expect(page.html).not.toContain('路漫漫');
    const { phraseHash } = await factorsOf(app, bound.otherPhrase);
    expect(phraseHash).not.toBe(before.phraseHash);
    expect(await bcrypt.compare('路漫漫其修远兮', phraseHash ?? '')).toBe(true);
    expect(await listMailKinds(app, bound.otherPhrase)).toEqual(['phraseChanged']);
    expect(await listActs(app, bound.otherPhrase)).toEqual(['resetPhrase']);
  });

  it.each([
    ['', '请输入密码验证信息！'],
    ['春', '不能少于2个汉字'],
    ['书山有路勤为径学海无涯苦作舟啊啊', '最长15个汉字'],
    ['书山有路，勤为径', '只能使用汉字'],
    ['abc123', '只能使用汉字'],
    ['{{7*7}}', '只能使用汉字'],
    ['<script>', '只能使用汉字'],
  ])('refuses %j and keeps what was', async (phrase, sentence) => {
    const client = await signIn(app, bound.nothing);
    const page = await reset(client, phrase);
    expect([page.status, page.text.includes(sentence)]).toEqual([422, true]);
    expect(page.html).not.toContain('<script>');
    expect((await factorsOf(app, bound.nothing)).hasPhrase).toBe(false);
  });

  it('refuses the own name', async () => {
    const { name } = await app.database
      .knex('candidates')
      .where({ candidate_number: bound.otherPhone })
      .first('name');
    const client = await signIn(app, bound.otherPhone);
    expect((await reset(client, name)).text).toContain('不能使用自己的名字');
  });

  it('asks for the password, and says nothing of the phrase before it is right', async () => {
    const client = await signIn(app, bound.nothing);
    const page = await reset(client, '春', 'Wrong#2021');
    expect([page.status, page.text.includes('密码错误')]).toEqual([422, true]);
    expect(page.text).not.toContain('不能少于2个汉字');
    expect((await reset(client, '春风化雨', '')).text).toContain('请输入登录密码！');
    expect((await factorsOf(app, bound.nothing)).hasPhrase).toBe(false);
  });

  it('refuses the slogan of the class: what three others of the same school have', async () => {
    const { knex } = app.database;
    const slogan = '拼搏百日圆梦今朝';
    const own = await knex('candidates').where({ candidate_number: bound.nothing }).first();
    const indexIn = (school: string) =>
      app.services.cipher.blindIndex(`${school}|${slogan}`, 'credentials.security_phrase');
    const others = await knex('candidates').whereNot({ id: own.id }).limit(3).pluck('id');
    const give = (ids: readonly number[], school: string) =>
      knex('credentials')
        .whereIn('candidate_id', ids)
        .update({ security_phrase_index: indexIn(school) });
    const client = await signIn(app, bound.nothing);

    await give(others, `${own.school_code}x`);
    await give(others.slice(0, 2), own.school_code);
    expect((await reset(client, slogan)).status).toBe(200);
    // One's own does not count among the others.
    expect((await reset(client, slogan)).status).toBe(200);
    await give(others, own.school_code);
    const page = await reset(client, slogan);
    expect([page.status, page.text.includes('过于常见')]).toEqual([422, true]);
  });

  it('says that it is not used once something better is bound', async () => {
    const owner = await signIn(app, bound.phone);
    expect((await owner.get('/security-phrase')).text).toContain('不再使用密码验证信息');
    const other = await signIn(app, bound.phrase);
    const page = await other.get('/security-phrase');
    expect(page.text).not.toContain('不再使用密码验证信息');
    expect(page.text).toContain('重设');
    await reset(owner, '长风破浪会有时');
    const told = (await listSentTexts(app, await idOf(app, bound.phone))).at(-1);
    expect([told?.kind, told?.destination]).toEqual(['phraseChanged', '15900000845']);
  });

  it('does nothing while frozen', async () => {
    const { knex } = app.database;
    const id = await idOf(app, bound.phrase);
    await knex('candidates').where({ id }).update({ frozen_at: new Date(), disputed_at: new Date() });
    const client = await signIn(app, bound.phrase);
    const before = await factorsOf(app, bound.phrase);
    expect((await reset(client, '长风破浪会有时')).status).toBe(409);
    expect((await factorsOf(app, bound.phrase)).phraseHash).toBe(before.phraseHash);
  });
});
