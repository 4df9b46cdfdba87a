import { openForm, people, press, signIn, sound } from '../../candidate/filing/filing';
import { listOfficerActs, signInOfficer } from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient, type TestPage } from '../../support/test-client';

describe('switches', () => {
  let app: TestApp;
  let other: TestApp;
  let province: TestClient;
  let candidate: TestClient;
  beforeAll(async () => {
    app = await startTestApp();
    other = await startTestApp({ database: app.database, clock: app.clock });
    province = await signInOfficer(app, 'province-1');
    candidate = await signIn(app, people.pilot);
  });
  afterAll(async () => {
    await other.close();
    await app.close();
  });

  async function turn(name: string, reason: string): Promise<TestPage> {
    const page = await province.get('/office/switches');
    const path = `/office/switches/${name}`;
    return province.post(path, { ...page.hidden(path), reason });
  }
  /** What both nodes would do at their next look, at once. */
  const takeOver = () => Promise.all([app, other].map(({ services }) => services.reference.refresh()));

  it('asks for a reason', async () => {
    const page = await turn('stopSaves', ' ');
    expect([page.status, page.text.includes('请填写理由！')]).toEqual([422, true]);
    expect(app.services.reference.current().switches.stopSaves).toBe(false);
  });

  it('stops saves on all nodes, keeps what was typed, and lets them go on', async () => {
    const form = await openForm(candidate);
    await turn('stopSaves', '核对数据');
    await new Promise((resolve) => setTimeout(resolve, 4000));
    expect([app, other].map(({ services }) => services.reference.current().switches.stopSaves)).toEqual([
      true,
      true,
    ]);
    const refused = await press(candidate, form, 'versions', sound);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '60']);
    expect(refused.text).toContain('已存为草稿');
    const { knex } = app.database;
    expect(await knex('application_versions').count({ n: '*' }).first()).toEqual({ n: 0 });
    expect(await knex('save_attempts').orderBy('id', 'desc').first('outcome')).toEqual({
      outcome: 'stopped',
    });
    expect((await candidate.get('/batches/early-other/form')).html).toContain('value="0001"');
    await turn('stopSaves', '核对完毕');
    await takeOver();
    const again = await openForm(candidate);
    expect((await press(candidate, again, 'versions', sound)).url).toBe('/batches/early-other');
    expect(await listOfficerActs(app, 'province-1')).toEqual(
      expect.arrayContaining(['switchOn', 'switchOff']),
    );
  });

  it('lets a receipt be asked for again while saves are stopped', async () => {
    await app.database.knex('switches').where({ name: 'stopSaves' }).update({ is_on: true });
    await takeOver();
    const { form_token } = await app.database.knex('application_versions').first('form_token');
    const page = await candidate.post('/batches/early-other/versions', {
      ...sound,
      formToken: form_token,
      tab: 'a',
    });
    expect(page.url).toBe('/batches/early-other');
    await app.database.knex('switches').update({ is_on: false });
    await takeOver();
  });

  it('lets nobody new sign in, but officers', async () => {
    await turn('noSignIns', '登录过多');
    await takeOver();
    const page = await createTestClient(app.url).signIn(people.rural);
    expect([page.status, page.headers.get('retry-after'), page.text.includes('暂停新的登录')]).toEqual([
      503,
      '60',
      true,
    ]);
    expect((await candidate.get('/')).status).toBe(200);
    expect((await signInOfficer(app, 'auditor-1')).cookies.size).toBeGreaterThan(0);
    await turn('noSignIns', '恢复');
    await takeOver();
  });

  it('makes everything read-only but what keeps a draft', async () => {
    await turn('readOnly', '切换数据库');
    await takeOver();
    for (const path of ['/password', '/phone', '/batches/undergraduate-1/abandonment', '/disputes/mails/1'])
      expect([path, (await candidate.post(path, {})).status]).toEqual([path, 503]);
    const form = await openForm(candidate, 'undergraduate-1');
    expect((await press(candidate, form, 'draft', { 'first-1-institution': '0001' })).status).toBe(200);
    expect((await press(candidate, form, 'versions', sound)).status).toBe(503);
    await turn('readOnly', '恢复');
    await takeOver();
    expect((await candidate.post('/password', {})).status).not.toBe(503);
  });

  it('turns nothing twice by the same page', async () => {
    const page = await province.get('/office/switches');
    const path = '/office/switches/noSignIns';
    const fields = { ...page.hidden(path), reason: '登录过多' };
    await province.post(path, fields);
    expect((await province.post(path, fields)).status).toBe(409);
    expect((await turn('nothing', '没有')).status).toBe(404);
  });
});
