import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { henan2026 } from '../../../seeds/demo/henan-2026/world';
import { insertCandidate } from '../../../src/domain/candidates/candidate.repository';
import {
  insertInstitutions,
  insertPlanEntries,
  insertPlanGroups,
  listPlanEntries,
  listPlanGroups,
} from '../../../src/domain/enrolment-plan/plan.repository';
import { getActiveRulePack } from '../../../src/domain/rule-packs/rule-pack.repository';
import { CSV_MARK, formatCsvLine } from '../../../src/infrastructure/spreadsheets/csv';
import { readTable } from '../../../src/office/imports/effects/read-table';
import { sayFault } from '../../../src/office/imports/fault.presenter';
import { plansKind } from '../../../src/office/imports/kinds/plans';
import { fileList } from '../../support/file-list';
import { demoCipher, type ImportBench, openImportBench } from './run';

const YEAR = 2026;
const institutions = [
  { code: '6504', name: '郑州经贸学院', province: '河南省', city: '郑州市' },
  { code: '6200', name: '商丘学院', province: '河南省', city: '商丘市' },
];

/** Headings of the official aid, as its rows have them. */
const aid = [
  ...['yxdh', 'schoolName', 'schoolJhrs', 'kldm', 'zyzh', 'zyzhmc', 'zyzJhrs', 'zydh', 'zymc', 'zyfx'],
  ...['jhrs', 'xznx', 'sfbz', 'kskmyq', 'kskmyqzw'],
];
const aidRow = (code: string, text: string, over: Record<string, string> = {}) => {
  const cells: Record<string, string> = {
    ...{ yxdh: '6504', schoolName: '郑州经贸学院', schoolJhrs: '900', kldm: '1', zyzh: '101' },
    ...{ zyzhmc: '第101专业组', zyzJhrs: '150', zydh: '14', zymc: '国际经济与贸易', zyfx: '' },
    ...{ jhrs: '60', xznx: '四年', sfbz: '18800', kskmyq: code, kskmyqzw: text, ...over },
  };
  return aid.map((heading) => cells[heading] ?? '');
};
const fixed = { fixed: { 批次: '本科批' } };

