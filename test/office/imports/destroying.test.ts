import { fileList } from '../../support/file-list';
import { type ImportBench, openImportBench } from './run';

/** Nothing is destroyed by an import unseen: what goes is listed, consented to, told, and can be put back. */
describe('an import that destroys', () => {
  let bench: ImportBench;
  let arts: number;
  let science: number;
  let numbers: readonly string[];
  const heading = ['批次', '科类', '院校代号', '专业代号', '专业名称', '计划数'];
  const planRow = (track: string, quota: string, name = '旅游管理') => [
    '本科二批',
    track,
    '8154',
    '22',
    name,
    quota,
  ];
  const whole = [heading, planRow('1', '2'), planRow('5', '3', '工业设计')];

  beforeAll(async () => {
    bench = await openImportBench();
    const { knex } = bench;
    await knex('institutions')
      .insert({ year: 2021, code: '8154', name: '某某学院', province: '河南省', city: '郑州市' })
      .onConflict(['year', 'code'])
      .ignore();
    const rows = await knex('candidates').whereIn('track', ['1', '5']).orderBy('id');
    const [one, two] = [rows.find(({ track }) => track === '1'), rows.find(({ track }) => track === '5')];
    numbers = [one.candidate_number, two.candidate_number];
    arts = await fileList(knex, one.candidate_number, 'undergraduate-2', [
      { institution: '8154', majors: ['22'] },
    ]);
    science = await fileList(knex, two.candidate_number, 'undergraduate-2', [
      { institution: '8154', majors: ['22'] },
    ]);
    await bench.run('plans', whole);
    await knex('mails').where({ kind: 'planChanged' }).delete();
    await knex('outbox_messages').where({ kind: 'planChanged' }).delete();
    await knex('application_groups').update({ granted_saves: 0 });
    await knex('windows').update({ closes_at: new Date(Date.now() + 3_600_000) });
  });
  afterAll(() => bench.close());

  const told = async (kind: string) =>
    bench.knex('mails').where({ kind }).orderBy('candidate_id').select('candidate_id', 'body');
  const planOf = (track: string) =>
    bench
      .knex('plan_entries')
      .where({ institution_code: '8154', batch_code: 'undergraduate-2' })
      .whereRaw('? = any(tracks)', [track]);

  it('is not written without consent, and lists what would go with how many hold it', async () => {
    const report = await bench.run('plans', [heading, planRow('1', '2')], { consent: null });
    expect(report).toMatchObject({ written: false, waits: true, asks: 'secondOfficer' });
    expect(report.stake).toMatchObject({ removed: 1, changed: 0, held: 1, people: 1, open: true, listed: 1 });
    expect(await planOf('5')).toHaveLength(1);
    const rows = await bench.knex('import_effect_rows').where({ effects_id: report.stake?.effectsId });
    expect(rows).toMatchObject([
      { act: 'removed', subject: expect.stringContaining('工业设计'), holders: 1 },
    ]);
    expect(await bench.run('plans', [heading, planRow('1', '2')], { dryRun: true })).toMatchObject({
      stake: { mark: report.stake?.mark },
      waits: true,
    });
  });

  it('tells those who hold the row, nobody else, and gives each a save', async () => {
    await bench.run('plans', [heading, planRow('1', '2')]);
    expect(await told('planChanged')).toEqual([
      { candidate_id: science, body: expect.stringContaining('此计划已撤销，不再招生') },
    ]);
    const groups = await bench
      .knex('application_groups')
      .orderBy('candidate_id')
      .select('candidate_id', 'granted_saves');
    expect(groups).toEqual(
      [arts, science]
        .toSorted((a, b) => a - b)
        .map((id) => ({ candidate_id: id, granted_saves: id === science ? 1 : 0 })),
    );
    expect(await planOf('5')).toHaveLength(0);
  });

  it('keeps the former version, which is put back in one step and tells again', async () => {
    const version = await bench.knex('list_versions').orderBy('id', 'desc').first();
    expect(version).toMatchObject({ kind: 'plans', rows: 2 });
    const report = await bench.putBack('plans', Number(version.id));
    expect(report).toMatchObject({ written: true, counts: { added: 1, removed: 0 } });
    expect(await planOf('5')).toMatchObject([{ major_name: '工业设计', quota: 3 }]);
  });

  it('takes two rows of one 科类 each for one row of both as no change for anybody', async () => {
    const same = [heading, planRow('1', '2', '会计'), planRow('5', '2', '会计')];
    await bench.run('plans', same);
    const report = await bench.run('plans', [heading, planRow('文理兼收', '2', '会计')], { consent: null });
    expect(report).toMatchObject({ written: true, stake: null });
  });

  it('names a changed row to its holders', async () => {
    await bench.knex('mails').where({ kind: 'planChanged' }).delete();
    await bench.run('plans', [heading, planRow('1', '2', '会计'), planRow('5', '9', '会计')]);
    expect(await told('planChanged')).toEqual([
      { candidate_id: science, body: expect.stringContaining('计划数由“2”改为“9”') },
    ]);
  });

  it('asks before a list of one takes a qualification from all others, and tells those who have filed', async () => {
    const list = ['考生号', '资格名单'];
    const name = '高水平艺术团';
    const known = await bench.knex('candidates').orderBy('id').limit(12).pluck('candidate_number');
    const all = [...new Set([...known, ...numbers])];
    await bench.run('qualifications', [list, ...all.map((number) => [number, name])]);
    const held = { removed: all.length - 1, held: 2, people: 2 };
    const other = known.find((number: string) => !numbers.includes(number)) ?? '';
    const short = [list, [other, name]];
    const refused = await bench.run('qualifications', short, { consent: null });
    expect(refused).toMatchObject({ written: false, waits: true, stake: held });
    await bench.run('qualifications', short);
    expect((await told('factsChanged')).map((mail) => mail.candidate_id)).toEqual(
      [arts, science].toSorted((a, b) => a - b),
    );
    expect((await told('factsChanged'))[0].body).toContain('资格名单由“高水平艺术团”改为“（空）”');
    const version = await bench
      .knex('list_versions')
      .where({ kind: 'qualifications' })
      .orderBy('id', 'desc')
      .first();
    expect(await bench.putBack('qualifications', Number(version.id))).toMatchObject({
      counts: { added: all.length - 1, removed: 0 },
    });
  });

  it('asks before scores of many are blanked, and puts them back', async () => {
    const known = await bench.knex('candidates').orderBy('id').limit(4).pluck('candidate_number');
    const list = (value: string) => [['考生号', '总分'], ...known.map((number: string) => [number, value])];
    await bench.run('scores', list('500'));
    expect(await bench.run('scores', list(''), { consent: null })).toMatchObject({
      written: false,
      waits: true,
      stake: { cleared: 4, removed: 0 },
    });
    await bench.run('scores', list(''));
    const version = await bench.knex('list_versions').where({ kind: 'scores' }).orderBy('id', 'desc').first();
    await bench.putBack('scores', Number(version.id));
    const facts = await bench.knex('candidates').whereIn('candidate_number', known).pluck('facts');
    expect(facts.map(({ totalScore }) => totalScore)).toEqual([500, 500, 500, 500]);
  });

  it('asks before the institutions shrink', async () => {
    const report = await bench.run(
      'institutions',
      [
        ['院校代号', '院校名称', '省市', '城市'],
        ['8154', '某某学院', '河南省', '郑州市'],
      ],
      { consent: null },
    );
    expect(report).toMatchObject({ written: false, waits: true });
  });

  it.each([
    [
      'evaluations',
      (value: string) => [
        ['考生号', '类别', '日期', '单位', '内容'],
        [numbers[0] ?? '', '考生评语', '2021-05-20', '某中学', value],
      ],
      'evaluations',
    ],
    [
      'statistics',
      (value: string) => [
        ['院校代号', '院校名称', '年度', '批次', '科类', '计划数', '录取数'],
        ['8154', '某某学院', '2019', '本科二批', '理科', value, '5'],
      ],
      'admission_statistics',
    ],
    [
      'fileStates',
      (value: string) => [
        ['考生号', '批次', '档案状态', '院校代号'],
        [numbers[0] ?? '', '本科二批', value === '1' ? '自由可投' : '已经投档', value === '1' ? '' : '8154'],
      ],
      'candidate_file_states',
    ],
  ] as const)('puts %s back as they stood, what came since goes', async (kind, list, table) => {
    const { knex } = bench;
    const before = await knex(table).count({ count: '*' }).first();
    await bench.run(kind, list('1'));
    await bench.run(kind, list('2'));
    const versions = await knex('list_versions').where({ kind }).orderBy('id').pluck('id');
    expect(versions.length).toBeGreaterThan(0);
    if (Number(before?.count) === 0) return;
    await bench.putBack(kind, Number(versions[0]));
    expect(await knex(table).count({ count: '*' }).first()).toEqual(before);
  });
});
