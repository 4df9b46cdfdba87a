import type { FaultCode } from '../fault';
import { ImportRefused } from '../refusal';
import { readNumber, readSerialDate } from './cell-text';
import type { SourceRow, SourceRows } from './source-row';
import { openWorkbook, type Workbook } from './workbook';
import { parseXml, type XmlListener } from './xml';
import { openZip } from './zip';

/** Room for a million rows of forty columns in what a province exports; more goes as CSV. */
const MOST_SHEET = 900_000_000;
const MOST_COLUMNS = 500;

/**
 * Reads one sheet of an XLSX file as it streams: the named one, else the first. Merged cells and formulas are not
 * guessed at: the former refuse the file, the latter are faults of their cells.
 * @throws ImportRefused notSpreadsheet, noSuchSheet, mergedCells, damaged, tooLarge
 */
export async function* readXlsx(
  path: string,
  sheet: string | null,
  onBytes: (bytes: number) => void,
): SourceRows {
  const zip = await openZip(path);
  const workbook = await openWorkbook(zip, sheet);
  const collector = createRowCollector(workbook);
  const stream = countBytes(await zip.open(workbook.sheet, MOST_SHEET), onBytes);
  for await (const _piece of parseXml(stream, collector)) yield collector.takeRows();
  yield collector.takeRows();
  if (collector.merged !== null) throw new ImportRefused('mergedCells', { cells: collector.merged });
}

async function* countBytes(stream: AsyncIterable<Buffer>, onBytes: (bytes: number) => void) {
  for await (const chunk of stream) {
    onBytes(chunk.length);
    yield chunk;
  }
}

interface RowCollector extends XmlListener {
  /** The first merged range, as `A1:C1`. */
  readonly merged: string | null;
  takeRows(): SourceRow[];
}

function createRowCollector(workbook: Workbook): RowCollector {
  let rows: SourceRow[] = [];
  let merged: string | null = null;
  let row = startRow(0);
  let cell = startCell({}, 0);
  let target: 'value' | 'inline' | null = null;
  let inReading = false;

  function keepCell(): void {
    const { text, fault } = cell.hasFormula
      ? { text: cell.raw, fault: 'formula' as const }
      : readCell(cell, workbook);
    while (row.cells.length < cell.column) row.cells.push('');
    row.cells[cell.column] = text;
    if (fault !== undefined) row.unreadable.set(cell.column, fault);
  }

  const openers: Readonly<Record<string, (attributes: Readonly<Record<string, string>>) => void>> = {
    row({ r }) {
      row = startRow(Number(r ?? row.number + 1));
    },
    c(attributes) {
      cell = startCell(attributes, row.cells.length);
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
    mergeCell({ ref = '' }) {
      merged ??= ref;
    },
  };

  return {
    get merged() {
      return merged;
    },
    takeRows() {
      const taken = rows;
      rows = [];
      return taken;
    },
    open: (name, attributes) => openers[name]?.(attributes),
    text(text) {
      if (target !== null) cell.raw += text;
    },
    close(name) {
      if (name === 'v' || name === 't') target = null;
      else if (name === 'rPh') inReading = false;
      else if (name === 'c') keepCell();
      else if (name === 'row') {
        const { number, cells, unreadable } = row;
        rows.push(unreadable.size === 0 ? { number, cells } : { number, cells, unreadable });
      }
    },
  };
}

function startRow(number: number) {
  return { number, cells: [] as string[], unreadable: new Map<number, FaultCode>() };
}

interface OpenCell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  raw: string;
  hasFormula: boolean;
}

function startCell(attributes: Readonly<Record<string, string>>, next: number): OpenCell {
  const column = attributes.r === undefined ? next : findColumn(attributes.r);
  if (!(column >= next && column < MOST_COLUMNS)) throw new ImportRefused('damaged');
  const { t = 'n', s = '0' } = attributes;
  return { column, type: t, style: Number(s), raw: '', hasFormula: false };
}

/** Index of the column of `AB12`: 27. */
function findColumn(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0] ?? '';
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function readCell({ type, raw, style }: OpenCell, workbook: Workbook): { text: string; fault?: FaultCode } {
  if (type === 's') {
    const text = workbook.sharedStrings[Number(raw)];
    if (text === undefined) throw new ImportRefused('damaged');
    return { text };
  }
  if (type === 'e') return { text: raw, fault: 'errorValue' };
  if (type === 'b') return { text: raw === '1' ? '是' : '否' };
  if (type !== 'n' || raw === '') return { text: raw };
  const date = workbook.dateStyles[style] === true ? readSerialDate(raw, workbook.from1904) : null;
  return date === null ? readNumber(raw) : { text: date };
}
