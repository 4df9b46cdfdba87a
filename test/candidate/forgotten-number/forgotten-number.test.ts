import { getSentCode, listSentTexts } from '../../support/sent-codes';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestPage } from '../../support/test-client';
import { idOf } from '../filing/filing';
import { bound, getFacts, postFacts } from '../password-reset/facts';

const path = '/forgotten-number';

describe('忘记考生号', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());
  beforeEach(() => app.database.knex('throttles').delete());

  const typedOf = (candidateNumber: string) => {
    const { identityNumber, name } = getFacts(candidateNumber);
    return { identityNumber, name };
  };
  const ask = (typed: Readonly<Record<string, string>>) =>
    postFacts(app, createTestClient(app.url), typed, path);
  const readNumber = (page: TestPage) => /考生号为 (2141\*{4}\d{6}) ，/.exec(page.text)?.[1];
  const listSent = async (candidateNumber: string) =>
    (await listSentTexts(app, await idOf(app, candidateNumber))).filter(
      ({ kind }) => kind === 'candidateNumber',
    );

  it('shows the number masked to those with nothing bound', async () => {
    const page = await ask(typedOf(bound.phrase));
    expect([page.status, readNumber(page)]).toEqual([200, '2141****151009']);
    expect(page.html).not.toContain(bound.phrase);
    expect(await listSent(bound.phrase)).toEqual([]);
  });

  it.each([
    ['phone', bound.sms, '15900000845'],
    ['WeChat', bound.wechat, 'demo-wechat-21410101119001'],
  ])('sends it whole to the %s, and shows none of it', async (_what, number, destination) => {
    const page = await ask(typedOf(number));
    expect(page.status).toBe(200);
    expect(page.text).toContain('绑定了手机或微信的考生，考生号已发送到您的手机或微信');
    const [sent] = await listSent(number);
    expect([sent?.destination, sent?.text.includes(`您查询的考生号为${number}`)]).toEqual([
      destination,
      true,
    ]);
    expect(page.html).not.toContain(number.slice(4));
    expect(readNumber(page)).not.toBe(`2141****${number.slice(8)}`);
    const id = String(await idOf(app, number));
    expect(
      await app.database.knex('audit_entries').where({ action: 'findCandidateNumber', subject_id: id }),
    ).toHaveLength(1);
  });

  it('sends it three times a day at most', async () => {
    for (let round = 1; round <= 5; round += 1) expect((await ask(typedOf(bound.wechat))).status).toBe(200);
    const sent = await listSent(bound.wechat);
    await ask(typedOf(bound.wechat));
    expect(await listSent(bound.wechat)).toHaveLength(sent.length);
    expect(sent.length).toBeLessThanOrEqual(4);
  });

  const strangers = {
    'the phone is told': typedOf(bound.sms),
    'it is shown': typedOf(bound.nothing),
    'the 证件号码 is nobody’s': { identityNumber: '110101199003070134', name: '王无名' },
    'the name is another': { ...typedOf(bound.sms), name: '王无名' },
    'the name is another where nothing is bound': { ...typedOf(bound.phrase), name: '王无名' },
  };

  it('answers alike whether anybody fits: status, headers and length', async () => {
    const answers: [string, object][] = [];
    for (const [what, typed] of Object.entries(strangers)) {
      const page = await ask(typed);
      // Each request has a number of its own.
      const own = ['date', 'x-request-id'];
      const headers = [...page.headers].filter(([name]) => !own.includes(name)).toSorted();
      const html = page.html
        .replace(/2141\*{4}\d{6}/, 'number')
        .replace(/name="_csrf" value="[^"]+"/g, 'token');
      answers.push([what, { status: page.status, url: page.url, headers, html }]);
      expect(readNumber(page)).toBeDefined();
    }
    for (const [what, answer] of answers) expect([what, answer]).toEqual([what, answers[0]?.[1]]);
  });

  it('shows the same number for the same facts, and another for others', async () => {
    const typed = strangers['the 证件号码 is nobody’s'];
    const first = readNumber(await ask(typed));
    expect(readNumber(await ask(typed))).toBe(first);
    expect(readNumber(await ask({ ...typed, name: '王有名' }))).not.toBe(first);
  });

  it('counts the tries of whoever fits like those of whoever does not', async () => {
    for (const typed of [typedOf(bound.nothing), strangers['the 证件号码 is nobody’s']]) {
      await app.database.knex('throttles').delete();
      const statuses: number[] = [];
      for (let round = 1; round <= 6; round += 1) statuses.push((await ask(typed)).status);
      expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    }
    const keys = await app.database.knex('throttles').pluck('key');
    expect(keys.join()).not.toContain('110101199003070134');
  });

  it('takes a code to the phone in place of the picture, and tells nothing to whoever does not hold it', async () => {
    const client = createTestClient(app.url);
    const typed = typedOf(bound.sms);
    await client.get(path);
    await client.post(`${path}/message`, typed);
    const { code } = await getSentCode(app, await idOf(app, bound.sms), 'pictureCode');
    const wrong = await client.post(path, { ...typed, code: code === '000000' ? '1' : '000000' });
    const before = (await listSent(bound.sms)).length;
    expect([wrong.status, wrong.text.includes('证件号码、姓名或验证码有误')]).toEqual([422, true]);
    expect((await client.post(path, { ...typed, code })).text).toContain('考生号查询结果');
    expect(await listSent(bound.sms)).toHaveLength(before + 1);
  });

  it.each([
    ['identityNumber', '410122200303149513', '证件号码有误'],
    ['name', 'Zhou', '姓名为2-25个汉字'],
    ['code', 'ZZZZ', '验证码错误或已失效'],
    ['code', '', '请输入验证码'],
  ])('refuses %s %p', async (field, value, sentence) => {
    const client = createTestClient(app.url);
    const page = await client.get(path);
    const refused = await client.post(path, {
      ...typedOf(bound.sms),
      ...page.hidden(path),
      code: 'ABCD',
      [field]: value,
    });
    expect([refused.status, refused.text.includes(sentence)]).toEqual([422, true]);
  });
});
