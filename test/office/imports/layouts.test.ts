import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { sayFault } from '../../../src/office/imports/fault.presenter';
import { isListRefusal } from '../../../src/office/imports/refusal';
import { presentRefusal } from '../../../src/office/imports/refusal.presenter';
import { type ImportBench, openImportBench, type RunOptions } from './run';
import { makeBook, textRow } from './workbooks';

let bench: ImportBench;
beforeAll(async () => {
  bench = await openImportBench();
});
afterAll(() => bench.close());

const refusal = async (attempt: Promise<unknown>) => {
  const error = await attempt.then(
    () => null,
    (found: unknown) => found,
  );
  if (!isListRefusal(error)) throw new Error(`it was not refused: ${error}`);
  return { sentence: presentRefusal(error), suggestion: String(error.values.suggestion ?? '') };
};

const twoYears = [
  ['河南省普通高校本科一批录取统计（理科）'],
  ['院校', '', '2020年', '', '', '2019年', '', ''],
  ['院校代号及名称', '备注', '计划数', '录取数', '最低分', '计划数', '录取数', '最低分'],
  ['6005河南大学', '', '1200', '1210', '587', '1100', '1105', '560'],
  ['[6100]河南理工大学', '', '2100', '2121', '549', '', '', ''],
];
const saidOfTwoYears: RunOptions = {
  headingsRow: 3,
  mapping: {
    A: '院校代号+院校名称',
    B: '',
    C: '计划数@1',
    D: '录取数@1',
    E: '最低分@1',
    F: 'planned@2',
    G: 'admitted@2',
    H: 'lowestScore@2',
  },
  fixed: { 批次: '本科一批', 科类: '理科', '年度@1': '2020', '年度@2': '2019' },
};

