import ExcelJS from 'exceljs';
import { readShippedRulePack } from '../../../seeds/reference/seed-reference';
import { listColumns } from '../../../src/candidate/list-files/list-columns';
import { presentFilled, presentLeftOut } from '../../../src/candidate/list-files/list-file.presenter';
import type { ListNames } from '../../../src/candidate/list-files/list-names';
import { presentListRefusal } from '../../../src/candidate/list-files/list-refusal';
import { placeList } from '../../../src/candidate/list-files/place-list';
import { readListLines } from '../../../src/candidate/list-files/read-list-lines';
import { readListTable } from '../../../src/candidate/list-files/read-list-table';
import { writeList } from '../../../src/candidate/list-files/write-list';
import { createPlanCatalogue } from '../../../src/domain/enrolment-plan/plan-catalogue';
import { plainFile } from '../../../src/infrastructure/byte-file';
import { formatCsvLine } from '../../../src/infrastructure/spreadsheets/csv';
import { writeXlsx } from '../../../src/infrastructure/spreadsheets/xlsx';
import type { ChoiceList, SlotChoice } from '../../../src/rules/filing/choice-list';
import type { Batch, RulePack, Section } from '../../../src/rules/pack/rule-pack';
import { createTestFolder, toCsv } from '../../office/imports/files';
import { encodeGb18030 } from '../../office/imports/gb18030';

const folder = createTestFolder();
afterAll(() => folder.remove());

const henan = readShippedRulePack('henan-2026');
const of = (pack: RulePack, code: string): Batch => {
  const batch = pack.batches.find((one) => one.code === code);
  if (batch === undefined) throw new Error(`no batch ${code}`);
  return batch;
};
const groups = of(henan, 'undergraduate');
const plan = createPlanCatalogue(1, [], []);
const scope = { batch: 'undergraduate', track: '5', audience: '' };

const owners: Record<string, string> = { 郑州大学: '6000', 河南大学: '6005' };
const known: Record<string, string> = { '6000': '郑州大学', '6005': '河南大学' };
const compare = (code: string, name: string) => {
  const owner = owners[name];
  if (name === '' || known[code] === name) return null;
  if (owner !== undefined) return { kind: 'other', known: known[code] ?? '', code: owner } as const;
  return known[code] === undefined ? null : ({ kind: 'different', known: known[code], code: '' } as const);
};
const names: ListNames = {
  codeOf: (name) => owners[name] ?? '',
  institution: compare,
  group: () => null,
  major: (_institution, _group, code, name) =>
    name === '会计学' && code !== '24' ? { kind: 'other', known: '法学', code: '24' } : null,
};

async function readFile(name: string, content: string | Buffer, batch = groups, pack = henan) {
  const table = await readListTable(plainFile(folder.write(name, content)), listColumns(batch));
  return readListLines(table, batch, pack, names);
}
async function read(content: string | Buffer, before: ChoiceList = {}, batch = groups, pack = henan) {
  return placeList(batch, before, await readFile('list.csv', content, batch, pack));
}
const refusal = (content: string | Buffer, name = 'list.csv') =>
  readFile(name, content).then(() => '', presentListRefusal);

const HEAD = [
  '志愿',
  '院校代号',
  '院校名称',
  '专业组代号',
  '专业代号1',
  '专业名称1',
  '专业代号2',
  '专业调剂',
];
const csv = (...rows: (readonly string[])[]) => toCsv([HEAD, ...rows]);
const places = ({ filled }: Awaited<ReturnType<typeof read>>) =>
  filled.map(({ place, choice }) => `${place.section.code}-${place.slot} ${choice.institution}`);
const reasons = async (...rows: (readonly string[])[]) =>
  presentLeftOut((await read(csv(...rows))).leftOut).map(
    ({ rows: at, reasons: why }) => `${at}：${why.join('')}`,
  );
const good = (slot: string) => [slot, '6000', '', '101', '24', '', '25', '同意'];

async function bytesOf(batch: Batch, choices: ChoiceList): Promise<Record<'xlsx' | 'csv', Buffer>> {
  const headings = listColumns(batch).map(({ heading }) => heading);
  const rows = [...writeList(batch, choices, { catalogue: plan, scope })];
  const chunks: Buffer[] = [];
  const source = { name: 'Sheet', headings, count: rows.length, rows: stream(rows) };
  for await (const chunk of writeXlsx(source)) chunks.push(chunk);
  const text = [headings, ...rows].map((row) => formatCsvLine(row)).join('');
  return { xlsx: Buffer.concat(chunks), csv: Buffer.from(`\ufeff${text}`) };
}
async function* stream<Row>(rows: readonly Row[]) {
  yield* rows;
}

