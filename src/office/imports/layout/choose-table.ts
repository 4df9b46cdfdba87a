import { FileRefused } from '../../../infrastructure/spreadsheets/reading/file-refusal';
import {
  type BookTable,
  findTable,
  nameTables,
  type TableBook,
} from '../../../infrastructure/spreadsheets/reading/open-book';
import type { SourceRow } from '../../../infrastructure/spreadsheets/reading/source-row';
import type { ImportKind } from '../kind';
import { ImportRefused } from '../refusal';
import { type FoundHeadings, findHeadings } from './find-headings';
import type { ReadLayout } from './said-layout';

/** A table of a file with its headings. */
interface ChosenTable extends FoundHeadings {
  readonly table: BookTable;
  /** Its first rows that are not blank. */
  readonly looked: readonly SourceRow[];
  /** Names of other sheets in which something stands. */
  readonly passedOver: readonly string[];
}

/** What was said of a sheet's columns, once its first rows are known. */
type RecallLayout = (
  rows: readonly SourceRow[],
) => Promise<{ layout: ReadLayout; headingsRow: number | null }>;

/**
 * Chooses the table of a file: the sheet that was named, else the only one that is shown and has something in it, else
 * the only one with the headings of the kind. Hidden sheets are taken where they are named.
 * @throws ImportRefused noSuchSheet, severalSheets naming them, empty, noSuchRow
 */
export async function chooseTable(
  book: TableBook,
  { columns }: ImportKind,
  sheet: string | null,
  recall: RecallLayout,
): Promise<ChosenTable> {
  const shown = book.tables.filter(({ hidden }) => !hidden);
  const candidates = sheet === null ? shown : [findTable(book, sheet)];
  const filled: Omit<ChosenTable, 'passedOver'>[] = [];
  for (const table of candidates) {
    const looked = await table.look();
    if (looked.length === 0) continue;
    const { layout, headingsRow } = await recall(looked);
    filled.push({ table, looked, ...findHeadings(columns, looked, layout, headingsRow) });
  }
  const [first] = filled;
  if (first === undefined) throw new FileRefused('empty');
  const fitting = filled.filter(({ headings }) => headings.missing.length === 0);
  const chosen = filled.length === 1 ? first : fitting[0];
  if (chosen === undefined || (filled.length > 1 && fitting.length > 1))
    throw new ImportRefused('severalSheets', { names: nameTables(filled.map(({ table }) => table)) });
  const passedOver = filled.flatMap(({ table }) => (table === chosen.table ? [] : [table.name ?? '']));
  return { ...chosen, passedOver };
}
