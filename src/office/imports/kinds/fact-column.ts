import type { Cell } from '../../../infrastructure/spreadsheets/csv';
import type { KnownFact } from '../../../rules/pack/known-facts';
import type { CandidateFacts, FactValue } from '../../../rules/pack/rule-pack';
import type { ColumnDefinition } from '../column';
import type { RowReader } from '../row-reader';
import { type ReadValue, repeating, ValueFault } from '../values/value-fault';

/** A fact of the rules' vocabulary with the column in which it stands. */
export interface FactColumn extends ColumnDefinition {
  /** Name of the fact, such as `scores.英语`. */
  readonly fact: KnownFact;
  readonly read: ReadValue<FactValue>;
  /** What a blank cell means; left out, it means that the fact is not known. */
  readonly blank?: FactValue;
  /** The words for true and for false, where they are others than 是 and 否. */
  readonly words?: readonly [string, string];
}

/** The columns without what reads them. */
export function describeFactColumns(columns: readonly FactColumn[]): readonly ColumnDefinition[] {
  return columns.map(({ fact: _fact, read: _read, blank: _blank, words: _words, ...column }) => column);
}

/** The facts of a file, by the columns that it has. */
export interface FactReader {
  /** Every fact that the file has a column for: what it leaves blank is not known any more. */
  readonly keys: readonly string[];
  /** The facts of a row as JSON, with the defaults for those that the file has no column for. */
  format(row: RowReader): string;
}

export function createFactReader(
  columns: readonly FactColumn[],
  has: (column: string) => boolean,
  defaults: CandidateFacts = {},
): FactReader {
  const present = columns.filter(({ code }) => has(code));
  const keys: readonly string[] = present.map(({ fact }) => fact);
  const absent = Object.entries(defaults).filter(([fact]) => !keys.includes(fact));
  const start = absent.map(([fact, value]) => formatMember(fact, value)).join('');
  // A member of JSON is written once for each text that a column holds, and taken from there.
  const members = present.map(({ code, fact, read, blank }) => ({
    code,
    read: repeating((text: string) => {
      const value = read(text);
      return value instanceof ValueFault ? value : formatMember(fact, value);
    }),
    blank: formatBlank(fact, blank ?? defaults[fact]),
  }));
  return {
    keys,
    format(row) {
      let json = start;
      for (const { code, read, blank } of members) json += row.take(code, read) ?? blank;
      return `{${json.slice(1)}}`;
    },
  };
}

function formatMember(fact: string, value: FactValue): string {
  return `,${JSON.stringify(fact)}:${JSON.stringify(value)}`;
}

function formatBlank(fact: string, value: FactValue | undefined): string {
  return value === undefined ? '' : formatMember(fact, value);
}

/** A fact as its column has it: read again it is the same. */
export function writeFact({ words = ['是', '否'] }: FactColumn, value: FactValue | undefined): Cell {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? words[0] : words[1];
  return typeof value === 'object' ? value.join('、') : value;
}
