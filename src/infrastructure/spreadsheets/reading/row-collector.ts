import type { CellFault } from './cell-fault';
import { type CellText, readDateCell, readIsoDateCell, readNumber } from './cell-text';
import { FileRefused } from './file-refusal';
import { MAX_CELL_LENGTH, MAX_COLUMNS, MAX_ROWS } from './limits';
import type { MergedCells } from './merged-ranges';
import { indexOfLetters, letterOf, type SourceRow } from './source-row';
import { unescapeText, type Workbook } from './workbook';
import type { XmlListener } from './xml';

/** The columns of a sheet in Excel. */
const SHEET_COLUMNS = 16_384;

/** Makes rows of the elements of a sheet. */
interface RowCollector extends XmlListener {
  /** Rows that are complete and not blank. */
  takeRows(): SourceRow[];
  /** Whether it was a sheet of cells at all. */
  isSheet(): boolean;
}

type Attributes = Readonly<Record<string, string>>;

interface OpenCell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  raw: string;
  hasFormula: boolean;
}

interface OpenRow {
  readonly number: number;
  readonly hidden: boolean;
  readonly cells: string[];
  readonly unreadable: Map<number, CellFault>;
  readonly dates: Set<number>;
  /** Where the next cell stands that does not say where. */
  next: number;
}

const isTrue = (text: string | undefined) => text === '1' || text === 'true';

/** Where in its sheet a collector is. */
interface OpenSheet {
  readonly workbook: Workbook;
  readonly merged: MergedCells;
  readonly hiddenColumns: { readonly from: number; readonly to: number }[];
  rows: SourceRow[];
  row: OpenRow;
  cell: OpenCell;
  target: 'value' | 'inline' | null;
  inReading: boolean;
  inData: boolean;
  seen: boolean;
}

function keepCell(sheet: OpenSheet): void {
  const { row, cell } = sheet;
  row.next = cell.column + 1;
  const { text, fault, isDate } = cell.hasFormula
    ? { text: cell.raw, fault: 'formula' as const, isDate: false }
    : readCell(cell, sheet.workbook);
  // What was formatted and never filled is nothing, however far to the right.
  if (text === '' && fault === undefined) return;
  checkPlace(sheet, text);
  while (row.cells.length < cell.column) row.cells.push('');
  row.cells[cell.column] = text;
  if (fault !== undefined) row.unreadable.set(cell.column, fault);
  if (isDate === true) row.dates.add(cell.column);
}

function checkPlace({ row, cell, hiddenColumns }: OpenSheet, text: string): void {
  const place = { row: row.number, column: letterOf(cell.column) };
  if (text.length > MAX_CELL_LENGTH) throw new FileRefused('longCell', { ...place, most: MAX_CELL_LENGTH });
  if (cell.column >= MAX_COLUMNS) throw new FileRefused('tooManyColumns', { ...place, most: MAX_COLUMNS });
  const isHidden = hiddenColumns.some(({ from, to }) => cell.column >= from && cell.column <= to);
  if (isHidden && text.trim() !== '') throw new FileRefused('hiddenColumn', place);
}

function keepRow({ row, rows, merged }: OpenSheet): void {
  const { number, cells, unreadable, dates, hidden } = row;
  const covered = merged.covered(number, cells);
  if (cells.every((text) => text.trim() === '') && covered.length === 0 && unreadable.size === 0) return;
  if (hidden) throw new FileRefused('hiddenRow', { row: number });
  if (number > MAX_ROWS) throw new FileRefused('tooManyRows', { most: MAX_ROWS });
  for (const column of covered) unreadable.set(column, 'merged');
  rows.push({
    number,
    cells,
    ...(unreadable.size > 0 && { unreadable }),
    ...(dates.size > 0 && { dates }),
  });
}

