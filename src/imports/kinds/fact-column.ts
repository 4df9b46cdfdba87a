import type { CandidateFacts, FactValue } from '../../rules/rule-pack';
import type { ColumnDefinition } from '../column';
import type { RowReader } from '../row-reader';
import type { ReadValue } from '../values/value-fault';

/** A fact of the rules' vocabulary with the column in which it stands. */
export interface FactColumn extends ColumnDefinition {
  /** Name of the fact, such as `scores.英语`. */
  readonly fact: string;
  readonly read: ReadValue<FactValue>;
  /** What a blank cell means; left out, it means that the fact is not known. */
  readonly blank?: FactValue;
}

/** The columns without what reads them. */
export function describeFactColumns(columns: readonly FactColumn[]): readonly ColumnDefinition[] {
  return columns.map(({ fact: _fact, read: _read, blank: _blank, ...column }) => column);
}

/** The facts of a file, by the columns that it has. */
export interface FactReader {
  /** Every fact that the file has a column for: what it leaves blank is not known any more. */
  readonly keys: readonly string[];
  read(row: RowReader): CandidateFacts;
}

export function createFactReader(
  columns: readonly FactColumn[],
  has: (column: string) => boolean,
): FactReader {
  const present = columns.filter(({ code }) => has(code));
  return {
    keys: present.map(({ fact }) => fact),
    read(row) {
      const found: Record<string, FactValue> = {};
      for (const { code, fact, read, blank } of present) {
        const value = row.take(code, read) ?? blank;
        if (value !== undefined) found[fact] = value;
      }
      return found;
    },
  };
}