/** A list with gaps between choices and between 专业, in every section, with as much as fits. */
function fillBatch({ sections }: Batch, pack: RulePack): ChoiceList {
  return Object.fromEntries(
    sections.map((section) => [
      section.code,
      Array.from({ length: section.slots.max }, (_none, at) =>
        at % 5 === 1 ? EMPTY : fillSlot(section, pack.codes, at),
      ),
    ]),
  );
}

const EMPTY: SlotChoice = { institution: '', group: '', majors: [], posts: [], adjustment: null };
const pad = (number: number, shape: { readonly length: number } | undefined) =>
  String(number).padStart(shape?.length ?? 2, '0');

function fillSlot(section: Section, codes: RulePack['codes'], at: number): SlotChoice {
  const majors = Array.from({ length: section.majors.max }, (_major, index) =>
    index === 1 ? '' : pad(index + 1, codes.major),
  );
  return {
    institution: pad(at + 1, codes.institution),
    group: section.unit === 'school+group' ? pad(at + 1, codes.group) : '',
    majors,
    posts: section.unit === 'school+major+post' ? majors.map((one) => one && pad(7, codes.post)) : [],
    adjustment: section.adjustment === 'none' ? null : at % 2 === 0 ? 'agree' : 'refuse',
  };
}

describe('a 志愿草表 goes down and up again', () => {
  const packs = ['henan-2021', 'henan-2026', 'jiangsu-2021', 'shandong-2021', 'zhejiang-2021', 'tibet-2021'];
  it.each(packs)('with nothing lost in any layout of %s', async (name) => {
    const pack = readShippedRulePack(name);
    for (const batch of pack.batches) {
      const choices = fillBatch(batch, pack);
      const files = await bytesOf(batch, choices);
      for (const [format, content] of Object.entries(files)) {
        const lines = await readFile(`list.${format}`, content, batch, pack);
        const up = placeList(batch, {}, lines);
        expect([batch.code, format, up.leftOut]).toEqual([batch.code, format, []]);
        const again = [...writeList(batch, up.choices, { catalogue: plan, scope })];
        expect(again).toEqual([...writeList(batch, choices, { catalogue: plan, scope })]);
        const same = placeList(batch, choices, lines);
        expect([same.filled.every(({ isSame }) => isSame), same.cleared, same.kept]).toEqual([true, [], []]);
      }
    }
  });

  it('has the columns of the 草表', () => {
    expect(
      listColumns(of(readShippedRulePack('shandong-2021'), 'regular-1')).map(({ heading }) => heading),
    ).toEqual(['志愿', '院校代号', '院校名称', '专业代号', '专业名称', '批次']);
    expect(
      listColumns(groups)
        .map(({ heading }) => heading)
        .slice(0, 8),
    ).toEqual([
      ...['志愿栏', '志愿', '院校代号', '院校名称', '专业组代号', '专业组名称', '专业代号1', '专业名称1'],
    ]);
  });
});

