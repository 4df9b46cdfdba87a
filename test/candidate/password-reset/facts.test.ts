import { useDevice } from '../../support/device';
import { getSentCode, listSentTexts } from '../../support/sent-codes';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient, type TestPage } from '../../support/test-client';
import { idOf } from '../filing/filing';
import { bound, getFacts, passFacts, postFacts } from './facts';

const nobody = { candidateNumber: '21410199999999', identityNumber: '110101199003070134', name: '王无名' };

describe('the first page of 忘记密码', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());
  beforeEach(() => app.database.knex('throttles').delete());

  const right = getFacts(bound.sms);
  const wrongFacts = {
    'a number that does not exist': { ...right, candidateNumber: nobody.candidateNumber },
    'the number of another': { ...right, candidateNumber: bound.phrase },
    'the 证件号码 of another': { ...right, identityNumber: getFacts(bound.phrase).identityNumber },
    'the 证件号码 of nobody': { ...right, identityNumber: nobody.identityNumber },
    'the name of another': { ...right, name: getFacts(bound.phrase).name },
    'a name one character off': { ...right, name: '周行迒' },
    'nothing right at all': nobody,
  };

  /** What a visitor can tell of an answer, their own words and one-time values left out. */
  function describeAnswer(page: TestPage, typed: Readonly<Record<string, string>>): object {
    const html = Object.values(typed)
      .reduce((text, value) => text.replaceAll(`value="${value}"`, 'value=""'), page.html)
      .replace(/name="_csrf" value="[^"]+"/g, 'token')
      .replace(/name="picture" value="[^"]+"|\/picture-codes\/[\w-]+/g, 'picture');
    const headers = [...page.headers]
      .filter(([name]) => !['date', 'content-length', 'x-request-id'].includes(name))
      .map(([name, value]) => `${name}: ${name === 'set-cookie' ? value.replace(/=[^;]+/, '') : value}`);
    return { status: page.status, url: page.url, headers: headers.toSorted(), html };
  }

  it('says the same whatever is wrong, and asks for nothing further', async () => {
    const answers: [string, object][] = [];
    for (const [what, facts] of Object.entries(wrongFacts)) {
      const client = createTestClient(app.url);
      const page = await postFacts(app, client, facts);
      expect(page.text).toContain('考生号、证件号码、姓名或验证码有误，请检查后重新输入');
      expect((await client.get('/password-reset/proof')).url).toBe('/password-reset');
      answers.push([what, describeAnswer(page, facts)]);
    }
    for (const [what, answer] of answers) expect([what, answer]).toEqual([what, answers[0]?.[1]]);
    expect(answers[0]?.[1]).toMatchObject({ status: 422 });
  });

  it.each([
    [
      'a small x',
      (facts: typeof right) => ({ ...facts, identityNumber: facts.identityNumber.toLowerCase() }),
    ],
    [
      'full width',
      (facts: typeof right) => ({
        ...facts,
        candidateNumber: toFullWidth(facts.candidateNumber),
        identityNumber: toFullWidth(facts.identityNumber),
      }),
    ],
    [
      'blanks',
      (facts: typeof right) => ({
        candidateNumber: ` ${facts.candidateNumber}\u3000`,
        identityNumber: `${facts.identityNumber.slice(0, 6)} ${facts.identityNumber.slice(6)}`,
        name: ` ${facts.name.split('').join(' ')} `,
      }),
    ],
  ])('forgives %s', async (_what, change) => {
    const client = createTestClient(app.url);
    const page = await postFacts(app, client, change(getFacts(bound.phrase)));
    expect(page.url).toBe('/password-reset/proof');
  });

  it.each(['阿卜杜·热合曼', '阿卜杜•热合曼', '阿卜杜．热合曼', '阿卜杜.热合曼', '阿卜杜‧热合曼'])(
    'knows the middle dot of %s',
    async (name) => {
      const client = createTestClient(app.url);
      const page = await postFacts(app, client, { ...getFacts(bound.nothing), name });
      expect(page.url).toBe('/password-reset/proof');
    },
  );

  it.each([
    ['candidateNumber', '', '请输入考生号！'],
    ['candidateNumber', '2141010115100', '考生号为14位数字'],
    ['candidateNumber', "21410101151001' or 1=1", '考生号为14位数字'],
    ['identityNumber', '', '请输入证件号码！'],
    ['identityNumber', '410122200303149513', '证件号码有误'],
    ['identityNumber', '41012220030314951', '证件号码有误'],
    ['identityNumber', '４１０', '证件号码有误'],
    // Nobody born after 1999 ever had a number of 15 digits.
    ['identityNumber', '410122030314951', '其中的出生日期不可能'],
    ['identityNumber', 'x'.repeat(5000), '证件号码有误'],
    ['name', '', '请输入姓名！'],
    ['name', '周', '姓名为2-25个汉字'],
    ['name', '周'.repeat(26), '姓名为2-25个汉字'],
    ['name', 'Zhou Xingyuan', '姓名为2-25个汉字'],
    ['name', '周行远\ue000', '姓名为2-25个汉字'],
    ['name', '<script>alert(1)</script>', '姓名为2-25个汉字'],
    ['code', '', '请输入验证码！'],
  ])('refuses %s %p before it looks for anyone', async (field, value, sentence) => {
    const client = createTestClient(app.url);
    const page = await client.get('/password-reset');
    const typed = { ...right, code: 'ABCD', ...page.hidden('/password-reset'), [field]: value };
    const refused = await client.post('/password-reset', typed);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(sentence);
    expect(refused.html).not.toContain('<script>alert');
    expect(await app.database.knex('throttles').whereLike('key', 'resetFacts-%')).toEqual([]);
    // Everything else that was typed is still there, the 验证码 excepted.
    for (const [name, text] of Object.entries(right))
      if (name !== field) expect(refused.html).toContain(`value="${text}"`);
  });

  it('refuses a picture that was answered before, of another browser, or wrongly', async () => {
    const client = createTestClient(app.url);
    await passFacts(app, client, bound.sms);
    const page = await client.get('/password-reset');
    const { picture = '' } = page.hidden('/password-reset');
    const wrong = await client.post('/password-reset', { ...right, picture, code: 'ZZZZ' });
    expect([wrong.status, wrong.text.includes('验证码错误或已失效')]).toEqual([422, true]);
    const replayed = await client.post('/password-reset', { ...right, picture, code: 'ABCD' });
    expect([replayed.status, replayed.text.includes('验证码错误或已失效')]).toEqual([422, true]);
    const enemy = createTestClient(app.url);
    await enemy.get('/password-reset');
    const foreign = (await client.get('/password-reset')).hidden('/password-reset').picture ?? '';
    expect((await enemy.post('/password-reset', { ...right, picture: foreign, code: 'ABCD' })).status).toBe(
      422,
    );
  });

  it('counts wrong facts by number, for whoever does not exist too, and not at the browser of the owner', async () => {
    for (const candidateNumber of [bound.sms, nobody.candidateNumber]) {
      const statuses: number[] = [];
      for (let round = 1; round <= 6; round += 1) {
        const client = createTestClient(app.url);
        statuses.push((await postFacts(app, client, { ...nobody, candidateNumber })).status);
      }
      expect(statuses).toEqual([422, 422, 422, 422, 422, 429]);
    }
    const late = await postFacts(app, createTestClient(app.url), right);
    expect([late.status, /请于\d\d月\d\d日 \d\d:\d\d后再试/.test(late.text)]).toEqual([429, true]);
    const own = createTestClient(app.url);
    const device = useDevice(app, own, 'device-of-the-owner');
    const id = await idOf(app, bound.sms);
    await app.database.knex('trusted_devices').insert({ candidate_id: id, device });
    expect((await postFacts(app, own, right)).url).toBe('/password-reset/proof');
  });

  it('has a ceiling for one address', async () => {
    await app.database
      .knex('throttles')
      .insert({ key: 'resetFacts-near:127.0.0.1', points: 600, expire: Date.now() + 3_600_000 });
    expect((await postFacts(app, createTestClient(app.url), right)).status).toBe(429);
  });

  describe('with a code to the phone in place of the picture', () => {
    const ask = async (client: TestClient, facts: Readonly<Record<string, string>>) => {
      await client.get('/password-reset');
      return client.post('/password-reset/message', facts);
    };

    it('takes it, for those who cannot read the picture', async () => {
      const client = createTestClient(app.url);
      const page = await ask(client, { ...right });
      expect(page.text).toContain(
        '如果您填写的信息正确，并且绑定了手机或微信，验证码已发送，请在2分钟内输入',
      );
      expect(page.html).not.toContain('<img');
      const { code, destination, text } = await getSentCode(app, await idOf(app, bound.sms), 'pictureCode');
      expect([destination, text.includes('用于查询考生号或重置密码')]).toEqual(['15900000845', true]);
      const wrong = await client.post('/password-reset', {
        ...right,
        code: code === '000000' ? '1' : '000000',
      });
      expect(wrong.text).toContain('考生号、证件号码、姓名或验证码有误');
      expect((await client.post('/password-reset', { ...right, code })).url).toBe('/password-reset/proof');
    });

    it('answers alike whoever asks, and sends to nobody whose facts are not all right', async () => {
      const before = await app.database.knex('outbox_messages').count();
      const answers: [string, object][] = [];
      for (const [what, facts] of Object.entries(wrongFacts)) {
        answers.push([what, describeAnswer(await ask(createTestClient(app.url), facts), facts)]);
      }
      expect(await app.database.knex('outbox_messages').count()).toEqual(before);
      const unbound = getFacts(bound.phrase);
      answers.push([
        'nothing bound',
        describeAnswer(await ask(createTestClient(app.url), { ...unbound }), { ...unbound }),
      ]);
      expect(await app.database.knex('outbox_messages').count()).toEqual(before);
      const wechat = getFacts(bound.wechat);
      answers.push([
        'WeChat',
        describeAnswer(await ask(createTestClient(app.url), { ...wechat }), { ...wechat }),
      ]);
      for (const [what, answer] of answers) expect([what, answer]).toEqual([what, answers[0]?.[1]]);
      const texts = await listSentTexts(app, await idOf(app, bound.wechat));
      expect(texts.at(-1)?.kind).toBe('code.pictureCode');
    });

    it('takes it in the browser that asked for it alone, and not as a code of the ladder', async () => {
      const client = createTestClient(app.url);
      await app.database.knex('message_codes').delete();
      await ask(client, { ...right });
      const { code } = await getSentCode(app, await idOf(app, bound.sms), 'pictureCode');
      const enemy = createTestClient(app.url);
      await enemy.get('/password-reset');
      expect((await enemy.post('/password-reset', { ...right, code })).status).toBe(422);
      expect((await client.post('/password-reset', { ...right, code })).url).toBe('/password-reset/proof');
      const again = await client.post('/password-reset/proof', {
        answer: code,
        next: 'Yellow#River7',
        again: 'Yellow#River7',
      });
      expect([again.status, again.text.includes('验证码已失效')]).toEqual([422, true]);
    });

    it('sends no hundred messages', async () => {
      const client = createTestClient(app.url);
      const statuses: number[] = [];
      for (let round = 1; round <= 12; round += 1) {
        const facts = { ...nobody, candidateNumber: `214101999999${String(round).padStart(2, '0')}` };
        statuses.push((await ask(client, facts)).status);
      }
      expect(statuses.slice(-2)).toEqual([429, 429]);
    });
  });
});

function toFullWidth(text: string): string {
  return text.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
}
