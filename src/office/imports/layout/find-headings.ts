import { FileRefused } from '../../../infrastructure/spreadsheets/reading/file-refusal';
import type { SourceRow } from '../../../infrastructure/spreadsheets/reading/source-row';
import type { ColumnDefinition, Headings } from '../column';
import { ImportRefused } from '../refusal';
import { matchColumns } from './match-columns';
import type { ReadLayout } from './said-layout';

/** The heading row of a table, with what stands around it. */
export interface FoundHeadings {
  /** As a spreadsheet shows it. */
  readonly row: number;
  readonly headings: Headings;
  /** By column: the heading above the heading, such as the year over several columns. */
  readonly above: readonly string[];
  /** Texts of titles and notes above. */
  readonly title: string;
}

/** So many known headings make a row one of headings where no row has all that are needed. */
const ENOUGH = 2;

/**
 * Finds the row of the headings: the one that was named, else the first that has every column that is needed, else the
 * one that has most. Titles and notes stand above it. Cells that are blank take the heading above them, since headings
 * of two rows are merged.
 * @throws ImportRefused empty; noSuchRow where the named one is not among the first
 */
export function findHeadings(
  columns: readonly ColumnDefinition[],
  rows: readonly SourceRow[],
  said: ReadLayout,
  wanted: number | null,
): FoundHeadings {
  if (rows.length === 0) throw new FileRefused('empty');
  if (wanted !== null) {
    const at = rows.findIndex(({ number }) => number === wanted);
    if (at < 0) throw new ImportRefused('noSuchRow', { row: wanted });
    return describe(columns, rows, at, said);
  }
  const all = rows.map((_row, at) => describe(columns, rows, at, said));
  const scored = all.map((found) => ({ found, score: score(found) }));
  const complete = scored.find(({ found, score: known }) => found.headings.missing.length === 0 && known > 0);
  const most = Math.max(...scored.map(({ score: known }) => known));
  const best = most >= ENOUGH ? scored.find(({ score: known }) => known === most) : undefined;
  const first = all[firstWide(rows)];
  const chosen = complete?.found ?? best?.found ?? first;
  if (chosen === undefined) throw new FileRefused('empty');
  return chosen;
}

/** Columns that were found by themselves. */
function score({ headings }: FoundHeadings): number {
  return new Set(
    headings.blocks.flatMap(({ places }) =>
      [...places].filter(([, { heading }]) => heading !== '').map(([code]) => code),
    ),
  ).size;
}

/** The first row of more than one cell; titles have one. */
function firstWide(rows: readonly SourceRow[]): number {
  const at = rows.findIndex(({ cells }) => cells.filter((cell) => cell.trim() !== '').length > 1);
  return Math.max(0, at);
}

function describe(
  columns: readonly ColumnDefinition[],
  rows: readonly SourceRow[],
  at: number,
  said: ReadLayout,
): FoundHeadings {
  const row = rows[at];
  if (row === undefined) throw new FileRefused('empty');
  const before = rows[at - 1];
  const upper = before !== undefined && isHeading(before) && before.number === row.number - 1 ? before : null;
  const width = Math.max(row.cells.length, upper?.cells.length ?? 0);
  const titles = Array.from({ length: width }, (_none, index) =>
    tidyTitle(row.cells[index] || upper?.cells[index] || ''),
  );
  const titleRows = rows.slice(0, upper === null ? at : at - 1);
  return {
    row: row.number,
    headings: matchColumns(columns, titles, said),
    above: upper === null ? [] : carryRight(upper.cells, width),
    title: titleRows.flatMap(({ cells }) => cells.map((cell) => cell.trim()).filter(Boolean)).join(' '),
  };
}

function isHeading({ cells }: SourceRow): boolean {
  return cells.filter((cell) => cell.trim() !== '').length > 1;
}

function tidyTitle(text: string): string {
  return text.replace(/\s*\n\s*/g, '').trim();
}

/** Merged cells have their text in the first of them. */
function carryRight(cells: readonly string[], width: number): readonly string[] {
  let last = '';
  return Array.from({ length: width }, (_none, index) => {
    const text = (cells[index] ?? '').trim();
    if (text !== '') last = text;
    return last;
  });
}
