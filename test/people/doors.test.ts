import { normalisePhone } from '../../src/rules/identity/phone';
import { people } from '../candidate/filing/filing';
import { bound, getFacts, passFacts, postFacts } from '../candidate/password-reset/facts';
import { getAccountCode, signInAccount } from '../support/accounts';
import { signInOfficer } from '../support/officers';
import { answerPicture } from '../support/picture-code';
import { newPassword, toDetails } from '../support/register';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient, demoPassword, type TestClient } from '../support/test-client';

/** The same text as it comes out of a chat or a spreadsheet: full width, marks that nobody sees around and between. */
function respell(text: string): string {
  const wide = text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
  return `\u202d\ufeff${wide.slice(0, 3)}\u200b ${wide.slice(3)}\u00a0\u202c`;
}

describe('whatever the spelling, it is the same person', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());
  beforeEach(() => app.database.knex('throttles').delete());

  /** Registers behind a phone that is typed in any way. */
  async function details(given: Readonly<Record<string, string>>, phone: string) {
    const client = createTestClient(app.url);
    const start = await client.get('/account/register');
    await client.post('/account/register', { phone, ...(await answerPicture(app, start)) });
    const answer = await getAccountCode(app, normalisePhone(phone));
    await client.post('/account/register/code', { answer });
    return client.post('/account/register/details', toDetails(given));
  }
  const userNameOf = (text: string) => /您的用户名：\s*(xx\d{9})/.exec(text)?.[1] ?? '';

  async function findUserName(given: Readonly<Record<string, string>>): Promise<TestClient> {
    const client = createTestClient(app.url);
    const page = await client.get('/account/find-user-name');
    const fields = { documentKind: 'resident', way: 'sms', ...given };
    const next = await client.post('/account/find-user-name', {
      ...fields,
      ...(await answerPicture(app, page)),
    });
    expect([next.url, next.text]).toEqual(['/account/find-user-name/code', expect.any(String)]);
    return client;
  }

  it('registered as one types, signed in and found as another does', async () => {
    const number = '410122197203040013';
    const done = await details(
      { personName: '古丽米热\ufe52艾比布力', identityNumber: respell(number) },
      '\u202d+86 192-0000-1001\u202c',
    );
    const userName = userNameOf(done.text);
    expect(userName).not.toBe('');
    for (const name of [
      '410122720304001',
      respell(number),
      respell('19200001001'),
      respell(userName.toUpperCase()),
    ])
      await signInAccount(app, name, newPassword);
    const client = await findUserName({
      personName: '古丽米热。艾比布力',
      identityNumber: '410122720304001',
    });
    const answer = await getAccountCode(app, '19200001001');
    const found = await client.post('/account/find-user-name/code', { answer });
    expect(found.text).toContain(userName);
    // The number has an owner, whichever way it is written.
    const again = await details(
      { personName: '古丽米热•艾比布力', identityNumber: '410122720304001' },
      '19200001002',
    );
    expect([again.status, again.text]).toEqual([409, expect.stringContaining('身份证重复注册')]);
  });

  it('keeps passports of one number and two countries apart, and asks for the country', async () => {
    const passport = { personName: 'O’Neil Mary', documentKind: 'passport', identityNumber: 'E1234 5678' };
    const asked = await details(passport, '19200001003');
    expect([asked.status, asked.text]).toEqual([422, expect.stringContaining('请选择护照的签发国家！')]);
    const mine = await details({ ...passport, documentCountry: 'IRL' }, '19200001003');
    const other = await details(
      { ...passport, documentCountry: 'USA', personName: 'JOSÉ NÚÑEZ' },
      '19200001004',
    );
    expect([mine, other].map(({ url }) => url)).toEqual(['/account/register/done', '/account/register/done']);
    const rows = await app.database
      .knex('accounts')
      .whereIn('name', ["O'NEIL MARY", 'JOSÉ NÚÑEZ'])
      .orderBy('id');
    expect(rows.map(({ status }) => status)).toEqual(['active', 'active']);
    expect(rows[0].identity_index).not.toEqual(rows[1].identity_index);
    const same = await details({ ...passport, documentCountry: 'IRL' }, '19200001005');
    expect(same.status).toBe(409);
    const client = await findUserName({ ...passport, personName: "O'NEIL  MARY", documentCountry: 'IRL' });
    const answer = await getAccountCode(app, '19200001003');
    expect((await client.post('/account/find-user-name/code', { answer })).text).toContain(
      userNameOf(mine.text),
    );
    // By its number alone it is two people's: nobody gets in by it.
    const visitor = createTestClient(app.url);
    await visitor.get('/account/sign-in');
    const refused = await visitor.post('/account/sign-in', { name: 'E12345678', password: newPassword });
    expect(refused.status).toBe(401);
    const profile = await (await signInAccount(app, '19200001003', newPassword)).get('/account');
    expect(profile.text).toContain('IRL *******78');
  });

  it('signs in by another document, though somebody has a passport of the same digits', async () => {
    const permit = { personName: '陈大文', documentKind: 'homeReturn', identityNumber: 'H1234 5678 01' };
    const passport = { personName: 'CHAN TAI MAN', documentKind: 'passport', documentCountry: 'GBR' };
    const mine = await details(permit, '19200001011');
    await details({ ...passport, identityNumber: 'H12345678' }, '19200001012');
    const client = await signInAccount(app, 'ｈ１２３４５６７８', newPassword);
    expect((await client.get('/account')).text).toContain(userNameOf(mine.text));
  });

  it.each([
    ['identityNumber', '410122209912310018', '其中的出生日期不可能'],
    ['identityNumber', '830000200301020314', '开头的数字与居民身份证不符'],
    ['identityNumber', '4101222003', '居民身份证号码为18位'],
    ['personName', 'John Smith', '2-25个汉字'],
  ])('says at the registration what is wrong with %s %s', async (field, typed, sentence) => {
    const page = await details({ [field]: typed }, `1920000${2000 + typed.length}`);
    expect([page.status, page.text]).toEqual([422, expect.stringContaining(sentence)]);
    expect(page.html).toContain(`value="${typed}"`);
  });

  it('names mainland numbers where a phone of elsewhere is typed', async () => {
    const client = createTestClient(app.url);
    const start = await client.get('/account/register');
    const page = await client.post('/account/register', {
      phone: '+852 9123 4567',
      ...(await answerPicture(app, start)),
    });
    expect([page.status, page.text]).toEqual([
      422,
      expect.stringContaining('中国内地（大陆）的11位手机号码'),
    ]);
    expect(page.html).toContain('value="+852 9123 4567"');
  });

  it('lets candidates in by a 考生号 as it is pasted', async () => {
    expect((await createTestClient(app.url).signIn(respell(people.pilot))).url).toBe('/');
    expect(
      (await createTestClient(app.url).signIn(`${people.pilot.slice(0, 4)} ${people.pilot.slice(4)}`)).url,
    ).toBe('/');
  });

  it('finds the 考生号 and resets by facts as they are pasted', async () => {
    const { identityNumber, name } = getFacts(bound.phrase);
    const typed = { identityNumber: respell(identityNumber.toLowerCase()), name: respell(name) };
    const found = await postFacts(app, createTestClient(app.url), typed, '/forgotten-number');
    expect(found.text).toContain(`考生号为 2141****${bound.phrase.slice(8)}`);
    const client = createTestClient(app.url);
    const page = await postFacts(app, client, { ...typed, candidateNumber: respell(bound.phrase) });
    expect(page.url).toBe('/password-reset/proof');
    await passFacts(app, createTestClient(app.url), bound.phrase);
  });

  it('is found at the counter by name, number and phone as they are pasted', async () => {
    const county = await signInOfficer(app, 'county-1');
    const { identityNumber, name } = getFacts(bound.sms);
    const fields = { candidateNumber: bound.sms, identityNumber, name, phone: '15900000845' };
    for (const [field, value] of Object.entries(fields)) {
      const page = await county.post('/office/counter', { [field]: respell(value) });
      expect([field, page.status, page.text.includes('打开档案')]).toEqual([field, 200, true]);
    }
    const wrong = await county.post('/office/counter', { phone: '+852 9123 4567' });
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('中国内地（大陆）')]);
  });

  it('is one officer too', async () => {
    const client = createTestClient(app.url);
    await client.get('/office/sign-in');
    const page = await client.post('/office/sign-in', {
      signInName: respell('COUNTY-1'),
      password: demoPassword,
      totp: '',
    });
    expect(page.html).toContain('value="county-1"');
  });
});
