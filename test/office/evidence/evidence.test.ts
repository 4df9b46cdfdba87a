import {
  file,
  forgetFilings,
  idOf,
  moveWindow,
  openForm,
  people,
  pressSave,
  signIn,
  sound,
} from '../../candidate/filing/filing';
import { listOfficerActs, signInOfficer } from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';

const PATH = '/office/evidence';

describe('证据材料', () => {
  let app: TestApp;
  let county: TestClient;
  let otherCounty: TestClient;
  let auditor: TestClient;

  beforeAll(async () => {
    app = await startTestApp();
    await forgetFilings(app);
    county = await signInOfficer(app, 'county-1');
    otherCounty = await signInOfficer(app, 'county-3');
    auditor = await signInOfficer(app, 'auditor-1');
    const pilot = await signIn(app, people.pilot);
    await pressSave(pilot, await openForm(pilot), { 'first-1-institution': '9999' });
    await file(pilot, 'early-other', sound);
  });
  afterAll(() => app.close());

  const open = async (client: TestClient, fields: Record<string, string> = {}) => {
    await client.get(PATH);
    return client.post(PATH, { number: people.pilot, reason: '考生申诉', ...fields });
  };

  it('is opened with a reason alone, and written down', async () => {
    const refused = await open(county, { reason: '' });
    expect([refused.status, refused.text.includes('请填写理由')]).toEqual([422, true]);
    expect(await listOfficerActs(app, 'county-1')).not.toContain('openEvidence');
    expect((await open(county)).status).toBe(200);
    expect((await listOfficerActs(app, 'county-1')).at(-1)).toBe('openEvidence');
  });

  it('has every attempt, receipts, sign-ins, mails and officers, and no choice before the window closes', async () => {
    const page = await open(auditor);
    for (const said of ['没有保存', '保存成功', '登录成功', '志愿保存提醒', '调阅证据材料', '第1次'])
      expect(page.text).toContain(said);
    const version = await app.database.knex('application_versions').first('hash');
    expect(page.text.replaceAll(' ', '')).toContain(version.hash.toString('hex').toUpperCase());
    expect(page.text).toContain('尚未截止');
    expect(page.text).not.toContain('北京体育大学');
    const row = await app.database.knex('windows').where({ batch_code: 'early-other' }).first('closes_at');
    await moveWindow(app, 'early-other', { closesAt: new Date(app.clock.read().getTime() - 1000) });
    expect((await open(auditor)).text).toContain('[0001]北京体育大学');
    await moveWindow(app, 'early-other', { closesAt: row.closes_at });
  });

  it('is printed, and given as PDF', async () => {
    expect((await open(county, { as: 'print' })).text).toContain('志愿填报证据材料');
    const pdf = await open(county, { as: 'pdf' });
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(pdf.html.startsWith('%PDF')).toBe(true);
  });

  it('tells another county neither of the candidate nor of attempts', async () => {
    const page = await open(otherCounty);
    expect([page.status, page.text.includes('不在您的管理范围内')]).toEqual([422, true]);
    expect(page.text).not.toContain('周行远');
    await moveWindow(app, 'early-other', { closesAt: new Date(Date.now() + 20_000) });
    const closing = await otherCounty.get(`${PATH}/closing?batch=early-other`);
    expect(closing.text).toContain('共有0次提交');
  });

  it('reports every attempt within a minute of closing, refused ones too, as page and CSV', async () => {
    const { knex } = app.database;
    const at = new Date(Date.now() - 500_000);
    const attempt = (ms: number, outcome: string) => ({
      candidate_id: 0,
      batch_code: 'undergraduate-1',
      at: new Date(at.getTime() + ms),
      outcome,
      detail: JSON.stringify({ state: 'closedEmpty' }),
      form_token: 't',
      body_hash: Buffer.alloc(1),
      address: '=1+1',
      device: 'd',
      node: 'n',
    });
    const id = await idOf(app, people.pilot);
    const rows = [
      attempt(-60_001, 'saved'),
      attempt(-60_000, 'saved'),
      attempt(1, 'refused'),
      attempt(60_001, 'refused'),
    ];
    await knex('save_attempts').insert(rows.map((row) => ({ ...row, candidate_id: id })));
    await moveWindow(app, 'undergraduate-1', { opensAt: new Date(0), closesAt: at });
    const page = await county.get(`${PATH}/closing?batch=undergraduate-1`);
    expect(page.text).toContain('共有2次提交');
    expect(page.text).toContain('不能保存：填报已截止');
    const csv = await county.get(`${PATH}/closing.csv?batch=undergraduate-1`);
    expect(csv.html.trim().split('\n')).toHaveLength(3);
    expect(csv.html).toContain(",'=1+1,");
    expect((await listOfficerActs(app, 'county-1')).at(-1)).toBe('openClosingReport');
  });
});