describe('the layout of a list', () => {
  it('is told of years side by side, code and name in one cell, and a title that says the rest', async () => {
    const report = await bench.run('statistics', twoYears, { ...saidOfTwoYears, dryRun: true });
    expect([report.faults, report.rows, report.headingsRow]).toEqual([[], 3, 3]);
    expect(report.sample?.rows.map(({ row, cells }) => [row, ...cells.slice(0, 7)])).toEqual([
      [4, '6005', '河南大学', '2020', '本科一批', '理科综合', '1200', '1210'],
      [4, '6005', '河南大学', '2019', '本科一批', '理科综合', '1100', '1105'],
      [5, '6100', '河南理工大学', '2020', '本科一批', '理科综合', '2100', '2121'],
    ]);
    expect(report.fixed).toContain('年度@2=2019');
  });

  it('is suggested where it is not known', async () => {
    const { sentence, suggestion } = await refusal(bench.run('statistics', twoYears));
    expect(sentence).toContain('“计划数、录取数、最低分”与另一列重复');
    for (const part of [
      '"A=institution+institutionName"',
      '"C=planned@1"',
      '"F=planned@2"',
      '"year@1=2020"',
      '"year@2=2019"',
      '"batch=本科一批"',
    ])
      expect(suggestion).toContain(part);
  });

  it('is remembered by its headings; fixed values are asked for again', async () => {
    expect(await bench.run('statistics', twoYears, saidOfTwoYears)).toMatchObject({ written: true });
    expect((await refusal(bench.run('statistics', twoYears))).sentence).toContain('年度@1=2020');
    const again = await bench.run('statistics', twoYears, { fixed: saidOfTwoYears.fixed ?? {} });
    expect(again).toMatchObject({ written: true, counts: { unchanged: 3 } });
  });

  it('names a record that stands there twice by its row, side by side or not', async () => {
    const rows = twoYears.map((row) => row.map((cell) => cell.replace('2019年', '2020年')));
    const report = await bench.run('statistics', rows, {
      ...saidOfTwoYears,
      fixed: { ...saidOfTwoYears.fixed, '年度@2': '2020' },
    });
    expect(report.faults.map(sayFault)).toEqual(['第4行A列“院校代号及名称”（写的是“6005”）：与第4行重复']);
  });

  it('makes one of two spellings of a 科类, and refuses the second where the first is stored', async () => {
    const heading = ['院校代号', '院校名称', '年度', '批次', '科类', '计划数', '录取数', '最低分'];
    const row = (track: string) => ['6025', '河南科技学院', '2001', '本科一批', track, '10', '10', '500'];
    const both = await bench.run('statistics', [heading, row('理科'), row('理工类')]);
    expect(both.faults.map(sayFault)).toEqual(['第3行A列“院校代号”（写的是“6025”）：与第2行重复']);
    await bench.run('statistics', [heading, row('理科综合')]);
    await bench
      .knex('admission_statistics')
      .where({ institution_code: '6025', year: 2001 })
      .update({ track_name: '理科' });
    const later = await bench.run('statistics', [heading, row('理科综合')]);
    expect(later.faults.map(sayFault)[0]).toContain('已有科类写作“理科”的一条');
  });

  it('counts equal faults as one', async () => {
    const rows = Array.from({ length: 16_714 }, (_none, index) => [
      `2141010115${String(index % 10_000).padStart(4, '0')}`,
      '甲等',
    ]);
    const report = await bench.run('scores', [['考生号', '总分'], ...rows]);
    const equal = report.faults.filter(({ column }) => column === '总分');
    expect(equal.map(sayFault)).toEqual([
      '第2–16715行（共16714行）B列“总分”（写的是“甲等”）：应当是0到1000、最多3位小数的数',
    ]);
  });

  it('chooses the sheet with the headings, tells of the others, and never takes a hidden one by itself', async () => {
    const list = textRow(1, ['考生号', '总分']) + textRow(2, ['21410101151001', '600']);
    const note = textRow(1, ['请看下一页']);
    const open = (sheets: Parameters<typeof makeBook>[1]) =>
      bench.folder.write('sheets.xlsx', makeBook('', sheets));
    const one = open({
      sheets: [
        { name: '说明', rows: note },
        { name: '成绩', rows: list },
        { name: '旧', state: 'hidden', rows: list },
      ],
    });
    expect(await bench.run('scores', one, { dryRun: true })).toMatchObject({
      sheet: '成绩',
      otherSheets: ['说明'],
      faultCount: 0,
    });
    const two = open({
      sheets: [
        { name: '一', rows: list },
        { name: '二', rows: list },
      ],
    });
    expect((await refusal(bench.run('scores', two, { dryRun: true }))).sentence).toContain('一、二');
  });

  it('passes no column over unsaid, and takes no date for a text', async () => {
    const heading = ['考生号', '总分', ''];
    const report = await bench.run('scores', [heading, ['21410101151001', '600', '多']], { dryRun: true });
    expect(report.faults.map(sayFault)).toEqual([
      '第2行C列（写的是“多”）：这一列没有表头。请补上表头，或指定这一列是什么',
    ]);
    const dated = makeBook(
      `${textRow(1, ['考生号', '姓名', '资格名单'])}<row r="2"><c r="A2"><v>21410101151001</v></c><c r="B2" s="1"><v>44197</v></c></row>`,
      { formats: ['m"月"d"日"'] },
    );
    const faults = (
      await bench.run('qualifications', bench.folder.write('date.xlsx', dated), { dryRun: true })
    ).faults;
    expect(faults.map(sayFault)[0]).toContain('是日期，而这一列不是日期');
  });
});

describe('figures and names as lists print them', () => {
  const heading = [
    '批次',
    '科类',
    '院校代号',
    '院校名称',
    '专业代号',
    '专业名称',
    '计划数',
    '学费',
    '学制',
    '备注',
  ];
  const row = (major: string, quota: string, tuition: string, length: string, name = '河南大学') => [
    '本科一批',
    '理科综合',
    '6005',
    name,
    major,
    '甲',
    quota,
    tuition,
    length,
    '',
  ];

  it('are read, kept as they are, or named', async () => {
    const report = await bench.run(
      'plans',
      [
        heading,
        row('01', '20', '待定', '四年'),
        row('02', '5人', '5000元/生·年', '4'),
        row('03', '１０', '6,300', '四 年'),
        row('04', '20', '12000.00', '4.0', '河南 大学'),
        row('05', '20', '免学费', '四年制'),
        row('06', '20', '第一年5000，第二年16000', '五年+三年'),
        row('07', '20', '-', '—'),
        ['合计', '', '', '', '', '', '115', '', '', ''],
        ['注：以招生章程为准', '', '', '', '', '', '', '', '', ''],
      ],
      { dryRun: true },
    );
    expect(report.sample?.rows.map(({ cells }) => cells.slice(9))).toEqual([
      ['20', '', '4.0', '学费待定'],
      ['5', '5000', '4.0', ''],
      ['10', '6300', '4.0', ''],
      ['20', '12000', '4.0', ''],
      ['20', '0', '4.0', ''],
    ]);
    expect(report.faults.map(({ row: at, column }) => `${at} ${column}`)).toEqual([
      '7 学费',
      '7 学制',
      '8 学费',
      '8 学制',
      '9 ',
    ]);
    expect(report.notes).toEqual([{ row: 10, text: '注：以招生章程为准' }]);
  });
});

