import ExcelJS from 'exceljs';

/** The rows of the first sheet of a spreadsheet, headings first; an empty cell is ''. */
export async function readSheet(bytes: ArrayBuffer): Promise<readonly (readonly (string | number)[])[]> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes);
  const sheet = book.worksheets[0];
  if (sheet === undefined) throw new Error('a spreadsheet without sheets');
  const width = sheet.getRow(1).cellCount;
  return Array.from({ length: sheet.rowCount }, (_none, row) =>
    Array.from({ length: width }, (_cell, column) => {
      const { value } = sheet.getRow(row + 1).getCell(column + 1);
      if (value === null || value === undefined) return '';
      if (typeof value !== 'string' && typeof value !== 'number')
        throw new Error(`a cell holds ${typeof value}`);
      return value;
    }),
  );
}
