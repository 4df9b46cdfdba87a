import type { FileRefusalCode } from '../../../src/infrastructure/spreadsheets/reading/file-refusal';
import { isListRefusal } from '../../../src/office/imports/refusal';
import { presentRefusal } from '../../../src/office/imports/refusal.presenter';
import { createTestFolder, readAll, zip } from './files';
import { type BookShape, makeBook, textRow } from './workbooks';

const folder = createTestFolder();
afterAll(() => folder.remove());

const read = (rows: string, shape: BookShape = {}) =>
  readAll(folder.write('book.xlsx', makeBook(rows, shape)));
const cells = async (rows: string, shape: BookShape = {}) =>
  (await read(rows, shape)).map((row) => row.cells);

describe('a workbook is read as it is shown', () => {
  it('by the relations of its parts, under any prefix, of either standard', async () => {
    const rows = '<x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c></x:row>';
    const shape = {
      prefix: 'x:',
      strict: true,
      workbookPath: 'book/Main22.xml',
      sharedStrings:
        '<x:si><x:r><x:t>河南</x:t></x:r><x:r><x:t>大学</x:t></x:r><x:rPh><x:t>he nan</x:t></x:rPh></x:si>',
    };
    expect(await cells(rows, shape)).toEqual([['河南大学']]);
  });

  it('with its escapes, and with those that are meant literally', async () => {
    expect(await cells(textRow(1, ['备注_x000D_\n完', '_x005F_x000D_', '100_x_200']))).toEqual([
      ['备注\r\n完', '_x000D_', '100_x_200'],
    ]);
  });

  it('with numbers as their formats show them', async () => {
    const formats = ['0000', '0.00%', '#,##0.00', '0"人"', '0', 'yyyy"年"m"月"d"日"', '0.00E+00', '0.00'];
    const cell = (column: string, style: number, value: number | string) =>
      `<c r="${column}1" s="${style}"><v>${value}</v></c>`;
    const row =
      cell('A', 1, 1) +
      cell('B', 2, 0.85) +
      cell('C', 3, 6300) +
      cell('D', 4, 5) +
      cell('E', 5, '589.00000000000011') +
      cell('F', 6, 44_197) +
      cell('G', 7, '2.1410199159071E13') +
      cell('H', 8, '587.33333333333') +
      cell('I', 5, 112.5);
    const [found] = await read(`<row r="1">${row}</row>`, { formats });
    expect(found?.cells).toEqual([
      '0001',
      '85.00%',
      '6,300.00',
      '5人',
      '589',
      '2021-01-01',
      '21410199159071',
      '587.33',
      '112.5',
    ]);
    expect([...(found?.dates ?? [])]).toEqual([5]);
    expect([...(found?.unreadable ?? [])]).toEqual([[8, 'shownRounded']]);
  });

  it('with days counted from 1904, and in ISO', async () => {
    const row =
      '<row r="1"><c r="A1" s="1"><v>42735</v></c><c r="B1" t="d"><v>2021-05-21T00:00:00Z</v></c><c r="C1" t="d"><v>2021-05-21T08:30</v></c></row>';
    expect(await cells(row, { formats: ['yyyy-mm-dd'], from1904: true })).toEqual([
      ['2021-01-01', '2021-05-21', '2021-05-21 08:30:00'],
    ]);
  });

  it('without what was formatted and never filled', async () => {
    const rows = `${textRow(1, ['甲'])}<row r="2" s="1" customFormat="1"><c r="A2" s="1"/><c r="XFD2" s="1"/></row><row r="1048576"><c r="A1048576" s="1"/></row>`;
    expect(await read(rows)).toEqual([{ number: 1, cells: ['甲'] }]);
  });

  it('where rows and cells do not say where they are', async () => {
    const rows =
      '<row><c><v>1</v></c></row><row r="5"><c r="B5"><v>2</v></c><c><v>3</v></c></row><row><c/><c><v>4</v></c></row>';
    expect((await read(rows)).map(({ number, cells: all }) => [number, ...all])).toEqual([
      [1, '1'],
      [5, '', '2', '3'],
      [6, '', '4'],
    ]);
  });

  it('with merged cells as faults of their cells, but for empty ones', async () => {
    const after = '<mergeCells count="2"><mergeCell ref="A1:B2"/><mergeCell ref="C1:C2"/></mergeCells>';
    const rows = await read(textRow(1, ['甲', '', '']) + textRow(2, ['', '', '', '乙']), { after });
    expect(rows.map(({ unreadable }) => [...(unreadable?.keys() ?? [])])).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it('with errors, formulas and lost digits named', async () => {
    const row =
      '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>1+1</f><v>2</v></c><c r="C1"><v>410122200402030820</v></c></row>';
    const [found] = await read(row);
    expect([...(found?.unreadable ?? [])]).toEqual([
      [0, 'errorValue'],
      [1, 'formula'],
      [2, 'imprecise'],
    ]);
  });
});

const bomb = (bytes: number) => Buffer.alloc(bytes, ' ');
const sheetOf = (content: string) =>
  zip([
    {
      name: '_rels/.rels',
      content:
        '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    },
    {
      name: 'xl/workbook.xml',
      content: '<workbook xmlns:r="r"><sheets><sheet name="a" r:id="s"/></sheets></workbook>',
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: '<Relationships><Relationship Id="s" Type="x/worksheet" Target="a.xml"/></Relationships>',
    },
    { name: 'xl/a.xml', content },
  ]);

describe('a workbook is refused in a sentence that says what to do', () => {
  it.each<[string, Buffer, FileRefusalCode]>([
    ['a hidden row', makeBook(textRow(1, ['甲']) + textRow(2, ['乙'], ' hidden="1"')), 'hiddenRow'],
    [
      'a hidden column',
      makeBook(textRow(1, ['甲', '乙']), { before: '<cols><col min="2" max="2" hidden="1"/></cols>' }),
      'hiddenColumn',
    ],
    ['macros', makeBook('', { others: [{ name: 'xl/vbaProject.bin', content: 'a' }] }), 'macros'],
    ['binary cells', zip([{ name: 'xl/workbook.bin', content: 'a' }]), 'binarySpreadsheet'],
    [
      'an open document',
      zip([
        { name: 'mimetype', content: 'a' },
        { name: 'content.xml', content: 'a' },
      ]),
      'openDocument',
    ],
    ['a text document', zip([{ name: 'word/document.xml', content: 'a' }]), 'textDocument'],
    ['a cell of more than a cell can hold', makeBook(textRow(1, ['长'.repeat(32_768)])), 'longCell'],
    [
      'a cell beyond the last column of a list',
      makeBook('<row r="1"><c r="ALL1"><v>1</v></c></row>'),
      'tooManyColumns',
    ],
    ['a row beyond the last', makeBook('<row r="1048577"><c><v>1</v></c></row>'), 'tooManyRows'],
    ['rows that go backwards', makeBook(`${textRow(2, ['甲'])}${textRow(1, ['乙'])}`), 'damaged'],
    [
      'a document type with entities',
      sheetOf('<!DOCTYPE a [<!ENTITY b "bb">]><worksheet><sheetData/></worksheet>'),
      'damaged',
    ],
    ['elements a thousand deep', sheetOf(`<worksheet>${'<a>'.repeat(1000)}`), 'damaged'],
    ['a comment without an end', sheetOf(`<worksheet><!--${'a'.repeat(3_000_000)}`), 'damaged'],
    ['an attribute without an end', sheetOf(`<worksheet a="${'a'.repeat(3_000_000)}`), 'damaged'],
    [
      'texts of many times a gigabyte, by what they say',
      zip([
        {
          name: 'xl/workbook.xml',
          content: '<workbook xmlns:r="r"><sheets><sheet name="a" r:id="s"/></sheets></workbook>',
        },
        {
          name: 'xl/_rels/workbook.xml.rels',
          content: '<Relationships><Relationship Id="s" Type="x/worksheet" Target="a.xml"/></Relationships>',
        },
        { name: 'xl/a.xml', content: '<worksheet/>' },
        { name: 'xl/sharedStrings.xml', content: bomb(1000), declared: 4_000_000_000 },
      ]),
      'tooLarge',
    ],
  ])('with %s', async (_name, content, code) => {
    const attempt = readAll(folder.write('bad.xlsx', content));
    await expect(attempt).rejects.toMatchObject({ code });
    const sentence = await attempt.catch((error: unknown) =>
      isListRefusal(error) ? presentRefusal(error) : '',
    );
    expect(sentence).toMatch(/请.+！$/);
  });
});

describe('a text file', () => {
  const of = async (content: string | Buffer) =>
    (await readAll(folder.write('list.csv', content))).map((row) => row.cells);

  it.each<[string, string | Buffer]>([
    ['with the line ends of old Macs', '甲,乙\r1,2\r3,4\r'],
    ['with tabs', '甲\t乙\n1\t2\n3\t4\n'],
    ['with its own word for what parts the cells', 'sep=;\n甲;乙\n1;2\n3;4'],
    ['in UTF-16, the big end first', Buffer.from('\ufeff甲,乙\n1,2\n3,4', 'utf16le').swap16()],
    [
      'with cells to the last column that were never filled',
      `甲,乙${','.repeat(16_382)}\n1,2${','.repeat(16_382)}\n3,4\n`,
    ],
  ])('%s is read', async (_name, content) => {
    const rows = (await of(content)).map((all) => all.filter((one) => one !== ''));
    expect(rows).toEqual([
      ['甲', '乙'],
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it('is parted by what parts its rows, not by its title', async () => {
    expect(await of('计划，说明；甲;乙;丙;丁\n\na,b,c\n1,2,3\n4,5,6\n')).toContainEqual(['4', '5', '6']);
  });

  it.each<[string, string | Buffer, FileRefusalCode]>([
    ['half a million columns', `${'列,'.repeat(400_000)}尾\n1\n`, 'tooManyColumns'],
    ['a line without an end', 'a'.repeat(3_000_000), 'longLine'],
    ['a row swallowed by a quote that was not closed', 'a,b,c,d\n1,"x,3,4\n1,2,3,4\n1,x",3,4\n', 'openQuote'],
    ['a web page that calls itself XLS', '<html><body><table><tr><td>1</td></tr></table>', 'webPage'],
    [
      'a spreadsheet of 2003 in XML',
      '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
      'xmlSpreadsheet',
    ],
    [
      'a password',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]),
      'password',
    ],
    ['a PDF', '%PDF-1.7 a', 'pdf'],
    ['an archive', Buffer.from('526172211a0700', 'hex'), 'packed'],
  ])('is refused with %s', async (_name, content, code) => {
    const began = process.memoryUsage().rss;
    await expect(of(content)).rejects.toMatchObject({ code });
    expect(process.memoryUsage().rss - began).toBeLessThan(300_000_000);
  });
});
