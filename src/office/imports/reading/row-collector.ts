import type { FaultCode } from '../fault';
import { ImportRefused } from '../refusal';
import { type CellText, readDateCell, readIsoDateCell, readNumber } from './cell-text';
import { LONGEST_CELL, MOST_COLUMNS, MOST_ROWS } from './limits';
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
  readonly unreadable: Map<number, FaultCode>;
  readonly dates: Set<number>;
  /** Where the next cell stands that does not say where. */
  next: number;
}

const isTrue = (text: string | undefined) => text === '1' || text === 'true';

export function createRowCollector(workbook: Workbook, merged: MergedCells): RowCollector {
  const hiddenColumns: { readonly from: number; readonly to: number }[] = [];
  let rows: SourceRow[] = [];
  let row = makeRow(0, false);
  let cell = startCell(row, {});
  let target: 'value' | 'inline' | null = null;
  let inReading = false;
  let inData = false;
  let seen = false;

  function keepCell(): void {
    row.next = cell.column + 1;
    const { text, fault, isDate } = cell.hasFormula
      ? { text: cell.raw, fault: 'formula' as const, isDate: false }
      : readCell(cell, workbook);
    // What was formatted and never filled is nothing, however far to the right.
    if (text === '' && fault === undefined) return;
    checkPlace(text);
    while (row.cells.length < cell.column) row.cells.push('');
    row.cells[cell.column] = text;
    if (fault !== undefined) row.unreadable.set(cell.column, fault);
    if (isDate === true) row.dates.add(cell.column);
  }

  function checkPlace(text: string): void {
    const place = { row: row.number, column: letterOf(cell.column) };
    if (text.length > LONGEST_CELL) throw new ImportRefused('longCell', { ...place, most: LONGEST_CELL });
    if (cell.column >= MOST_COLUMNS)
      throw new ImportRefused('tooManyColumns', { ...place, most: MOST_COLUMNS });
    const isHidden = hiddenColumns.some(({ from, to }) => cell.column >= from && cell.column <= to);
    if (isHidden && text.trim() !== '') throw new ImportRefused('hiddenColumn', place);
  }

  function keepRow(): void {
    const { number, cells, unreadable, dates, hidden } = row;
    const covered = merged.covered(number, cells);
    if (cells.every((text) => text.trim() === '') && covered.length === 0 && unreadable.size === 0) return;
    if (hidden) throw new ImportRefused('hiddenRow', { row: number });
    if (number > MOST_ROWS) throw new ImportRefused('tooManyRows', { most: MOST_ROWS });
    for (const column of covered) unreadable.set(column, 'merged');
    rows.push({
      number,
      cells,
      ...(unreadable.size > 0 && { unreadable }),
      ...(dates.size > 0 && { dates }),
    });
  }

  const openers: Readonly<Record<string, (attributes: Attributes) => void>> = {
    row(attributes) {
      row = startRow(row.number, attributes);
    },
    c(attributes) {
      cell = startCell(row, attributes);
    },
    f() {
      cell.hasFormula = true;
    },
    v() {
      target = 'value';
    },
    t() {
      if (!inReading) target = 'inline';
    },
    rPh() {
      inReading = true;
    },
  };

  return {
    isSheet: () => seen,
    takeRows() {
      const taken = rows;
      rows = [];
      return taken;
    },
    open(name, attributes) {
      if (inData) openers[name]?.(attributes);
      else if (name === 'worksheet') seen = true;
      else if (name === 'sheetData') inData = true;
      else if (name === 'col' && (isTrue(attributes.hidden) || Number(attributes.width ?? 1) === 0))
        hiddenColumns.push({ from: Number(attributes.min) - 1, to: Number(attributes.max) - 1 });
    },
    text(text) {
      if (inData && target !== null && cell.raw.length <= LONGEST_CELL) cell.raw += text;
    },
    close(name) {
      if (!inData) return;
      if (name === 'v' || name === 't') target = null;
      else if (name === 'rPh') inReading = false;
      else if (name === 'c') keepCell();
      else if (name === 'row') keepRow();
      else if (name === 'sheetData') inData = false;
    },
  };
}

/** Rows count on where one does not say which it is. @throws ImportRefused damaged where they go backwards */
function startRow(before: number, { r, hidden, ht }: Attributes): OpenRow {
  const number = r === undefined ? before + 1 : Number(r);
  if (!(Number.isInteger(number) && number > before)) throw new ImportRefused('damaged');
  return makeRow(number, isTrue(hidden) || ht === '0');
}

function makeRow(number: number, hidden: boolean): OpenRow {
  return { number, hidden, cells: [], unreadable: new Map(), dates: new Set(), next: 0 };
}

function startCell(row: OpenRow, attributes: Attributes): OpenCell {
  const { r, t = 'n', s = '0' } = attributes;
  const column = r === undefined ? row.next : (indexOfLetters(/^[A-Z]*/.exec(r)?.[0] ?? '') ?? -1);
  if (!(column >= row.next && column < SHEET_COLUMNS)) throw new ImportRefused('damaged');
  return { column, type: t, style: Number(s), raw: '', hasFormula: false };
}

function readCell({ type, raw, style }: OpenCell, workbook: Workbook): CellText {
  if (type === 's') {
    const text = raw === '' ? '' : workbook.sharedStrings[Number(raw)];
    if (text === undefined) throw new ImportRefused('damaged');
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
