import { signInAccount } from '../../support/accounts';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient } from '../../support/test-client';

const contact = '010-12345678（工作日9:00-17:00）';

describe.each([
  [contact, `联系客服（${contact}）`, true],
  [undefined, '与学信网账号服务的主办单位联系（没有公布客服的联系方式）', false],
])('客服 with %s', (given, sentence, named) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ env: given === undefined ? {} : { SUPPORT_CONTACT: given } });
  });
  afterAll(() => app.close());

  it('is named in 常见问题, on error pages and at the foot of every page of the accounts', async () => {
    const client = createTestClient(app.url);
    expect((await client.get('/account/questions')).text).toContain(`请${sentence}，说明用户名`);
    expect((await client.get('/account/nowhere')).text).toContain(`请记下这个时间和编号，${sentence}。`);
    const holder = await signInAccount(app, 'suwanqing');
    const questions = await holder.get('/account/questions');
    expect([questions.status, questions.text]).toEqual([
      200,
      expect.stringContaining('如何找回用户名和密码'),
    ]);
    expect(questions.text).toContain('账号管理');
    const foot = (await client.get('/account/sign-in')).text;
    expect(foot.includes(`客服：${contact}`)).toBe(named);
    expect(foot.includes('客服：')).toBe(named);
  });
});
