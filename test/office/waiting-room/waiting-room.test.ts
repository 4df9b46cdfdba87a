import { listOfficerActs, signInOfficer } from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient } from '../../support/test-client';
import { turnSwitch } from '../../support/turn-switch';

const PATH = '/office/waiting-room';

describe('登录排队 of the exam office', () => {
  let app: TestApp;
  let province: TestClient;
  beforeAll(async () => {
    app = await startTestApp({ env: { SIGN_IN_RATE: '33', SIGN_IN_MOST: '4000' } });
    province = await signInOfficer(app, 'province-1');
  });
  afterAll(() => app.close());

  async function setRate(rate: string, reason: string) {
    const page = await province.get(PATH);
    return province.post(PATH, { ...page.hidden(PATH), rate, reason });
  }

  it('shows length, rate and who was let in', async () => {
    await createTestClient(app.url).get('/sign-in');
    await turnSwitch(app, 'holdSignIns', true);
    for (let one = 0; one < 3; one += 1) await createTestClient(app.url).get('/sign-in');
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const { text } = await province.get(PATH);
    expect(text).toContain('3人 1人 1人，最多4000人 每秒33人（按服务器的设置） 已暂停');
    await turnSwitch(app, 'holdSignIns', false);
    expect((await province.get(PATH)).text).toContain('进行中');
  });

  it('sets the rate with a reason, in force at once, and back', async () => {
    expect((await setRate('50', '服务器空闲')).text).toContain('每秒50人（省招办设置）');
    expect(await listOfficerActs(app, 'province-1')).toContain('setSignInRate');
    expect((await setRate('', '恢复')).text).toContain('每秒33人（按服务器的设置）');
  });

  it.each([
    ['0', '理由', '放行速度应为1到100000的整数'],
    ['1000000', '理由', '放行速度应为1到100000的整数'],
    ['快', '理由', '放行速度应为1到100000的整数'],
    ['40', '', '请填写理由'],
  ])('refuses %s with reason %s, keeps what was typed, changes nothing', async (rate, reason, sentence) => {
    const page = await setRate(rate, reason);
    expect([page.status, page.text.includes(sentence)]).toEqual([422, true]);
    expect(page.html).toContain(`value="${rate}"`);
    expect(app.services.reference.current().signInRate).toBeNull();
  });

  it('sets nothing by a form that was sent before, nor what stands so already', async () => {
    const page = await province.get(PATH);
    const fields = { ...page.hidden(PATH), rate: '44', reason: '测试' };
    await province.post(PATH, fields);
    expect((await province.post(PATH, fields)).status).toBe(409);
    expect((await setRate('44', '测试')).status).toBe(409);
    await setRate('', '恢复');
  });

  it('is looked at by auditors, who may change nothing', async () => {
    const auditor = await signInOfficer(app, 'auditor-1');
    const page = await auditor.get(PATH);
    expect([page.status, page.html.includes('name="rate"')]).toEqual([200, false]);
  });
});
