import { createHash } from 'node:crypto';
import { Workbook } from 'exceljs';
import fc from 'fast-check';
import { plainFile } from '../../../src/infrastructure/byte-file';
import { examineFile } from '../../../src/infrastructure/spreadsheets/reading/examine-file';
import { readCsv } from '../../../src/infrastructure/spreadsheets/reading/read-csv';
import { isBlank } from '../../../src/infrastructure/spreadsheets/reading/source-row';
import { createTestFolder, readAll, toCsv, workbookAround, zip } from './files';
import { encodeGb18030 } from './gb18030';

const folder = createTestFolder();
afterAll(() => folder.remove());

const cellsOf = async (file: string, sheet: string | null = null) =>
  (await readAll(file, sheet)).map(({ cells }) => cells);

describe('a text file', () => {
  const rows = [
    ['院校代号', '院校名称'],
    ['0001', '北京体育大学'],
  ];

  it.each([
    ['UTF-8', Buffer.from(toCsv(rows))],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${toCsv(rows)}`)],
    ['GB18030', encodeGb18030(toCsv(rows))],
    [
      'UTF-16, as 另存为 Unicode 文本 writes it',
      Buffer.from(`\ufeff${toCsv(rows).replaceAll(',', '\t')}`, 'utf16le'),
    ],
    ['with line feeds alone', Buffer.from(toCsv(rows).replaceAll('\r', ''))],
    ['with semicolons', Buffer.from(toCsv(rows).replaceAll(',', ';'))],
  ])('is read in %s', async (_name, content) => {
    expect(await cellsOf(folder.write('list.csv', content))).toEqual(rows);
  });

  it('is parted by what stands in more of its lines, of two signs that stand as often in as many', async () => {
    const content = '院校,说明\n;,;;,\n,\n';
    expect(await cellsOf(folder.write('list.csv', content))).toEqual([
      ['院校', '说明'],
      [';', ';;', ''],
      ['', ''],
    ]);
  });

  it('is known by its hash and length', async () => {
    const hash = createHash('sha256').update('a,b\n').digest('hex');
    const nature = await examineFile(plainFile(folder.write('hash.csv', 'a,b\n')));
    expect(nature).toEqual({ hash, bytes: 4, encoding: 'utf-8' });
  });

  it.each([
    ['empty', '', 'empty'],
    ['binary', Buffer.from([0x80, 0, 0xff, 1]), 'notText'],
    ['of neither encoding', Buffer.from([0x61, 0xff, 0xff, 0x0a]), 'notText'],
    [
      'a spreadsheet of old, or one with a password',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('Workbook', 'utf16le')]),
      'oldSpreadsheet',
    ],
    ['without a closing quote', 'a,b\n"c,d\n', 'openQuote'],
    ['with text behind a quote', 'a,b\n"c"d,e\n', 'strayQuote'],
  ])('is refused when %s', async (_name, content, code) => {
    await expect(readAll(folder.write('bad.csv', content))).rejects.toMatchObject({ code });
  });

  it('may be cut anywhere and gives the same rows', async () => {
    const cell = fc.stringMatching(/^[a院,"\n\r; ]{0,4}$/);
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 7 }), async (rows, size) => {
        // Said before the first row, since cells of nothing but semicolons would look like a list parted by them.
        const text = `sep=,\r\n${toCsv([['甲', '乙'], ...rows])}`;
        async function* cut() {
          for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
        }
        const read: (readonly string[])[] = [];
        for await (const batch of readCsv(cut())) read.push(...batch.map(({ cells }) => cells));
        // A line within a cell ends in one way, whatever it was in the file.
        const ended = rows.map((row) => row.map((one) => one.replace(/\r\n?/g, '\n')));
        expect(read.slice(1)).toEqual(ended);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a spreadsheet', () => {
  const book = async (fill: (book: Workbook) => void) => {
    const workbook = new Workbook();
    fill(workbook);
    return folder.write('book.xlsx', Buffer.from(await workbook.xlsx.writeBuffer()));
  };

  it('gives texts, numbers, dates and yes and no as texts', async () => {
    const file = await book((workbook) => {
      const sheet = workbook.addWorksheet('名单');
      sheet.addRow(['代号', '日期', '分数', '是否', '富文本', '时间']);
      sheet.addRow([
        '0001',
        new Date(Date.UTC(2003, 2, 14)),
        112.5,
        true,
        { richText: [{ text: '北京' }, { text: '体育大学' }] },
        new Date(Date.UTC(2021, 5, 30, 8, 30)),
      ]);
      sheet.addRow([]);
      sheet.addRow([undefined, undefined, 21410101151001]);
    });
    const rows = (await readAll(file)).filter((row) => !isBlank(row));
    expect(rows).toEqual([
      { number: 1, cells: ['代号', '日期', '分数', '是否', '富文本', '时间'] },
      {
        number: 2,
        dates: new Set([1, 5]),
        cells: ['0001', '2003-03-14', '112.5', 'TRUE', '北京体育大学', '2021-06-30 08:30:00'],
      },
      { number: 4, cells: ['', '', '21410101151001'] },
    ]);
  });

  it('lets a sheet be named, and says which there are', async () => {
    const file = await book((workbook) => {
      workbook.addWorksheet('说明').addRow(['一']);
      workbook.addWorksheet('名单').addRow(['二']);
    });
    expect(await cellsOf(file)).toEqual([['一']]);
    expect(await cellsOf(file, '名单')).toEqual([['二']]);
    await expect(readAll(file, '名册')).rejects.toMatchObject({
      code: 'noSuchSheet',
      values: { name: '名册', names: '说明、名单' },
    });
  });

  it('names cells that cannot be taken: formulas, errors, numbers that have lost digits', async () => {
    const file = await book((workbook) => {
      const sheet = workbook.addWorksheet('名单');
      sheet.addRow([{ formula: 'A2+1', result: 2 }, { error: '#N/A' }, 410122200303149500]);
    });
    const [row] = await readAll(file);
    expect([...(row?.unreadable ?? [])]).toEqual([
      [0, 'formula'],
      [1, 'errorValue'],
      [2, 'imprecise'],
    ]);
  });

  it('names merged cells in which something stands', async () => {
    const file = await book((workbook) => {
      const sheet = workbook.addWorksheet('名单');
      sheet.addRow(['2021年计划', '']);
      sheet.mergeCells('A1:B1');
    });
    const [row] = await readAll(file);
    expect([...(row?.unreadable ?? [])]).toEqual([
      [0, 'merged'],
      [1, 'merged'],
    ]);
  });

  it('reads cells without references and texts within the sheet', async () => {
    const sheet =
      '<sheetData><row><c t="inlineStr"><is><t>甲</t><rPh><t>jia</t></rPh></is></c><c><v>1E3</v></c></row></sheetData>';
    expect(await cellsOf(folder.write('small.xlsx', workbookAround(sheet)))).toEqual([['甲', '1000']]);
  });

  const row = '<sheetData><row><c><v>1</v></c></row></sheetData>';
  it.each([
    ['a ZIP that is none', zip([{ name: 'a.txt', content: 'a' }]), 'notSpreadsheet'],
    ['half a file', workbookAround(row).subarray(0, 200), 'damaged'],
    ['XML that breaks off', workbookAround('<sheetData><row>'), 'damaged'],
    [
      'an entity of its own',
      workbookAround('<sheetData><row><c><v>&bomb;</v></c></row></sheetData>'),
      'damaged',
    ],
    ['a gigabyte, by what it says', workbookAround(row, { declared: 1_000_000_000 }), 'tooLarge'],
    ['more than it says', workbookAround(row, { declared: 20 }), 'damaged'],
    [
      'ten thousand columns',
      workbookAround('<sheetData><row><c r="ZZZ1"><v>1</v></c></row></sheetData>'),
      'damaged',
    ],
    [
      'three hundred and one columns',
      workbookAround('<sheetData><row><c r="KO1"><v>1</v></c></row></sheetData>'),
      'tooManyColumns',
    ],
  ])('is refused with %s', async (_name, content, code) => {
    await expect(readAll(folder.write('bad.xlsx', content))).rejects.toMatchObject({ code });
  });
});