describe('院校专业组 in 招生计划', () => {
  let bench: ImportBench;
  beforeAll(async () => {
    bench = await openImportBench('henan-2026');
    await insertInstitutions(bench.knex, YEAR, institutions);
  });
  afterAll(() => bench.close());

  const groups = async () =>
    (await listPlanGroups(bench.knex, YEAR)).map(({ track, code, name, requirement, quota }) => [
      ...[track, code, name, requirement.mode, requirement.subjects.join(), quota],
    ]);
  const say = async (...args: Parameters<ImportBench['run']>) =>
    (await bench.run(...args)).faults.map((fault) => sayFault({ ...fault, letter: '' }));

  it('are taken from the rows of the official aid, by code and text', async () => {
    const report = await bench.run(
      'plans',
      [
        aid,
        aidRow('00', '不限'),
        aidRow('', '', { zydh: '15', zymc: '法学', jhrs: '90', zyfx: '卓越' }),
        aidRow('09', '', { kldm: '5', zyzh: 'g01', zyzhmc: '', zyzJhrs: '2', zydh: '16', jhrs: '1' }),
        aidRow('9', '地理', { kldm: '5', zyzh: 'G01', zyzhmc: '', zyzJhrs: '', zydh: '17', jhrs: '1' }),
      ],
      fixed,
    );
    expect(report.faults).toEqual([]);
    expect(report).toMatchObject({ written: true, ignored: ['schoolJhrs'], doubtCount: 0 });
    expect(await groups()).toEqual([
      ['1', '101', '第101专业组', 'all', '', 150],
      ['5', 'G01', '', 'all', '地理', 2],
    ]);
    const rows = await listPlanEntries(bench.knex, YEAR);
    expect(rows.map(({ majorName, lengthYears }) => [majorName, Number(lengthYears)])).toContainEqual([
      ...['法学(卓越)', 4],
    ]);
  });

  it('are taken from a sheet as it is sold, and from one with code and name in one cell', async () => {
    const sheet = [
      [
        '年份',
        '省份',
        '批次',
        '科类',
        '招生类型',
        '院校代码',
        '院校名称',
        '院校专业组代码',
        '专业组名称',
      ].concat(['专业代码', '专业名称', '专业全称', '选科要求', '计划人数', '专业层次', '门类', '专业类']),
      ['2026', '河南', '本科批', '物理', '中外合作', '6504', '郑州经贸学院', '6504102', '第102专业组'].concat(
        ['21', '会计学', '会计学(注册会计师)', '首选物理,再选化学', '3', '本科', '管理学', '工商管理类'],
      ),
      ['2026', '河南', '本科批', '历史', '国家专项计划', '6504', '郑州经贸学院', '（103）', ''].concat([
        '22',
        '法学',
        '法学',
        '首选历史，再选不限',
        '4',
        '本科',
        '法学',
        '法学类',
      ]),
    ];
    expect(await say('plans', sheet)).toEqual([]);
    const rows = await listPlanEntries(bench.knex, YEAR);
    expect(rows).toMatchObject([
      { group: '102', majorName: '会计学(注册会计师)', category: '中外合作', planType: 'ordinary' },
      { group: '103', majorName: '法学', category: '', planType: 'national-special' },
    ]);
    const printed = [
      ['录取批次', '科类', '院校代号及名称', '专业组代号', '专业代号及名称', '计划数', '选科要求'],
      ['普通本科批', '物理类', '6504郑州经贸学院', '第101专业组', '12 护理', '2', '化学，生物学（2科必选）'],
    ];
    expect(await say('plans', printed)).toEqual([]);
    expect(await groups()).toEqual([['5', '101', '', 'all', '化学,生物学', null]]);
  });

  const heading = [
    '批次',
    '科类',
    '院校代号',
    '院校专业组',
    '专业组名称',
    '专业组计划数',
    '选科要求代码',
  ].concat(['选科要求', '专业代号', '专业名称', '计划数']);
  const row = (track: string, group: string, name: string, total: string, code: string, text: string) => [
    ...['普通本科批', track, '6200', group, name, total, code, text],
  ];

  it('name every fault with what to do, and both rows where two disagree', async () => {
    const faults = await say('plans', [
      heading,
      [...row('物理类', '101', '一组', '9', '06', '生物学'), '01', '护理', '4'],
      [...row('物理类', '101', '二组', '8', '', '化学'), '02', '护理', '4'],
      [...row('物理类', '102', '', '', '05', ''), '03', '护理', '4'],
      [...row('物理类', '103', '', '', '09', '化学'), '04', '护理', '4'],
      [...row('历史类', '104', '', '', '', '首选物理，再选化学'), '05', '护理', '4'],
      [...row('历史类、物理类', '105', '', '', '', '物理(1门科目考生必须选考方可报考)'), '06', '护理', '4'],
      [...row('物理类', '106', '', '', '', ''), '07', '护理', '4'],
      [...row('物理类', '107', '', '', '', '化学、地理'), '08', '护理', '4'],
      [...row('物理类', '108', '', '', '', '不限'), '', '', ''],
      [...row('物理类', '', '', '', '', '不限'), '09', '护理', '4'],
      [...row('物理类', '10-9', '', '', '', '不限'), '10', '护理', '4'],
      ['1', ...row('物理类', '110', '', '', '', '不限').slice(1), '11', '护理', '4'],
    ]);
    expect(faults).toEqual([
      '第3行“专业组名称”（写的是“二组”）：与同一专业组的第2行“一组”不同。同一专业组的各行应当相同，请改正其中一行',
      '第3行“专业组计划数”（写的是“8”）：与同一专业组的第2行“9”不同。同一专业组的各行应当相同，请改正其中一行',
      '第3行“选科要求”（写的是“化学”）：与同一专业组的第2行“生物学”不同。同一专业组的各行应当相同，请改正其中一行',
      expect.stringMatching(
        /^第4行“选科要求代码”（写的是“05”）：规则包里没有写明选科要求代码“05”是什么。请核对后写进/,
      ),
      '第5行“选科要求代码”（写的是“09”）：与选科要求“化学”不符',
      expect.stringMatching(/^第6行“选科要求”（.*）：要求的首选科目与这一行的科类（历史类）不符。/),
      expect.stringMatching(/^第7行“选科要求”（.*）：要求的首选科目与这一行的科类（历史类、物理类）不符。/),
      '第8行“选科要求”：没有填写',
      expect.stringMatching(
        /^第9行“选科要求”（写的是“化学、地理”）：没有写明是几科都要选考，还是选考其中一科。/,
      ),
      '第10行“专业代号”：没有填写',
      '第10行“专业名称”：没有填写',
      '第10行“计划数”：没有填写',
      '第11行“院校专业组”：没有填写',
      '第12行“院校专业组”（写的是“10-9”）：应当是3位数字或大写字母',
      expect.stringMatching(/^第13行“批次”（写的是“1”）：规则包里没有写明这个代码代表什么。/),
    ]);
    expect(
      await say('plans', [
        ['省份', ...heading],
        ['山东', ...row('物理类', '101', '', '', '', '不限'), '01', '护理', '4'],
      ]),
    ).toEqual([expect.stringMatching(/^第2行“省份”（写的是“山东”）：不是河南省的计划。/)]);
  });

  it('are doubted where nobody says what they require, and where the total is not the sum', async () => {
    const { doubts, written } = await bench.run('plans', [
      ['批次', '科类', '院校代号', '院校专业组', '专业代号', '专业名称', '计划数', '专业组计划数'],
      ['普通本科批', '物理类', '6200', '101', '01', '护理', '4', '5'],
    ]);
    expect(written).toBe(true);
    expect(doubts?.map((doubt) => sayFault({ ...doubt, letter: '' }))).toEqual([
      '第2行“院校专业组”：这个专业组没有写明选科要求，将按不限处理，请核对',
      '第2行“专业组计划数”（写的是“5”）：专业组计划数与这个专业组各专业计划数之和（4）不等，请核对',
    ]);
  });

  it('become others with consent: what changes is listed, told to those who chose them, and put back', async () => {
    const { knex } = bench;
    const list = (text: string) => [
      heading,
      [...row('物理类', '101', '第101专业组', '8', '', text), '01', '护理', '4'],
      [...row('物理类', '101', '', '', '', ''), '02', '护理学', '4'],
      [...row('物理类', '102', '第102专业组', '4', '', '不限'), '03', '法学', '4'],
      [...row('历史类', '101', '第101专业组', '4', '', '不限'), '01', '护理', '4'],
    ];
    await bench.run('plans', list('不限'));
    for (const { candidate } of henan2026.people) await insertCandidate(knex, demoCipher, candidate);
    const holder = await fileList(knex, '26410122151001', 'undergraduate', [
      { institution: '6200', group: '101', majors: ['01'] },
    ]);
    await fileList(knex, '26410122111003', 'undergraduate', [
      { institution: '6200', group: '101', majors: ['01'] },
    ]);
    const waits = await bench.run('plans', list('化学和生物学'), { consent: null });
    expect(waits).toMatchObject({ counts: { added: 0, changed: 2, unchanged: 2, removed: 0 } });
    expect(waits.stake).toMatchObject({ changed: 1, removed: 0, held: 1, people: 1 });
    expect(await knex('import_effect_rows').where({ effects_id: waits.stake?.effectsId })).toMatchObject([
      {
        ...{ act: 'changed', subject: '[6200]商丘学院 第101专业组', holders: 1 },
        ...{ before: { requirement: '不限' }, after: { requirement: '化学和生物学' } },
      },
    ]);
    await bench.run('plans', list('化学和生物学'));
    expect(await knex('mails').where({ kind: 'planChanged' }).select('candidate_id', 'body')).toEqual([
      { candidate_id: holder, body: expect.stringContaining('选科要求由“不限”改为“化学和生物学”') },
    ]);
    expect((await groups())[1]?.slice(3, 5)).toEqual(['all', '化学,生物学']);
    const same = await bench.run('plans', list('生物学、化学(2科必选)'));
    expect(same).toMatchObject({ stake: null, counts: { changed: 0, unchanged: 4 } });
    const version = await knex('list_versions').orderBy('id', 'desc').first();
    expect(await bench.putBack('plans', Number(version.id))).toMatchObject({ written: true });
    expect((await groups())[1]?.slice(3, 5)).toEqual(['all', '']);
  });

  it('stay as they are where a list has no column for them, and go with their last row', async () => {
    const bare = ['批次', '科类', '院校代号', '院校专业组', '专业代号', '专业名称', '计划数'];
    await bench.run('plans', [bare, ['普通本科批', '物理类', '6200', '102', '03', '法学', '5']]);
    expect(await groups()).toEqual([['5', '102', '第102专业组', 'all', '', 4]]);
  });

  it('require of rows of 专业+院校 what the row says', async () => {
    const table = [
      ['批次', '科类', '院校代号', '专业代号', '专业名称', '计划数', '选科要求'],
      ['本科提前批师范类', '物理类', '6200', '01', '地理科学', '4', '化学和地理'],
      ['本科提前批师范类', '物理类', '6200', '02', '历史学', '4', ''],
    ];
    expect(await say('plans', table)).toEqual([]);
    const [asks, free] = (await listPlanEntries(bench.knex, YEAR)).filter(
      ({ batch }) => batch === 'early-teacher',
    );
    expect(asks?.restrictions).toMatchObject([
      { field: 'electives', operator: 'contains', value: '化学', message: '该专业要求选考化学，您未选考' },
      { field: 'electives', operator: 'contains', value: '地理' },
    ]);
    expect([asks?.note, free?.restrictions, free?.note]).toEqual(['选科要求：化学和地理', [], '']);
  });
});

