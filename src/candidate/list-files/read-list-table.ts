import type { ByteFile } from '../../infrastructure/byte-file';
import type { CellFault } from '../../infrastructure/spreadsheets/reading/cell-fault';
import { examineFile } from '../../infrastructure/spreadsheets/reading/examine-file';
import type { BookLimits } from '../../infrastructure/spreadsheets/reading/limits';
import { type BookTable, openBook } from '../../infrastructure/spreadsheets/reading/open-book';
import { isBlank, type SourceRow } from '../../infrastructure/spreadsheets/reading/source-row';
import { tidyCell } from '../../infrastructure/spreadsheets/reading/tidy-cell';
import { type ListColumn, readHeading } from './list-columns';
import { ListRefused } from './list-refusal';

/** Room for a sheet that was formatted to its end; a list of choices itself has some kilobytes. */
const LIMITS: BookLimits = { sheetBytes: 60_000_000, stringBytes: 20_000_000, readMs: 10_000 };
/** The longest form has 96 choices; what is beyond a layout is told line by line up to here. */
const MAX_ROWS = 1000;
const ENOUGH_HEADINGS = 2;

export interface ListCell {
  readonly text: string;
  /** Why the text cannot be trusted. */
  readonly fault: CellFault | 'date' | 'formulaText' | null;
}

type Key = `${ListColumn['kind']}${number}`;

/** A line of the file in the columns that are known. */
export interface TableLine {
  /** As a spreadsheet counts them, from 1. */
  readonly row: number;
  /** How many rows below the headings it stands, from 1: its place where the file has no numbers. */
  readonly below: number;
  cell(kind: ListColumn['kind'], index?: number): ListCell;
}

export interface ListTable {
  /** Headings that are none of ours. */
  readonly unknown: readonly string[];
  readonly lines: readonly TableLine[];
  has(kind: ListColumn['kind']): boolean;
  /** How the file calls a column. */
  headingOf(kind: ListColumn['kind'], index?: number): string;
}

interface Headings {
  readonly row: SourceRow;
  /** By the place of the column in the file. */
  readonly columns: readonly (Pick<ListColumn, 'kind' | 'index'> | null)[];
}

/**
 * Reads the one table of a file that has the headings of a list of choices.
 * @throws FileRefused where the file cannot be read, ListRefused where it is no such table
 */
export async function readListTable(file: ByteFile, columns: readonly ListColumn[]): Promise<ListTable> {
  const book = await openBook(file, await examineFile(file), LIMITS);
  const found: { readonly table: BookTable; readonly headings: Headings }[] = [];
  for (const table of book.tables.filter(({ hidden }) => !hidden)) {
    const headings = findHeadings(await table.look());
    if (headings !== null) found.push({ table, headings });
  }
  const [only, ...others] = found;
  if (only === undefined)
    throw new ListRefused('noHeadings', { columns: columns.map(({ heading }) => heading).join('、') });
  if (others.length > 0)
    throw new ListRefused('severalSheets', { names: found.map(({ table }) => table.name ?? '').join('、') });
  checkDoubled(only.headings);
  return readLines(only.table, only.headings);
}

function findHeadings(rows: readonly SourceRow[]): Headings | null {
  for (const row of rows) {
    const columns: Headings['columns'][number][] = [];
    for (const cell of row.cells) columns.push(readHeading(tidyCell(cell), columns));
    const known = columns.filter((column) => column !== null);
    if (known.length >= ENOUGH_HEADINGS && known.some(({ kind }) => kind === 'institution'))
      return { row, columns };
  }
  return null;
}

const keyOf = ({ kind, index }: Pick<ListColumn, 'kind' | 'index'>): Key => `${kind}${index}`;

function checkDoubled({ row, columns }: Headings): void {
  const seen = new Set<Key>();
  for (const [at, column] of columns.entries()) {
    if (column === null) continue;
    const key = keyOf(column);
    if (seen.has(key)) throw new ListRefused('doubledColumn', { heading: tidyCell(row.cells[at] ?? '') });
    seen.add(key);
  }
}

async function readLines(table: BookTable, { row: heading, columns }: Headings): Promise<ListTable> {
  const places = new Map<Key, number>();
  for (const [at, column] of columns.entries()) if (column !== null) places.set(keyOf(column), at);
  const lines: TableLine[] = [];
  for await (const rows of table.readRows())
    for (const row of rows) {
      if (row.number <= heading.number || isBlank(row)) continue;
      if (lines.length >= MAX_ROWS) throw new ListRefused('tooManyRows', { most: MAX_ROWS });
      lines.push({
        row: row.number,
        below: row.number - heading.number,
        cell: (kind, index = 0) => readCell(row, places.get(keyOf({ kind, index }))),
      });
    }
  const kinds = new Set(columns.map((column) => column?.kind));
  return {
    lines,
    unknown: columns.flatMap((column, at) => {
      const text = tidyCell(heading.cells[at] ?? '');
      return column === null && text !== '' ? [text] : [];
    }),
    has: (kind) => kinds.has(kind),
    headingOf: (kind, index = 0) => tidyCell(heading.cells[places.get(keyOf({ kind, index })) ?? -1] ?? ''),
  };
}

function readCell(row: SourceRow, at: number | undefined): ListCell {
  if (at === undefined) return { text: '', fault: null };
  const text = tidyCell(row.cells[at] ?? '');
  const fault = row.unreadable?.get(at);
  if (fault !== undefined) return { text, fault };
  if (row.dates?.has(at) === true) return { text, fault: 'date' };
  return { text, fault: text.startsWith('=') ? 'formulaText' : null };
}