const folder = path.resolve(__dirname, '../../../../shared/cases');
const absent = existsSync(folder) ? '' : ` (left out: ${folder} is not there)`;

/** By file: sound records, and the rows that have faults. */
const expected: Readonly<
  Record<string, readonly [kind: string, records: number, faulty: readonly number[]]>
> = {
  '02-parts-by-relationship-plans.xlsx': ['plans', 2, []],
  '03-escaped-characters-plans.xlsx': ['plans', 3, []],
  '06-title-note-footer-plans.xlsx': ['plans', 3, [6]],
  '06-title-note-plans.csv': ['plans', 2, []],
  '07-missing-references-institutions.xlsx': ['institutions', 3, [5]],
  '08-cr-only-institutions.csv': ['institutions', 3, []],
  '09-guarded-numbers-candidates.csv': ['candidates', 7, [7]],
  '12-widths-in-names-plans.csv': ['plans', 5, []],
  '13-lowest-only-mapped-statistics.csv': ['statistics', 2, []],
  '13-lowest-only-statistics.csv': ['statistics', 2, []],
  '15-line-breaks-plans.csv': ['plans', 2, []],
  '15-line-breaks-plans.xlsx': ['plans', 2, []],
  '16-formulas-and-markup-evaluations.csv': ['evaluations', 11, []],
  '17-blank-cell-far-right-institutions.xlsx': ['institutions', 3, []],
  '17-formatted-to-the-end-institutions.xlsx': ['institutions', 3, []],
  '18-strict-evaluations.xlsx': ['evaluations', 3, []],
  '20-rich-text-candidates.xlsx': ['candidates', 3, []],
  '21-numbers-as-numbers-candidates.xlsx': ['candidates', 3, [3, 4]],
  '22-fees-as-printed-plans.csv': ['plans', 7, [4, 5, 8]],
};

(existsSync(folder) ? describe : describe.skip)(`lists as people have them${absent}`, () => {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name in expected) : [];
  it.each(files.length > 0 ? files : ['none'])('%s', async (name) => {
    const [kind = '', records = 0, faulty = []] = expected[name] ?? [];
    const report = await bench.run(kind, path.join(folder, name), { dryRun: true });
    const rows = report.faults.flatMap(({ rows: ranges }) =>
      ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_none, index) => from + index)),
    );
    expect([report.rows, [...new Set(rows)].toSorted((one, other) => one - other)]).toEqual([
      records,
      faulty,
    ]);
    expect(report.faults.map(sayFault).join()).not.toMatch(/\d{15}/);
  });
});

const data = path.resolve(__dirname, '../../../../shared/data');
(existsSync(data) ? describe : describe.skip)('what the province published in 2017', () => {
  it('of plans and lowest scores is taken as statistics of the year before, with what it does not say', async () => {
    const report = await bench.run('statistics', path.join(data, 'heao-2017-plan-totals.csv'), {
      dryRun: true,
      mapping: { 科类名称: '科类', 上年最低投档分: '最低分', 批次名称: '批次' },
      fixed: { 年度: '2017', 院校名称: '见院校名单', 录取数: '0' },
    });
    expect(report.rows).toBeGreaterThan(2000);
    expect(report.faults.filter(({ code }) => code !== 'repeated').map(sayFault)).toEqual([]);
  });
});