describe('the plan of a year with its groups', () => {
  it('is taken out and taken in again without loss', async () => {
    const bench = await openImportBench('henan-2026');
    try {
      // Every tenth institution: each batch and requirement is among them.
      const some = ({ institution }: { readonly institution: string }) => institution.endsWith('5');
      await insertInstitutions(bench.knex, YEAR, henan2026.listInstitutions());
      await insertPlanEntries(bench.knex, YEAR, henan2026.listPlan().filter(some));
      await insertPlanGroups(bench.knex, YEAR, henan2026.listGroups().filter(some));
      const pack = await getActiveRulePack(bench.knex);
      const context = { pack, cipher: demoCipher, extent: 'all' } as const;
      const { headings, rows } = readTable(bench.knex, plansKind, context);
      async function* lines() {
        yield CSV_MARK + formatCsvLine(headings);
        for await (const row of rows) yield formatCsvLine(row);
      }
      const file = bench.folder.write('plan.csv', await buffer(Readable.from(lines())));
      const before = await listPlanGroups(bench.knex, YEAR);
      const report = await bench.run('plans', file);
      expect(report.faults).toEqual([]);
      expect(report).toMatchObject({
        stake: null,
        ignored: [],
        counts: { added: 0, changed: 0, removed: 0 },
      });
      await bench.knex('plan_groups').delete();
      await bench.run('plans', file);
      expect(await listPlanGroups(bench.knex, YEAR)).toEqual(
        before.map((group) => ({ ...group, planTypes: group.planTypes.toSorted() })),
      );
    } finally {
      await bench.close();
    }
  });
});
