import { idOf, openForm, people, press, signIn, sound } from '../../candidate/filing/filing';
import { listOfficerActs, signInOfficer } from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';
import { readEntities, type TestClient, type TestPage } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';

/** What stands in the form of a plan row, as a browser would send it. */
function typedIn({ html }: TestPage): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const [tag] of html.matchAll(/<input [^>]*>/g)) {
    const [, name = ''] = / name="([^"]+)"/.exec(tag) ?? [];
    const [, value = ''] = / value="([^"]*)"/.exec(tag) ?? [];
    if (
      name !== '' &&
      !/type="(hidden|search)"/.test(tag) &&
      (!tag.includes('checkbox') || tag.includes(' checked'))
    )
      typed[name] = readEntities(value);
  }
  for (const [, name = '', text = ''] of html.matchAll(/<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)</g))
    typed[name] = readEntities(text);
  for (const [, name = '', options = ''] of html.matchAll(
    /<select [^>]*name="([^"]+)">([\s\S]*?)<\/select>/g,
  )) {
    const [, value, label = ''] = /<option(?: value="([^"]*)")? selected>([^<]*)/.exec(options) ?? [];
    typed[name] = value ?? label;
  }
  return typed;
}

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
    return province.post(`/office/plans/${plan}/preview`, {
      ...typedIn(page),
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
    const faulty = { quota: '-1', tuition: 'x', bornFrom: '2003-02-30', counties: '无此县', note: '<b>' };
    const page = await preview(faulty);
    expect(page.status).toBe(422);
    for (const text of [
      '计划数“-1”应当是0到99999的整数',
      '学费“x”应当是每年的学费',
      '出生日期起“2003-02-30”应当是日期',
      '限招户籍县区代码“无此县”应当是县（市、区）名称',
    ])
      expect(page.text).toContain(text);
    expect(typedIn(page)).toMatchObject(faulty);
    expect((await preview({})).text).toContain('内容没有变化');
  });

  it('tells everyone who filed it, and gives one save that does not wait for the hour', async () => {
    app.clock.advance(MINUTE);
    const page = await preview({ quota: '77' });
    expect(page.text).toContain('已保存的志愿中有1份含有此计划');
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

  it('asks by fields, and keeps what no field holds until it is dropped', async () => {
    const { knex } = app.database;
    const other = {
      field: 'totalScore',
      operator: 'atMost',
      value: 700,
      severity: 'block',
      message: '总分不高于700分',
    };
    const [row] = await knex('plan_entries').where({ batch_code: 'early-other', institution_code: '0001' });
    await knex('plan_entries')
      .where({ id: row.id })
      .update({ restrictions: JSON.stringify([other]) });
    plan = row.id;
    const asked = await preview({ sex: '女', fresh: '是', counties: '中牟县', total: '500' });
    expect(asked.text).toContain('该专业只招女生；该专业只招应届高中毕业生');
    await carryOut(asked);
    const stored = async () =>
      (await knex('plan_entries').where({ id: row.id }).first('restrictions')).restrictions;
    expect(await stored()).toEqual([
      expect.objectContaining({ field: 'sex', value: 'female' }),
      expect.objectContaining({ field: 'freshGraduate', value: true }),
      expect.objectContaining({ field: 'residenceCounty', value: ['410122'] }),
      expect.objectContaining({ field: 'totalScore', value: 500 }),
      other,
    ]);
    const page = await province.get(`/office/plans/${plan}`);
    expect(typedIn(page)).toMatchObject({ sex: '女', fresh: '是', counties: '中牟县', total: '500' });
    const { 'other-1': _dropped, ...without } = typedIn(page);
    const dropped = await province.post(`/office/plans/${plan}/preview`, {
      ...without,
      sex: '',
      fresh: '',
      counties: '',
      total: '',
      act: 'change',
      reason: '院校来函',
    });
    await carryOut(dropped);
    expect(await stored()).toEqual([]);
  });

  it('is put back after a withdrawal, and those who hold it are told', async () => {
    const { knex } = app.database;
    const withdrawn = await knex('plan_changes').whereNull('after').first('id');
    const page = await province.get(`/office/plans/new?withdrawal=${withdrawn.id}`);
    const typed = { ...typedIn(page), reason: '撤错了' };
    expect(typed).toMatchObject({ institution: '0001', major: '16', majorName: '马克思主义理论' });
    const before = await knex('mails').where({ kind: 'planChanged' });
    const shown = await province.post('/office/plans/new/preview', typed);
    expect(shown.text).toContain('此计划恢复招生。已保存的志愿中有1份含有这些代号');
    const added = await province.post('/office/plans', shown.hidden('/office/plans'));
    expect(added.text).toContain('已增加招生计划[0001]');
    expect((await province.post('/office/plans', shown.hidden('/office/plans'))).status).toBe(409);
    expect(await knex('mails').where({ kind: 'planChanged' })).toHaveLength(before.length + 1);
    expect(await listOfficerActs(app, 'province-1')).toContain('addPlan');
    const again = await province.post('/office/plans/new/preview', typed);
    expect([again.status, again.text]).toEqual([422, expect.stringContaining('招生计划里已有[0001]')]);
    await app.services.reference.refresh();
    expect((await openForm(candidate)).html).toContain('马克思主义理论');
  });

  it.each([
    ['an unknown institution', { institution: '9998' }, '院校代号“9998”院校名单里没有这个院校代号'],
    ['no 科类', { 'track-5': '' }, '科类没有填写'],
    ['a 专业 in a batch without', { major: '' }, '专业代号没有填写'],
    ['no batch', { batch: '' }, '批次没有填写'],
  ])('is not added with %s', async (_name, fields, sentence) => {
    const stands = { batch: '提前批其他', institution: '0001', major: '99', majorName: '新专业', quota: '2' };
    const typed = { ...stands, 'track-5': '1', planType: '普通计划', reason: '院校来函', ...fields };
    const page = await province.post('/office/plans/new/preview', typed);
    expect([page.status, page.text]).toEqual([422, expect.stringContaining(sentence)]);
  });
});
