import { existsSync } from 'node:fs';
import path from 'node:path';
import { Workbook } from 'exceljs';
import { listPlanEntries } from '../../../src/domain/enrolment-plan/plan.repository';
import { loadReference } from '../../../src/domain/reference/reference';
import { findImportKind } from '../../../src/office/imports/kinds/import-kinds';
import { matchColumns } from '../../../src/office/imports/layout/match-columns';
import { NOTHING_READ } from '../../../src/office/imports/layout/said-layout';
import { ImportStopped, isListRefusal } from '../../../src/office/imports/refusal';
import { presentRefusal } from '../../../src/office/imports/refusal.presenter';
import { listPeople, peopleHeading } from './people';
import { type ImportBench, openImportBench } from './run';

/** A million rows take a minute or two; the short suite has twenty thousand. */
const MANY = process.env.LONG === undefined ? 20_000 : 1_000_000;

/** A large year's plan has sixty thousand rows. */
const PLANS = process.env.LONG === undefined ? 6_000 : 60_000;

let bench: ImportBench;
beforeAll(async () => {
  bench = await openImportBench();
});
afterAll(() => bench.close());

const countOf = async (table: string) =>
  Number((await bench.knex(table).count({ count: '*' }).first())?.count);
const sayRefusal = async (attempt: Promise<unknown>): Promise<string> => {
  const error = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  return isListRefusal(error) ? presentRefusal(error) : String(error);
};

