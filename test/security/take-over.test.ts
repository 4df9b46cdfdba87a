import { ask, findRequestPath, help, names } from '../account/classmate-help/asking';
import { claim, drawBoth, judge, newestCase, sendPictures } from '../account/review/review-steps';
import { idOfAccount, signInAccount } from '../support/accounts';
import { signInOfficer } from '../support/officers';
import { newPassword, provePhone, toDetails } from '../support/register';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient, type TestClient } from '../support/test-client';

const APP = '/account/solutions/app';

/** An impostor who knows the victim's name and number, and whatever else a test says (P47). */
describe('an account that works cannot be taken over', () => {
  let app: TestApp;
  let impostor: TestClient;
  let victim: TestClient;
  let stranger: TestClient;
  beforeAll(async () => {
    app = await startTestApp();
    const { client } = await provePhone(app, '15912340601');
    const given = { personName: '陆明琪', identityNumber: '410105200103044568', again: 'yes' };
    await client.post('/account/register/details', toDetails(given));
    impostor = await signInAccount(app, '15912340601', newPassword);
    victim = await signInAccount(app, 'lumingqi');
    stranger = await signInAccount(app, 'xuzimo');
  });
  afterAll(() => app.close());
  afterEach(async () => {
    expect((await victim.get('/account')).text).toContain('雁湖大学');
    expect((await impostor.get('/account')).text).toContain('待核验');
    expect(await app.database.knex('re_registrations')).toEqual([]);
  });

  async function beginCheck(): Promise<{ token: string; code: string }> {
    await impostor.get(APP);
    const { html } = await impostor.post(APP, {});
    return {
      token: /\/demo\/app\?check=([\w-]+)/.exec(html)?.[1] ?? '',
      code: /id="match-code">(\d{4})</.exec(html)?.[1] ?? '',
    };
  }

  async function scan(token: string, code: string, answer: string): Promise<void> {
    const phone = createTestClient(app.url);
    await phone.get(`/demo/app?check=${token}`);
    await phone.post('/demo/app', { check: token, code, answer });
  }

  const settle = () => impostor.post(`${APP}/result`, {});

  it('by a face that is another person’s', async () => {
    const { token, code } = await beginCheck();
    await scan(token, code, 'otherPerson');
    expect((await settle()).text).toContain('不是此证件号码的本人');
  });

  it('by a QR code that is sent to the victim, who does not see the code of the page', async () => {
    const { token, code } = await beginCheck();
    await scan(token, code === '0000' ? '0001' : '0000', 'passed');
    expect((await settle()).text).toContain('核对码与页面不一致');
  });

  it('by a check of another account, whose owner passed it', async () => {
    const owner = await signInAccount(app, 'qinzhiyuan');
    await owner.get(APP);
    const { html } = await owner.post(APP, {});
    const token = /\/demo\/app\?check=([\w-]+)/.exec(html)?.[1] ?? '';
    await scan(token, /id="match-code">(\d{4})</.exec(html)?.[1] ?? '', 'passed');
    await beginCheck();
    const page = await impostor.post(`${APP}/result`, { check: token, token, account: '2' });
    expect(page.text).toContain('正在等待');
  });

  it('by pictures of a document that is another’s, or that one reviewer alone believes', async () => {
    const [first, second] = [await signInOfficer(app, 'reviewer-1'), await signInOfficer(app, 'reviewer-2')];
    await sendPictures(app, impostor, await drawBoth(600));
    const id = await newestCase(app);
    // The victim's document: name and number are right. The impostor's own: they are not.
    expect((await judge(first, id, { verdict: 'applicant', ...claim })).status).toBe(422);
    const read = { verdict: 'applicant', cardName: '陆明琪', cardNumber: '410105200103044568' };
    expect((await judge(first, id, read)).url).toBe('/office/reviews');
    for (const path of ['/account/review/binding', '/account/review/binding/code']) {
      await impostor.get('/account/review');
      await impostor.post(path, { confirmed: 'yes', answer: '000000', state: 'approved' });
    }
    await judge(second, id, { verdict: 'neither', 'reason-altered': 'yes' });
    const third = await signInOfficer(app, 'reviewer-3');
    await judge(third, id, { verdict: 'neither', 'reason-altered': 'yes' });
    expect((await impostor.get('/account/review')).text).toContain('照片有修改的痕迹');
    expect((await impostor.get('/account/review/binding')).url).toBe('/account/review');
  });

  it('by fields that no form has', async () => {
    await beginCheck();
    for (const path of [APP, `${APP}/result`])
      await impostor.post(path, { status: 'active', outcome: 'proved', answer: 'passed', passed: 'true' });
  });

  it('by a helper who is nobody’s classmate, or helps by a number that was guessed', async () => {
    await ask(impostor, '许子墨');
    expect(await findRequestPath(app, 'xuzimo')).toBe('');
    await ask(impostor, names.baiyichen);
    const path = await findRequestPath(app, 'baiyichen');
    await stranger.get('/account/classmates');
    for (const one of [path, '/account/classmates/1', '/account/classmates/2'])
      expect((await help(app, stranger, one)).status).toBe(404);
    const letters = await app.database
      .knex('account_mails')
      .where({ account_id: await idOfAccount(app, 'lumingqi'), kind: 'numberClaimed' });
    expect(letters).toHaveLength(1);
  });

  it('by one classmate who was fooled, however often', async () => {
    const helper = await signInAccount(app, 'suwanqing');
    await ask(impostor, names.suwanqing);
    const path = await findRequestPath(app, 'suwanqing');
    await helper.get(path);
    expect((await help(app, helper, path)).text).toContain('已协助');
    expect((await help(app, helper, path)).status).toBe(409);
  });

  it('by the victim’s own account, asked for help with its own number', async () => {
    await ask(impostor, '陆明琪');
    expect(await findRequestPath(app, 'lumingqi')).toBe('');
  });
});
