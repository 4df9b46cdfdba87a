import type { CellFault } from './cell-fault';

/** A row of a table as the file has it. */
export interface SourceRow {
  /** From 1, the headings being a row too, as a spreadsheet shows it. */
  readonly number: number;
  /** Texts as they are shown; dates of a spreadsheet as YYYY-MM-DD, with the time where there is one. */
  readonly cells: readonly string[];
  /** Cells that cannot be taken as text, by their index. */
  readonly unreadable?: ReadonlyMap<number, CellFault>;
  /** Cells that are dates, by their index: no text, however they look. */
  readonly dates?: ReadonlySet<number>;
}

/** Rows in batches, so that a million of them cost no million promises. */
export type SourceRows = AsyncIterable<readonly SourceRow[]>;

/** Whether nothing at all stands in the row. */
export function isBlank({ cells, unreadable }: SourceRow): boolean {
  return unreadable === undefined && cells.every((cell) => cell.trim() === '');
}

/** Letters of a column as a spreadsheet shows them: 0 is A, 27 is AB. */
export function letterOf(index: number): string {
  const above = Math.floor(index / 26);
  return `${above > 0 ? letterOf(above - 1) : ''}${String.fromCharCode(65 + (index % 26))}`;
}

/** Index of the column with these letters: AB is 27; null where the text is no such letters. */
export function indexOfLetters(text: string): number | null {
  if (!/^[A-Z]{1,3}$/.test(text)) return null;
  return [...text].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