describe('an import', () => {
  it('changes nothing in a dry run, and counts what it would do', async () => {
    const before = [
      await countOf('candidates'),
      await countOf('audit_entries'),
      await countOf('import_layouts'),
    ];
    const report = await bench.run('candidates', [peopleHeading, ...listPeople(3)], {
      dryRun: true,
      mapping: { 班级: '班级' },
    });
    expect(report).toMatchObject({
      dryRun: true,
      written: false,
      rows: 3,
      faultCount: 0,
      counts: { added: 3 },
    });
    expect([
      await countOf('candidates'),
      await countOf('audit_entries'),
      await countOf('import_layouts'),
    ]).toEqual(before);
  });

  it('is written whole or not at all: many rows and a fault in the last', async () => {
    const before = await countOf('candidates');
    const people = listPeople(MANY);
    const last = people.at(-1) ?? [];
    const faulty = [...people.slice(0, -1), last.with(2, '410122200307099840')];
    const report = await bench.run('candidates', [peopleHeading, ...faulty]);
    expect(report).toMatchObject({ written: false, rows: MANY, faultCount: 1 });
    expect(report.faults).toMatchObject([
      { row: MANY + 1, column: '证件号码', code: 'checkDigit', found: '' },
    ]);
    expect(await countOf('candidates')).toBe(before);
  });

  it('leaves nothing when it is stopped: while it reads, and while it writes', async () => {
    const before = await countOf('candidates');
    const people = [peopleHeading, ...listPeople(5000)];
    for (const phase of ['reading', 'writing']) {
      const stop = new AbortController();
      const attempt = bench.run('candidates', people, {
        signal: stop.signal,
        onProgress: (progress) => {
          if (progress.phase === phase) stop.abort();
        },
      });
      await expect(attempt).rejects.toBeInstanceOf(ImportStopped);
      expect(await countOf('candidates')).toBe(before);
    }
  });

  it('leaves an audit entry with hash and counts, and tells of its progress', async () => {
    const phases: string[] = [];
    const report = await bench.run('candidates', [peopleHeading, ...listPeople(2)], {
      onProgress: ({ phase, rows }) => phases.push(`${phase} ${rows}`),
    });
    expect(phases).toEqual(expect.arrayContaining(['checking 2', 'writing 2']));
    const entry = await bench
      .knex('audit_entries')
      .where({ action: 'importList' })
      .orderBy('id', 'desc')
      .first();
    expect(entry).toMatchObject({
      actor_kind: 'operator',
      actor_id: 'test',
      subject_id: 'candidates',
      address: 'terminal',
      detail: { fileName: 'list.csv', fileHash: report.fileHash, rows: 2, added: 2, changed: 0, removed: 0 },
    });
    expect(report.fileHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('waits for no other: one runs at a time', async () => {
    const holder = await bench.knex.transaction();
    await holder.raw('select pg_advisory_xact_lock(4210734)');
    const attempt = bench.run('scores', [
      ['考生号', '总分'],
      ['21410101151001', '600'],
    ]);
    expect(await sayRefusal(attempt)).toContain('另一项导入正在进行');
    await holder.rollback();
  });

  it('lists a thousand faults and counts them all', async () => {
    const rows = Array.from({ length: 1200 }, (_none, index) => [
      `3241010115${String(index).padStart(4, '0')}`,
      '600',
    ]);
    const report = await bench.run('scores', [['考生号', '总分'], ...rows]);
    expect([report.faultCount, report.faults.length]).toEqual([1200, 1000]);
  });
});

describe('headings', () => {
  it('that are wrong are told of, with those that are asked for', async () => {
    const sentence = await sayRefusal(
      bench.run('institutions', [
        ['代码', '校名', '省市'],
        ['0001', '甲', '乙'],
      ]),
    );
    expect(sentence).toBe(
      '表头与院校名单不符：缺少“院校代号、院校名称”。文件里的表头是“代码、校名、省市”，可以用的列是' +
        '“年度、院校代号、院校名称、省市、城市、办学性质、院校类型、通讯地址”。请改正表头，或指定各列的对应关系！',
    );
    expect(
      await sayRefusal(
        bench.run('scores', [
          ['考生号', '考生号'],
          ['1', '2'],
        ]),
      ),
    ).toContain('“考生号”与另一列重复');
    expect(await sayRefusal(bench.run('scores', [['考生号', '总分']]))).toContain('文件里没有数据');
    expect(await sayRefusal(bench.run('scores', [['考生号'], ['1']], { mapping: { 甲: '乙' } }))).toContain(
      '指定的列名不在',
    );
  });

  it('that stand for one column are taken by the surest, and the others passed over', async () => {
    const table = [
      ['号码', '批次代号', '批次名称', '档案状态'],
      ['21410101151001', '1', '本科一批', '自由可投'],
    ];
    const columns = findImportKind('fileStates')?.columns ?? [];
    const { blocks, ignored, doubled } = matchColumns(
      columns,
      ['批次名称', '录取批次', '批次', '批次'],
      NOTHING_READ,
    );
    expect([blocks[0].places.get('heading')?.index, ignored, doubled]).toEqual([
      2,
      ['批次名称', '录取批次'],
      ['批次'],
    ]);
    const report = await bench.run('fileStates', table, { mapping: { 号码: '考生号' }, dryRun: true });
    expect(report).toMatchObject({ faultCount: 0, ignored: ['批次代号'] });
  });

  it('are remembered once somebody has said what they stand for', async () => {
    const table = [
      ['编 码', '校名', '省市', '城市'],
      ['0001', '北京体育大学', '北京市', '朝阳区'],
    ];
    const mapping = { 编码: '院校代号', 校名: 'name', 城市: '' };
    const first = await bench.run('institutions', table, { mapping });
    expect(first).toMatchObject({ written: true, ignored: ['城市'] });
    expect(await bench.run('institutions', table)).toMatchObject({ written: true, counts: { unchanged: 1 } });
    await bench.run('institutions', table, { mapping: { 城市: '城市' } });
    expect(await bench.knex('institutions').where({ code: '0001' }).first('city')).toEqual({
      city: '朝阳区',
    });
  });
});

describe('a spreadsheet', () => {
  it('is imported as a text file is, by the sheet that is named', async () => {
    const workbook = new Workbook();
    workbook.addWorksheet('说明').addRow(['请看下一页']);
    const sheet = workbook.addWorksheet('成绩');
    sheet.addRows([
      ['考生号', '总分', '位次'],
      [21410101151001, 601.5, { formula: 'A1', result: 3 }],
      ['21410101111002', 588, 1],
    ]);
    const file = bench.folder.write('scores.xlsx', Buffer.from(await workbook.xlsx.writeBuffer()));
    expect(await sayRefusal(bench.run('scores', file, { sheet: '说明' }))).toContain(
      '表头与成绩不符：缺少“考生号”',
    );
    const found = await bench.run('scores', file);
    expect(found).toMatchObject({ sheet: '成绩', otherSheets: ['说明'] });
    const report = await bench.run('scores', file, { sheet: '成绩' });
    expect(report.faults).toMatchObject([{ row: 2, column: '位次', code: 'formula' }]);
  });
});

describe('a large plan', () => {
  it('is taken in and read again by everybody', async () => {
    const { rows: institutions } = await bench.knex.raw<{ rows: { code: string }[] }>(
      'select code from institutions where year = 2021 order by code limit ?',
      [PLANS / 200],
    );
    const heading = ['批次', '科类', '院校代号', '专业代号', '专业名称', '计划数'];
    const rows = institutions.flatMap(({ code }) =>
      Array.from({ length: 200 }, (_none, index) => {
        const major = index.toString(36).toUpperCase().padStart(2, '0');
        return ['本科二批', '5', code, major, `专业${index}`, '5'];
      }),
    );
    const report = await bench.run('plans', [heading, ...rows]);
    expect(report).toMatchObject({ written: true, rows: rows.length });
    const reference = await loadReference(bench.knex);
    const scope = { batch: 'undergraduate-2', track: '5', audience: '' };
    expect(reference.plan.listInstitutions(scope)).toHaveLength(institutions.length);
    expect((await listPlanEntries(bench.knex, 2021)).length).toBeGreaterThanOrEqual(rows.length);
  });
});

const official = process.env.ZHIYUAN_HEAO_DATA;
(official === undefined ? describe.skip : describe)(
  'the lists that the province published in 2017 (their folder is told by ZHIYUAN_HEAO_DATA)',
  () => {
    const file = (name: string) => path.join(official ?? '', name);

    it('of institutions is taken as it is', async () => {
      expect(existsSync(file('heao-2017-institutions.csv'))).toBe(true);
      const report = await bench.run('institutions', file('heao-2017-institutions.csv'));
      expect(report).toMatchObject({ written: true, faultCount: 0 });
      expect(report.rows).toBeGreaterThan(1000);
      expect(await bench.knex('institutions').where({ code: '0001' }).first()).toMatchObject({
        name: '北京体育大学',
        city: '北京市',
      });
      expect(await bench.knex('institutions').where({ code: '0010' }).first()).toMatchObject({
        province: '吉林省',
        city: '长春市',
      });
    });

    it.each([
      ['heao-2017-plan-totals.csv', 'plans', '缺少“专业代号、专业名称”'],
      ['heao-2017-batch-totals.csv', 'plans', '缺少“院校代号、专业代号、专业名称”'],
      ['heao-2017-score-distribution.csv', 'scores', '缺少“考生号”'],
    ])('%s fits no kind, and is told why', async (name, kind, reason) => {
      expect(await sayRefusal(bench.run(kind, file(name)))).toContain(reason);
    });
  },
);
