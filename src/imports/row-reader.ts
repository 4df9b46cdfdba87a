import type { ColumnDefinition, Headings } from './column';
import type { FaultCode, FaultList } from './fault';
import type { SourceRow } from './reading/source-row';
import { MOST_SEEN, type ReadValue, ValueFault } from './values/value-fault';

/** Reads the cells of one row after the other by column, and notes what is wrong with them. */
export interface RowReader {
  open(row: SourceRow): void;
  /** Whether nothing has been wrong with the row so far. */
  isSound(): boolean;
  /** Whether the file has the column at all. */
  has(column: string): boolean;
  /** The cell, tidied; '' where it is blank or the file has no such column. */
  text(column: string): string;
  /** The value of a cell; null where it is blank, or faulty, which is noted. */
  take<T>(column: string, read: ReadValue<T>): T | null;
  /** The same of a cell that may not be blank. */
  need<T>(column: string, read: ReadValue<T>): T | null;
  /** Notes a fault of a cell. */
  refuse(column: string, code: FaultCode, expected?: string): void;
}

/** Control and format characters, which nobody sees and no code may hold; breaks of line stay. */
const INVISIBLE = /(?![\t\n\r])[\p{Cc}\p{Cf}]/gu;

function tidy(cell: string): string {
  return cell === '' ? '' : cell.trim().replace(INVISIBLE, '');
}

export function createRowReader(
  columns: readonly ColumnDefinition[],
  headings: Headings,
  faults: FaultList,
): RowReader {
  const indexes = new Map([...headings.places].map(([code, { index }]) => [code, index]));
  const titles = new Map(
    columns.map(({ code, heading }) => [code, headings.places.get(code)?.heading ?? heading]),
  );
  const secrets = new Set(columns.filter(({ secret }) => secret === true).map(({ code }) => code));
  let current: SourceRow = { number: 0, cells: [] };
  let sound = true;

  function note(column: string, code: FaultCode, found: string, expected: string): void {
    sound = false;
    faults.add({
      row: current.number,
      column: titles.get(column) ?? '',
      code,
      found: secrets.has(column) ? '' : found.slice(0, 40),
      expected,
    });
  }

  function cellOf(column: string): string {
    const index = indexes.get(column);
    return index === undefined ? '' : (current.cells[index] ?? '');
  }

  function read<T>(column: string, found: string, readValue: ReadValue<T>): T | null {
    const fault = findUnreadable(column);
    if (fault !== null) {
      note(column, fault, found, '');
      return null;
    }
    const value = readValue(found);
    if (!(value instanceof ValueFault)) return value;
    note(column, value.code, found, value.expected);
    return null;
  }

  /** Reads a cell that is not blank as it stands; null where it is blank once it is tidied. */
  function readCell<T>(column: string, cell: string, readValue: ReadValue<T>): T | null | undefined {
    const { seen } = readValue;
    const known = current.unreadable === undefined ? seen?.get(cell) : undefined;
    if (known !== undefined) return known;
    const remembers = seen !== undefined && seen.size < MOST_SEEN && current.unreadable === undefined;
    // A part of a large text keeps the whole of it in memory.
    const kept = remembers ? Buffer.from(cell).toString() : cell;
    const found = tidy(kept);
    if (found === '' && findUnreadable(column) === null) return undefined;
    const value = read(column, found, readValue);
    if (remembers && value !== null) seen.set(kept, value);
    return value;
  }

  function findUnreadable(column: string): FaultCode | null {
    const index = indexes.get(column);
    return index === undefined ? null : (current.unreadable?.get(index) ?? null);
  }

  const width = Math.max(...indexes.values()) + 1;
  const headed = headings.places.size + headings.ignored.length + headings.doubled.length;
  return {
    open(row) {
      current = row;
      sound = true;
      const most = Math.max(width, headed);
      if (row.cells.length > most && row.cells.slice(most).some((cell) => cell.trim() !== ''))
        note('', 'tooManyCells', '', '');
    },
    isSound: () => sound,
    has: (column) => indexes.has(column),
    text: (column) => tidy(cellOf(column)),
    take(column, readValue) {
      const cell = cellOf(column);
      return cell === '' && current.unreadable === undefined
        ? null
        : (readCell(column, cell, readValue) ?? null);
    },
    need(column, readValue) {
      const value = readCell(column, cellOf(column), readValue);
      if (value === undefined) note(column, 'missing', '', '');
      return value ?? null;
    },
    refuse: (column, code, expected = '') => note(column, code, tidy(cellOf(column)), expected),
  };
}
