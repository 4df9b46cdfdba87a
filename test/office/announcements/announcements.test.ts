import { idOf, openForm, people, press, signIn, sound } from '../../candidate/filing/filing';
import { listOfficerActs, signInOfficer } from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient, TestPage } from '../../support/test-client';

const letter = { title: '提醒<b>', body: '请尽快保存{{7*7}}志愿。', reason: '催填' };

describe('mails of the province', () => {
  let app: TestApp;
  let province: TestClient;
  let candidate: TestClient;
  beforeAll(async () => {
    app = await startTestApp();
    province = await signInOfficer(app, 'province-1');
    candidate = await signIn(app, people.pilot);
    await press(candidate, await openForm(candidate), 'versions', sound);
  });
  afterAll(() => app.close());

  const preview = async (fields: Record<string, string>): Promise<TestPage> => {
    await province.get('/office/mails/new');
    return province.post('/office/mails/preview', { ...letter, ...fields });
  };
  const send = (page: TestPage) => {
    const hidden = Object.entries(page.hidden('/office/mails'));
    const decoded = hidden.map(([name, value]) => [
      name,
      value.replaceAll('&lt;', '<').replaceAll('&gt;', '>'),
    ]);
    return province.post('/office/mails', Object.fromEntries(decoded));
  };
  const listReceivers = async () => {
    const rows = await app.database
      .knex('mails')
      .where({ kind: 'officeNotice' })
      .whereNotNull('candidate_id')
      .orderBy('candidate_id')
      .select('candidate_id');
    return rows.map((row) => Number(row.candidate_id));
  };

  it('names what is missing, and keeps what was typed', async () => {
    const page = await preview({ to: 'selection', county: '41', title: '', filing: 'early-other' });
    expect(page.status).toBe(422);
    for (const text of ['请填写标题', '没有这个县（市、区）', '要同时选择'])
      expect(page.text).toContain(text);
    expect(page.html).toContain('请尽快保存{{7*7}}志愿。');
    expect((await preview({ to: 'selection', county: '999999' })).text).toContain('没有这个县（市、区）');
    const named = await preview({
      to: 'selection',
      county: '中牟县',
      school: '01010101 中牟县雁湖高级中学（中牟县）',
    });
    expect([named.status, /发到\d+名考生/.test(named.text)]).toEqual([200, true]);
  });

  it('publishes to everyone as it was typed, and takes back', async () => {
    await send(await preview({ to: 'public' }));
    const box = await candidate.get('/mails/public');
    expect(box.html).toContain('提醒&lt;b&gt;');
    const list = await province.get('/office/mails');
    const { id } = await app.database.knex('announcements').first('id');
    const path = `/office/mails/${id}/withdrawal`;
    await province.post(path, list.hidden(path));
    expect((await candidate.get('/mails/public')).text).toContain('（已撤回）提醒');
    expect((await province.post(path, list.hidden(path))).status).toBe(409);
    const mail = await app.database.knex('mails').where({ announcement_id: id }).first('id');
    expect((await candidate.get(`/mails/${mail.id}`)).text).toContain('以下内容作废');
  });

  it.each([
    ['saved', true],
    ['notSaved', false],
    ['abandoned', false],
  ])('sends to those who have %s once', async (state, reaches) => {
    const { knex } = app.database;
    await knex('mail_readings').delete();
    await knex('mails').where({ kind: 'officeNotice' }).whereNotNull('candidate_id').delete();
    const id = await idOf(app, people.pilot);
    if (state === 'abandoned') {
      const row = { candidate_id: await idOf(app, people.rural), group_code: 'G1', abandoned_at: new Date() };
      await knex('application_groups').insert(row);
    }
    const page = await preview({ to: 'selection', filing: 'early-other', state });
    const count = Number(/发到(\d+)名考生/.exec(page.text)?.[1]);
    await send(page);
    expect((await send(page)).status).toBe(409);
    const receivers = await listReceivers();
    expect([receivers.length, receivers.includes(id)]).toEqual([count, reaches]);
    if (state !== 'notSaved') expect(count).toBe(1);
  });

  it('goes on where a sending stopped', async () => {
    const { knex } = app.database;
    const before = (await listReceivers()).length;
    const { id } = await knex('announcements').orderBy('id', 'desc').first('id');
    await knex('announcements').where({ id }).update({ finished_at: null });
    expect((await province.get('/office/mails')).text).toContain('没有发完');
    await province.post(`/office/mails/${id}/continuation`, {});
    expect([
      (await listReceivers()).length,
      (await province.get('/office/mails')).text.includes('没有发完'),
    ]).toEqual([before, false]);
    expect(await listOfficerActs(app, 'province-1')).toEqual(
      expect.arrayContaining(['publishNotice', 'withdrawNotice', 'sendMails']),
    );
  });
});