/** What the elements within the data of a sheet begin, by their names. */
const openers: Readonly<Record<string, (sheet: OpenSheet, attributes: Attributes) => void>> = {
  row(sheet, attributes) {
    sheet.row = startRow(sheet.row.number, attributes);
  },
  c(sheet, attributes) {
    sheet.cell = startCell(sheet.row, attributes);
  },
  f(sheet) {
    sheet.cell.hasFormula = true;
  },
  v(sheet) {
    sheet.target = 'value';
  },
  t(sheet) {
    if (!sheet.inReading) sheet.target = 'inline';
  },
  rPh(sheet) {
    sheet.inReading = true;
  },
};

function open(sheet: OpenSheet, name: string, attributes: Attributes): void {
  if (sheet.inData) openers[name]?.(sheet, attributes);
  else if (name === 'worksheet') sheet.seen = true;
  else if (name === 'sheetData') sheet.inData = true;
  else if (name === 'col' && (isTrue(attributes.hidden) || Number(attributes.width ?? 1) === 0))
    sheet.hiddenColumns.push({ from: Number(attributes.min) - 1, to: Number(attributes.max) - 1 });
}

function close(sheet: OpenSheet, name: string): void {
  if (!sheet.inData) return;
  if (name === 'v' || name === 't') sheet.target = null;
  else if (name === 'rPh') sheet.inReading = false;
  else if (name === 'c') keepCell(sheet);
  else if (name === 'row') keepRow(sheet);
  else if (name === 'sheetData') sheet.inData = false;
}

export function createRowCollector(workbook: Workbook, merged: MergedCells): RowCollector {
  const row = makeRow(0, false);
  const sheet: OpenSheet = {
    workbook,
    merged,
    hiddenColumns: [],
    rows: [],
    row,
    cell: startCell(row, {}),
    target: null,
    inReading: false,
    inData: false,
    seen: false,
  };
  return {
    isSheet: () => sheet.seen,
    takeRows() {
      const taken = sheet.rows;
      sheet.rows = [];
      return taken;
    },
    open: (name, attributes) => open(sheet, name, attributes),
    text(text) {
      if (sheet.inData && sheet.target !== null && sheet.cell.raw.length <= MAX_CELL_LENGTH)
        sheet.cell.raw += text;
    },
    close: (name) => close(sheet, name),
  };
}

/** Rows count on where one does not say which it is. @throws FileRefused damaged where they go backwards */
function startRow(before: number, { r, hidden, ht }: Attributes): OpenRow {
  const number = r === undefined ? before + 1 : Number(r);
  if (!(Number.isInteger(number) && number > before)) throw new FileRefused('damaged');
  return makeRow(number, isTrue(hidden) || ht === '0');
}

function makeRow(number: number, hidden: boolean): OpenRow {
  return { number, hidden, cells: [], unreadable: new Map(), dates: new Set(), next: 0 };
}

function startCell(row: OpenRow, attributes: Attributes): OpenCell {
  const { r, t = 'n', s = '0' } = attributes;
  const column = r === undefined ? row.next : (indexOfLetters(/^[A-Z]*/.exec(r)?.[0] ?? '') ?? -1);
  if (!(column >= row.next && column < SHEET_COLUMNS)) throw new FileRefused('damaged');
  return { column, type: t, style: Number(s), raw: '', hasFormula: false };
}

function readCell({ type, raw, style }: OpenCell, workbook: Workbook): CellText {
  if (type === 's') {
    const text = raw === '' ? '' : workbook.sharedStrings[Number(raw)];
    if (text === undefined) throw new FileRefused('damaged');
    return { text };
  }
  if (type === 'e') return { text: raw, fault: 'errorValue' };
  if (raw === '') return { text: '' };
  if (type === 'b') return { text: isTrue(raw) ? 'TRUE' : 'FALSE' };
  if (type === 'd') return readIsoDateCell(raw);
  if (type !== 'n') return { text: unescapeText(raw) };
  const shown = workbook.formats[style] ?? { as: 'number' };
  return shown.as === 'date' ? readDateCell(raw, workbook.from1904) : readNumber(raw, shown);
}