describe('a file of choices', () => {
  const inFirst = (text: string) => ({ ...groups, sections: groups.sections.slice(0, 1), name: text });
  const single = inFirst(groups.name);
  const readSingle = (content: string, before: ChoiceList = {}) => read(content, before, single);

  it.each([
    ['UTF-8', (text: string) => Buffer.from(text)],
    ['UTF-8 with its mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['GB18030, as WPS and Excel save it', encodeGb18030],
    ['UTF-16, as Excel saves 文本', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ])('is read in %s', async (_name, encode) => {
    const found = await read(encode(csv(good('院校专业组1'))));
    expect(places(found)).toEqual(['parallel-1 6000']);
    expect(found.filled[0]?.choice).toMatchObject({
      group: '101',
      majors: ['24', '25', '', '', '', ''],
      adjustment: 'agree',
    });
  });

  it('is placed by its numbers; what is empty between stays empty, what it does not name stays', async () => {
    const old = { institution: '9999', group: '101', majors: ['01'], posts: [], adjustment: null } as const;
    const before = { parallel: [old, old, old, old, old] };
    const found = await readSingle(csv(good('4'), ['2', '', '', '', '', '', '', ''], good('志愿1')), before);
    expect(places(found)).toEqual(['parallel-1 6000', 'parallel-4 6000']);
    expect(found.cleared.map(({ place }) => place.slot)).toEqual([2]);
    expect(found.kept.map(({ slot }) => slot)).toEqual([3, 5]);
    expect(found.choices.parallel?.map(({ institution }) => institution)).toEqual([
      '6000',
      '',
      '9999',
      '6000',
      '9999',
    ]);
    expect(presentFilled(plan, found)[0]?.replaces).toContain('9999');
  });

  it('without numbers is placed by its rows, empty ones counted', async () => {
    const text =
      '我的草表\n院校代号,专业组代号,专业代号,专业代号,是否服从调剂\n6000,101,24,25,服从\n,,,,\n6005,102,01,,不服从\n';
    const found = await read(text);
    expect(places(found)).toEqual(['parallel-1 6000', 'parallel-3 6005']);
    expect(found.filled.map(({ choice }) => choice.majors.slice(0, 2))).toEqual([
      ['24', '25'],
      ['01', ''],
    ]);
  });

  it('does not mind what others call 批次', async () => {
    expect(places(await readSingle('志愿,院校代号,批次\n1,6000,本科批\n'))).toEqual(['parallel-1 6000']);
  });

  it('takes 院校代号 and 专业组 in one code, where a column of its own is empty', async () => {
    const found = await read(
      '志愿,院校专业组代号,专业代号1\n院校专业组2,6000101,24\n院校专业组3,600010,24\n',
    );
    expect(found.filled.map(({ choice }) => [choice.institution, choice.group])).toEqual([['6000', '101']]);
    expect(presentLeftOut(found.leftOut)[0]?.reasons.join('')).toContain('“600010”不是代号');
  });

  it('tells of what it does not know, and takes none of it', async () => {
    const table = await readListTable(
      plainFile(folder.write('more.csv', '志愿,院校代号,我的备注\n1,6000,稳\n')),
      listColumns(groups),
    );
    expect(table.unknown).toEqual(['我的备注']);
  });

  it.each<[string, readonly string[], RegExp]>([
    [
      'zeros that a spreadsheet took',
      ['1', '15', '', '101', '24', '', '', ''],
      /“15”只有2位，应为4位.*去掉了前面的0.*文本/,
    ],
    ['a 专业 that lost its zero', ['1', '6000', '', '101', '2', '', '', ''], /专业代号1：“2”只有1位/],
    ['a text for a code', ['1', '郑州大学', '', '101', '24', '', '', ''], /“郑州大学”不是代号，应为4位数字/],
    [
      'a name alone',
      ['1', '', '郑州大学', '101', '24', '', '', ''],
      /只写了名称“郑州大学”，没有代号（今年招生计划里是6000）/,
    ],
    [
      "last year's code",
      ['1', '6000', '河南大学', '101', '24', '', '', ''],
      /代号6000今年是“郑州大学”，而文件里写的“河南大学”今年的代号是6005。可能是去年的代号/,
    ],
    [
      'a code that is gone',
      ['1', '1234', '河南大学', '101', '24', '', '', ''],
      /代号1234不在今年本批次的招生计划里/,
    ],
    [
      'the name of another 专业',
      ['1', '6000', '', '101', '25', '会计学', '', ''],
      /专业名称1：代号25今年是“法学”/,
    ],
    ['a formula in a text', ['1', '=A1', '', '101', '24', '', '', ''], /是公式/],
    ['another answer', ['1', '6000', '', '101', '24', '', '', '也许'], /“也许”不是“同意”或“不同意”/],
    ['no number', ['', '6000', '', '101', '24', '', '', ''], /没有写是第几志愿/],
    ['a number of nowhere', ['甲', '6000', '', '101', '24', '', '', ''], /“甲”不是本批次的志愿/],
  ])('fills nothing from a line with %s', async (_name, row, sentence) => {
    const found = await readSingle(csv(good('9'), row));
    expect(places(found)).toEqual(['parallel-9 6000']);
    const [line] = presentLeftOut(found.leftOut);
    expect(line?.rows).toBe('第3行');
    expect(line?.reasons.join('')).toMatch(sentence);
  });

  it('counts in the first 志愿栏 where each behind it has one 志愿, and nowhere else', async () => {
    expect(places(await read(csv(good('1'), good('48'))))).toEqual(['parallel-1 6000', 'parallel-48 6000']);
    expect(presentLeftOut((await read(csv(good('49')))).leftOut)[0]?.reasons.join('')).toMatch(/48个志愿/);
    const [parallel, team] = groups.sections;
    if (parallel === undefined || team === undefined) throw new Error('two 志愿栏');
    const behind = { ...groups, sections: [team, parallel] };
    expect(presentLeftOut((await read(csv(good('1')), {}, behind)).leftOut)[0]?.reasons.join('')).toMatch(
      /“1”不是本批次的志愿/,
    );
  });

  it('says once that 200 choices do not fit', async () => {
    const rows = Array.from({ length: 200 }, (_none, at) => good(String(at + 1)));
    const found = await readSingle(csv(...rows));
    expect(found.filled).toHaveLength(48);
    expect(presentLeftOut(found.leftOut)).toMatchObject([
      {
        rows: '第50–201行（共152行）',
        reasons: [expect.stringContaining('最多填写48个志愿，文件里还有152个')],
      },
    ]);
  });

  it('takes the first of two lines for one choice, and tells of the other', async () => {
    expect(await reasons(good('院校专业组1'), good('院校专业组1'))).toEqual([
      '第3行：与第2行写的是同一个志愿。请只留一行。',
    ]);
  });

  it('minds a name that nobody bears', async () => {
    const found = await readSingle(csv(['1', '6000', '郑大', '101', '24', '', '', '']));
    expect(presentFilled(plan, found)[0]?.notes).toEqual([
      '院校名称：文件里写的是“郑大”，招生计划里是“郑州大学”，请核对',
    ]);
  });

  it.each<[string, string | Buffer, RegExp]>([
    [
      'another batch',
      toCsv([
        ['志愿', '院校代号', '批次'],
        ['1', '6000', '艺术本科批'],
      ]),
      /写的批次是“艺术本科批”，这里填写的是“普通本科批”/,
    ],
    ['no headings', '6000,24\n6005,25\n', /没有找到表头.*下载空白草表/],
    [
      'a column twice',
      toCsv([
        ['志愿', '院校代号', '院校代码'],
        ['1', '6000', '6005'],
      ]),
      /两列“院校代码”/,
    ],
    ['no choice at all', csv(['1', '', '', '', '', '', '', '']), /没有填写任何志愿/],
    ['a picture', Buffer.from('89504e470d0a1a0a0000', 'hex'), /这是图片/],
    ['nothing', '', /没有数据/],
    ['a thousand lines', csv(...Array.from({ length: 1001 }, () => good('1'))), /超过1000行/],
    [
      'a password',
      Buffer.concat([
        Buffer.from('d0cf11e0a1b11ae1', 'hex'),
        Buffer.alloc(600),
        Buffer.from('EncryptedPackage', 'utf16le'),
      ]),
      /设了打开密码/,
    ],
  ])('is refused whole with %s', async (_name, content, sentence) => {
    expect(await refusal(content, 'list.xlsx')).toMatch(sentence);
  });

  it('is read as a spreadsheet shows it: padded numbers, formulas, dates, merged cells, sheets', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('志愿');
    book.addWorksheet('说明').addRow(['随便写的']);
    sheet.addRow(['2026年志愿']);
    sheet.addRow(HEAD);
    sheet.addRow(['院校专业组1', 15, '', 101, 24, '', '', '同意']);
    sheet.getCell('B3').numFmt = '0000';
    sheet.addRow(['院校专业组2', { formula: 'B3', result: 15 }, '', 101, 24]);
    sheet.addRow(['院校专业组3', new Date(Date.UTC(2026, 5, 1)), '', 101, 24]);
    sheet.addRow(['院校专业组4', 6000, { formula: 'VLOOKUP(B6,A:B,2)', result: '河南大学' }, 101, 24]);
    sheet.addRow(['院校专业组5', 6000, '', 101, 24]);
    sheet.addRow(['院校专业组6', 6000, '', 101, 24]);
    sheet.mergeCells('B7:B8');
    const bytes = Buffer.from(await book.xlsx.writeBuffer());
    const found = placeList(groups, {}, await readFile('book.xlsx', bytes));
    expect(places(found)).toEqual(['parallel-1 0015']);
    const said = presentLeftOut(found.leftOut).map(({ reasons: why }) => why.join(''));
    expect(said).toEqual([
      expect.stringContaining('是公式'),
      expect.stringContaining('是日期'),
      expect.stringContaining('今年的代号是6005'),
      expect.stringContaining('合并单元格'),
      expect.stringContaining('合并单元格'),
    ]);
    book.getWorksheet('说明')?.insertRow(1, HEAD);
    const two = Buffer.from(await book.xlsx.writeBuffer());
    expect(await refusal(two, 'two.xlsx')).toContain('文件里有几张志愿表：志愿、说明');
  });
});
