import type { FaultCode } from '../fault';

/** A row of a table as the file has it. */
export interface SourceRow {
  /** From 1, the headings being a row too, as a spreadsheet shows it. */
  readonly number: number;
  /** Texts; dates of a spreadsheet as YYYY-MM-DD, with the time where there is one. */
  readonly cells: readonly string[];
  /** Cells that cannot be taken as text, by their index. */
  readonly unreadable?: ReadonlyMap<number, FaultCode>;
}

/** Rows in batches, so that a million of them cost no million promises. */
export type SourceRows = AsyncIterable<readonly SourceRow[]>;

/** Whether nothing at all stands in the row. */
export function isBlank({ cells, unreadable }: SourceRow): boolean {
  return unreadable === undefined && cells.every((cell) => cell.trim() === '');
}
