import type { ColumnBlock, ColumnDefinition, ColumnPlace, Headings } from './column';
import { createFaultList, type FaultCode, type FaultList } from './fault';
import { letterOf, type SourceRow } from './reading/source-row';
import { splitCell } from './split-cell';
import { tidyCell, tidyProse } from './tidy-cell';
import { MOST_SEEN, type ReadValue, ValueFault } from './values/value-fault';

/** Reads the cells of one row after the other by column, and notes what is wrong with them. */
export interface RowReader {
  /** Turns to a row, and to one of the records that stand side by side in it. */
  open(row: SourceRow, block: number): void;
  /** Whether nothing has been wrong with the record so far. */
  isSound(): boolean;
  /** Whether the file has the column at all, or a fixed value stands for it. */
  has(column: string): boolean;
  /** The cell, tidied; '' where it is blank or the file has no such column. */
  text(column: string): string;
  /** The value of a cell; null where it is blank, or faulty, which is noted. */
  take<T>(column: string, read: ReadValue<T>): T | null;
  /** The same of a cell that may not be blank. */
  need<T>(column: string, read: ReadValue<T>): T | null;
  /** Notes a fault of a cell. */
  refuse(column: string, code: FaultCode, expected?: string): void;
  /** Notes a fault of the row as a whole. */
  refuseRow(code: FaultCode, found: string): void;
  /** Notes what somebody should look at; the row is taken all the same. */
  warn(column: string, code: FaultCode, expected?: string): void;
}

/** A spreadsheet writes a long number so once it has lost its last digits. */
const SCIENTIFIC = /^\d(\.\d+)?E\+?\d{1,2}$/i;
const LONGEST_FOUND = 40;

export function createRowReader(
  columns: readonly ColumnDefinition[],
  headings: Headings,
  faults: FaultList,
  doubts: FaultList = createFaultList(),
): RowReader {
  const known = new Map(columns.map((column) => [column.code, column]));
  const { titles, unheaded } = headings;
  let current: SourceRow = { number: 0, cells: [] };
  let block: ColumnBlock = headings.blocks[0];
  let sound = true;

  function note(column: string, code: FaultCode, found: string, expected: string): void {
    sound = false;
    list(faults, column, code, found, expected);
  }

  function list(into: FaultList, column: string, code: FaultCode, found: string, expected: string): void {
    const place = block.places.get(column);
    const definition = known.get(column);
    into.add({
      row: current.number,
      column: place?.heading || (definition?.heading ?? ''),
      letter: place === undefined ? '' : letterOf(place.index),
      code,
      found: definition?.secret === true ? '' : found.slice(0, LONGEST_FOUND),
      expected,
    });
  }

  function noteCell(index: number, code: FaultCode): void {
    sound = false;
    const found = tidyCell(current.cells[index] ?? '').slice(0, LONGEST_FOUND);
    const kept = /\d{15}/.test(found) ? '' : found;
    faults.add({ row: current.number, column: '', letter: letterOf(index), code, found: kept, expected: '' });
  }

  function cellOf(column: string): string {
    const place = block.places.get(column);
    if (place === undefined) return block.fixed.get(column) ?? '';
    const cell = current.cells[place.index] ?? '';
    return place.part === null ? cell : (splitCell(tidyCell(cell))?.[place.part] ?? '');
  }

  const tidy = (column: string, cell: string) =>
    cell === '' ? '' : known.get(column)?.prose === true ? tidyProse(cell) : tidyCell(cell);

  function read<T>(column: string, found: string, readValue: ReadValue<T>): T | null {
    const fault = findUnreadable(column, found);
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
    const isPlain = current.unreadable === undefined && current.dates === undefined;
    const before = isPlain ? seen?.get(cell) : undefined;
    if (before !== undefined) return before;
    const remembers = seen !== undefined && seen.size < MOST_SEEN && isPlain;
    // A part of a large text keeps the whole of it in memory.
    const kept = remembers ? Buffer.from(cell).toString() : cell;
    const found = tidy(column, kept);
    if (found === '' && findUnreadable(column, found) === null) return undefined;
    const value = read(column, found, readValue);
    if (remembers && value !== null) seen.set(kept, value);
    return value;
  }

  function findUnreadable(column: string, found: string): FaultCode | null {
    const place = block.places.get(column);
    const definition = known.get(column);
    const fault = place === undefined ? null : findFaultAt(place, found, definition?.date === true);
    return fault ?? (definition?.prose !== true && SCIENTIFIC.test(found) ? 'scientific' : null);
  }

  function findFaultAt({ index, part }: ColumnPlace, found: string, takesDates: boolean): FaultCode | null {
    const fault = current.unreadable?.get(index);
    if (fault !== undefined) return fault;
    if (!takesDates && current.dates?.has(index) === true) return 'dateInstead';
    const isUnsplit = part !== null && found === '' && tidyCell(current.cells[index] ?? '') !== '';
    return isUnsplit ? 'unsplit' : null;
  }

  function checkWidth({ cells }: SourceRow): void {
    for (const index of unheaded) if ((cells[index] ?? '').trim() !== '') noteCell(index, 'unheaded');
    for (let index = titles.length; index < cells.length; index += 1)
      if ((cells[index] ?? '').trim() !== '') {
        note('', 'tooManyCells', '', '');
        break;
      }
  }

  return {
    open(row, at) {
      current = row;
      block = headings.blocks[at] ?? headings.blocks[0];
      sound = true;
      if (at === 0) checkWidth(row);
    },
    isSound: () => sound,
    has: (column) => block.places.has(column) || block.fixed.has(column),
    text: (column) => tidy(column, cellOf(column)),
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
    refuse: (column, code, expected = '') => note(column, code, tidy(column, cellOf(column)), expected),
    refuseRow: (code, found) => note('', code, found, ''),
    warn: (column, code, expected = '') => list(doubts, column, code, tidy(column, cellOf(column)), expected),
  };
}

/** Whether nothing stands in the columns that a block has for itself. */
export function isBlankBlock({ blocks }: Headings, row: SourceRow, at: number): boolean {
  const block = blocks[at];
  if (block === undefined || blocks.length === 1) return false;
  const others = blocks.filter((one) => one !== block);
  const own = [...block.places.values()].filter(
    ({ index }) => !others.some(({ places }) => [...places.values()].some((place) => place.index === index)),
  );
  return own.every(({ index }) => (row.cells[index] ?? '').trim() === '');
}
