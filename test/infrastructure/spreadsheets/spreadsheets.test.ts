import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import { type Cell, formatCsvLine } from '../../../src/infrastructure/spreadsheets/csv';
import { writeXlsx } from '../../../src/infrastructure/spreadsheets/xlsx';

async function* list(rows: readonly (readonly Cell[])[]): AsyncGenerator<readonly Cell[]> {
  yield* rows;
}

describe('tables that are handed out', () => {
  it.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['  =1', "'  =1"],
    ['＝1', "'＝1"],
    ['王=小', '王=小'],
    ['a,"b"\n', '"a,""b""\n"'],
  ])('gives %j to a CSV file as %j', (text, written) => {
    expect(formatCsvLine([text])).toBe(`${written}\r\n`);
  });

  it('leaves numbers, nothing and leading zeros as they are', () => {
    expect(formatCsvLine([-1, null, '0001'])).toBe('-1,,0001\r\n');
  });

  it('writes spreadsheets whose texts are texts, formulas and odd characters too', async () => {
    const rows: Cell[][] = [
      ['=1+1', '0001', 7, null],
      ['<a&"b">', '𫖯\0\ud800', -1, '阿卜杜·热合曼'],
    ];
    const bytes = await buffer(
      writeXlsx({ name: '名单', headings: ['甲', '乙', '丙', '丁'], count: 2, rows: list(rows) }),
    );
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
    );
    const sheet = book.getWorksheet('名单');
    const read = (row: number) => [1, 2, 3, 4].map((column) => sheet?.getRow(row).getCell(column).value);
    expect(read(1)).toEqual(['甲', '乙', '丙', '丁']);
    expect(read(2)).toEqual(['=1+1', '0001', 7, null]);
    expect(read(3)).toEqual(['<a&"b">', '𫖯\ufffd\ufffd', -1, '阿卜杜·热合曼']);
    expect(sheet?.getRow(2).getCell(1).formula).toBeUndefined();
  });

  it('goes on in another sheet where one is full, and tells a fault of its rows', async () => {
    const sheets = await buffer(
      writeXlsx({ name: '表', headings: ['甲'], count: 1_048_576, rows: list([['1']]) }),
    );
    expect(sheets.includes('xl/worksheets/sheet2.xml')).toBe(true);
    async function* fail(): AsyncGenerator<readonly Cell[]> {
      yield ['1'];
      throw new Error('the source failed');
    }
    const failing = buffer(writeXlsx({ name: '表', headings: ['甲'], count: 1, rows: fail() }));
    await expect(failing).rejects.toThrow('the source failed');
  });
});
