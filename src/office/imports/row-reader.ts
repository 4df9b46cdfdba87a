import { letterOf, type SourceRow } from '../../infrastructure/spreadsheets/reading/source-row';
import { tidyCell, tidyProse } from '../../infrastructure/spreadsheets/reading/tidy-cell';
import { maskPersonalNumbersIn } from '../../rules/identity/masking';
import type { ColumnBlock, ColumnDefinition, ColumnPlace, Headings } from './column';
import { createFaultList, type FaultCode, type FaultList } from './fault';
import { splitCell } from './split-cell';
import { MAX_SEEN, type ReadValue, ValueFault } from './values/value-fault';

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
  /** Records a fault of a cell. */
  refuse(column: string, code: FaultCode, expected?: string): void;
  /** Records a fault of the row as a whole. */
  refuseRow(code: FaultCode, found: string): void;
  /** Records what somebody should look at; the row is taken all the same. */
  warn(column: string, code: FaultCode, expected?: string): void;
}

/** A spreadsheet writes a long number so once it has lost its last digits. */
const SCIENTIFIC = /^\d(\.\d+)?E\+?\d{1,2}$/i;
const MAX_FOUND_LENGTH = 40;

/** Where a reader is, and what it has found of the record. */
interface Reading {
  readonly known: ReadonlyMap<string, ColumnDefinition>;
  readonly headings: Headings;
  readonly faults: FaultList;
  readonly doubts: FaultList;
  row: SourceRow;
  block: ColumnBlock;
  sound: boolean;
}

function addFault(reading: Reading, column: string, code: FaultCode, found: string, expected: string): void {
  reading.sound = false;
  list(reading, reading.faults, column, code, found, expected);
}

function list(
  { known, row, block }: Reading,
  into: FaultList,
  column: string,
  code: FaultCode,
  found: string,
  expected: string,
): void {
  const place = block.places.get(column);
  const definition = known.get(column);
  into.add({
    row: row.number,
    column: place?.heading || (definition?.heading ?? ''),
    letter: place === undefined ? '' : letterOf(place.index),
    code,
    found: definition?.secret === true ? '' : maskPersonalNumbersIn(found).slice(0, MAX_FOUND_LENGTH),
    expected,
  });
}

function addCellFault(reading: Reading, index: number, code: FaultCode): void {
  const { row, faults } = reading;
  reading.sound = false;
  const found = tidyCell(row.cells[index] ?? '').slice(0, MAX_FOUND_LENGTH);
  const kept = /\d{15}/.test(found) ? '' : maskPersonalNumbersIn(found);
  faults.add({ row: row.number, column: '', letter: letterOf(index), code, found: kept, expected: '' });
}

function cellOf({ row, block }: Reading, column: string): string {
  const place = block.places.get(column);
  if (place === undefined) return block.fixed.get(column) ?? '';
  const cell = row.cells[place.index] ?? '';
  return place.part === null ? cell : (splitCell(tidyCell(cell))?.[place.part] ?? '');
}

const tidy = ({ known }: Reading, column: string, cell: string) =>
  cell === '' ? '' : known.get(column)?.prose === true ? tidyProse(cell) : tidyCell(cell);

const textOf = (reading: Reading, column: string) => tidy(reading, column, cellOf(reading, column));

function read<T>(reading: Reading, column: string, found: string, readValue: ReadValue<T>): T | null {
  const fault = findUnreadable(reading, column, found);
  if (fault !== null) {
    addFault(reading, column, fault, found, '');
    return null;
  }
  const value = readValue(found);
  if (!(value instanceof ValueFault)) return value;
  addFault(reading, column, value.code, found, value.expected);
  return null;
}

/** Reads a cell that is not blank as it stands; null where it is blank once it is tidied. */
function readCell<T>(
  reading: Reading,
  column: string,
  cell: string,
  readValue: ReadValue<T>,
): T | null | undefined {
  const { seen } = readValue;
  const isPlain = reading.row.unreadable === undefined && reading.row.dates === undefined;
  const before = isPlain ? seen?.get(cell) : undefined;
  if (before !== undefined) return before;
  const remembers = seen !== undefined && seen.size < MAX_SEEN && isPlain;
  // A part of a large text keeps the whole of it in memory.
  const kept = remembers ? Buffer.from(cell).toString() : cell;
  const found = tidy(reading, column, kept);
  if (found === '' && findUnreadable(reading, column, found) === null) return undefined;
  const value = read(reading, column, found, readValue);
  if (remembers && value !== null) seen.set(kept, value);
  return value;
}

function findUnreadable(reading: Reading, column: string, found: string): FaultCode | null {
  const place = reading.block.places.get(column);
  const definition = reading.known.get(column);
  const fault = place === undefined ? null : findFaultAt(reading, place, found, definition?.date === true);
  return fault ?? (definition?.prose !== true && SCIENTIFIC.test(found) ? 'scientific' : null);
}

function findFaultAt(
  { row }: Reading,
  { index, part }: ColumnPlace,
  found: string,
  takesDates: boolean,
): FaultCode | null {
  const fault = row.unreadable?.get(index);
  if (fault !== undefined) return fault;
  if (!takesDates && row.dates?.has(index) === true) return 'dateInstead';
  const isUnsplit = part !== null && found === '' && tidyCell(row.cells[index] ?? '') !== '';
  return isUnsplit ? 'unsplit' : null;
}

function checkWidth(reading: Reading): void {
  const { cells } = reading.row;
  const { titles, unheaded } = reading.headings;
  for (const index of unheaded)
    if ((cells[index] ?? '').trim() !== '') addCellFault(reading, index, 'unheaded');
  for (let index = titles.length; index < cells.length; index += 1)
    if ((cells[index] ?? '').trim() !== '') {
      addFault(reading, '', 'tooManyCells', '', '');
      break;
    }
}

function open(reading: Reading, row: SourceRow, at: number): void {
  const { blocks } = reading.headings;
  reading.row = row;
  reading.block = blocks[at] ?? blocks[0];
  reading.sound = true;
  if (at === 0) checkWidth(reading);
}

export function createRowReader(
  columns: readonly ColumnDefinition[],
  headings: Headings,
  faults: FaultList,
  doubts: FaultList = createFaultList(),
): RowReader {
  const known = new Map(columns.map((column) => [column.code, column]));
  const [block] = headings.blocks;
  const row: SourceRow = { number: 0, cells: [] };
  const reading: Reading = { known, headings, faults, doubts, row, block, sound: true };
  return {
    open: (next, at) => open(reading, next, at),
    isSound: () => reading.sound,
    has: (column) => reading.block.places.has(column) || reading.block.fixed.has(column),
    text: (column) => textOf(reading, column),
    take(column, readValue) {
      const cell = cellOf(reading, column);
      return cell === '' && reading.row.unreadable === undefined
        ? null
        : (readCell(reading, column, cell, readValue) ?? null);
    },
    need(column, readValue) {
      const value = readCell(reading, column, cellOf(reading, column), readValue);
      if (value === undefined) addFault(reading, column, 'missing', '', '');
      return value ?? null;
    },
    refuse: (column, code, expected = '') =>
      addFault(reading, column, code, textOf(reading, column), expected),
    refuseRow: (code, found) => addFault(reading, '', code, found, ''),
    warn: (column, code, expected = '') =>
      list(reading, doubts, column, code, textOf(reading, column), expected),
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
