import { idOf, openForm, people, press, signIn, sound } from '../applications/filing';
import { listOfficerActs, signInOfficer } from '../support/officers';
import { startTestApp, type TestApp } from '../support/test-app';
import type { TestClient, TestPage } from '../support/test-client';
import { MINUTE } from '../support/test-clock';

describe('a plan row changed while it is filed', () => {
  let app: TestApp;
  let province: TestClient;
  let candidate: TestClient;
  let plan: number;
  const other = { ...sound, 'first-1-major-2': '27' };

  beforeAll(async () => {
    app = await startTestApp();
    province = await signInOfficer(app, 'province-1');
    candidate = await signIn(app, people.pilot);
    await press(candidate, await openForm(candidate), 'versions', sound);
    const row = await app.database
      .knex('plan_entries')
      .where({ batch_code: 'early-other', institution_code: '0001', major_code: '16' })
      .first('id');
    plan = row.id;
  });
  afterAll(() => app.close());

  const preview = async (fields: Record<string, string>): Promise<TestPage> => {
    const page = await province.get(`/office/plans/${plan}`);
    const restrictions = /name="restrictions"[^>]*>([^<]*)</.exec(page.html)?.[1] ?? '';
    const typed = {
      majorName: '马克思主义理论',
      quota: /id="quota"[^>]*value="(\d+)"/.exec(page.html)?.[1] ?? '',
      tuitionYuan: /id="tuitionYuan"[^>]*value="(\d*)"/.exec(page.html)?.[1] ?? '',
      note: /name="note"[^>]*>([^<]*)</.exec(page.html)?.[1] ?? '',
      restrictions: restrictions.replaceAll('&quot;', '"'),
    };
    return province.post(`/office/plans/${plan}/preview`, {
      ...typed,
      act: 'change',
      reason: '院校来函',
      ...fields,
    });
  };
  const carryOut = (page: TestPage) =>
    province.post(`/office/plans/${plan}/changes`, page.hidden(`/office/plans/${plan}/changes`));
  const findGroup = async () =>
    app.database
      .knex('application_groups')
      .where({ candidate_id: await idOf(app, people.pilot) })
      .first('saves_used', 'granted_saves');

  it('is found by its codes, and keeps a form with faults', async () => {
    const found = await province.get('/office/plans?institution=0001&batch=early-other&major=16');
    expect(found.text).toContain('马克思主义理论');
    const page = await preview({ quota: '-1', tuitionYuan: 'x', restrictions: '{}', note: '<b>' });
    expect(page.status).toBe(422);
    for (const text of ['计划数为0-99999的整数', '学费为0-99999的整数', '报考限制不是规则包所用的条件'])
      expect(page.text).toContain(text);
    expect((await preview({})).text).toContain('内容没有变化');
  });

  it('tells everyone who filed it, and gives one save that does not wait for the hour', async () => {
    app.clock.advance(MINUTE);
    const page = await preview({ quota: '77' });
    expect(page.text).toContain('已保存的志愿中有 1 份含有此计划');
    expect((await carryOut(page)).url).toBe('/office/plans');
    expect((await carryOut(page)).status).toBe(409);
    expect(await findGroup()).toEqual({ saves_used: 1, granted_saves: 1 });
    const id = await idOf(app, people.pilot);
    const mails = await app.database
      .knex('mails')
      .where({ kind: 'planChanged' })
      .select('candidate_id', 'body');
    expect(mails).toHaveLength(1);
    expect([Number(mails[0].candidate_id), mails[0].body.includes('计划数由')]).toEqual([id, true]);
    expect(
      await app.database.knex('outbox_messages').where({ kind: 'planChanged', candidate_id: id }),
    ).toHaveLength(1);
    expect(await listOfficerActs(app, 'province-1')).toContain('changePlan');
    const changed = await press(candidate, await openForm(candidate), 'versions', other);
    const saved = await candidate.post('/batches/early-other/versions', {
      ...other,
      ...changed.hidden('/batches/early-other/versions'),
    });
    expect(saved.url).toBe('/batches/early-other');
    expect(saved.text).toContain('还可以修改2次');
    expect(await findGroup()).toEqual({ saves_used: 2, granted_saves: 1 });
    expect((await candidate.get('/')).text).toContain('第2次保存');
    app.clock.advance(59 * MINUTE);
    expect((await candidate.get('/batches/early-other/form')).text).toContain('暂无法修改');
  });

  it('is withdrawn, and no longer filed', async () => {
    app.clock.advance(-MINUTE);
    const page = await preview({ act: 'withdraw' });
    expect(page.text).toContain('此计划已撤销');
    await carryOut(page);
    await app.services.reference.refresh();
    expect((await province.get(`/office/plans/${plan}`)).status).toBe(404);
    expect((await province.get('/office/plans')).text).toContain('此计划已撤销，不再招生 1人');
    const refused = await press(candidate, await openForm(candidate), 'versions', other);
    expect(refused.text).toContain('此专业的招生计划已撤销');
    expect(await findGroup()).toEqual({ saves_used: 2, granted_saves: 2 });
  });

  it('takes the telling up where it stopped, and tells nobody twice', async () => {
    const { knex } = app.database;
    const change = await knex('plan_changes').orderBy('id').first('id');
    await province.get('/office/plans');
    await province.post('/office/plans/continuation', { change: String(change.id) });
    expect(await knex('mails').where({ kind: 'planChanged' })).toHaveLength(2);
    await knex('plan_changes').where({ id: change.id }).update({ finished_at: null, last_candidate_id: 0 });
    expect((await province.get('/office/plans')).text).toContain('没有完成');
    await province.post('/office/plans/continuation', { change: String(change.id) });
    expect(await knex('mails').where({ kind: 'planChanged' })).toHaveLength(3);
  });
});
