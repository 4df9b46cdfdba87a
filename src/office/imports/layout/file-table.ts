import type { Knex } from 'knex';
import type { TableBook } from '../../../infrastructure/spreadsheets/reading/open-book';
import {
  letterOf,
  type SourceRow,
  type SourceRows,
} from '../../../infrastructure/spreadsheets/reading/source-row';
import type { RulePack } from '../../../rules/pack/rule-pack';
import type { Headings } from '../column';
import { listColumnNames, requireColumns } from '../headings';
import type { ImportKind } from '../kind';
import { ImportRefused } from '../refusal';
import { chooseTable } from './choose-table';
import { byLetters, isNothing, type RecalledLayout, recallLayout } from './recall-layout';
import { NOTHING_SAID, readLayout, type SaidLayout } from './said-layout';
import { suggestLayout } from './suggest-layout';

/** A table of a file with its columns, as far as they are known. */
export interface FileTable {
  /** Name of its sheet; null where the file has but one table. */
  readonly sheet: string | null;
  readonly otherSheets: readonly string[];
  /** Row of the headings. */
  readonly row: number;
  readonly headingRow: SourceRow;
  /** Its first rows that are not blank. */
  readonly looked: readonly SourceRow[];
  readonly headings: Headings;
  /** What was said and is remembered of its shape. */
  readonly said: SaidLayout;
  /** What it probably is, to be looked at by somebody. */
  readonly suggested: SaidLayout;
  /** What is to be remembered of it; null for nothing. */
  readonly toRemember: SaidLayout | null;
  /** Fixed values in words: `年度=2020`. */
  readonly fixed: readonly string[];
  /** Texts of titles and notes above the headings. */
  readonly title: string;
  /** Whether every column is known, so that it can be imported. */
  readonly isKnown: boolean;
  /** @throws ImportRefused fixedTwice, fixedAgain, wrongHeadings */
  requireColumns(): void;
  readRows(): SourceRows;
  /** How a fault names a column. */
  nameOf(column: string): { readonly column: string; readonly letter: string };
}

interface TableRequest {
  readonly kind: ImportKind;
  readonly sheet: string | null;
  readonly said: SaidLayout;
  readonly pack: RulePack;
}

/**
 * Finds the table of a file and where its columns stand, by what was said, what is remembered of files with these
 * headings, and the names of the headings.
 * @throws ImportRefused wrongMapping, and what `chooseTable` throws
 */
export async function openFileTable(
  db: Knex,
  book: TableBook,
  { kind, sheet, said, pack }: TableRequest,
): Promise<FileTable> {
  const recalled = new Map<readonly SourceRow[], RecalledLayout>();
  const chosen = await chooseTable(book, kind, sheet, async (rows) => {
    const found = await recallLayout(db, kind, said, rows);
    recalled.set(rows, found);
    const layout = readLayout(kind.columns, found.said);
    if (layout === null) throw new ImportRefused('wrongMapping', { columns: listColumnNames(kind) });
    return { layout, headingsRow: found.said.headingsRow };
  });
  const { headings, row, looked, table } = chosen;
  const known = recalled.get(looked) ?? { said: NOTHING_SAID, formerFixed: {} };
  const headingRow = looked.find(({ number }) => number === row) ?? { number: row, cells: [] };
  const suggested = suggestLayout(kind, pack, chosen, known);
  const mapping = byLetters(headings.titles, known.said.mapping);
  const names = new Map(kind.columns.map(({ code, heading }) => [code, heading]));
  const lacksFixed = Object.keys(known.formerFixed).filter((key) =>
    headings.missing.some(({ code }) => code === key.replace(/@\d$/, '')),
  );
  return {
    sheet: book.tables.length > 1 ? table.name : null,
    otherSheets: chosen.passedOver,
    row,
    headingRow,
    looked,
    headings,
    said: known.said,
    suggested,
    toRemember: isNothing(known.said) ? null : { ...known.said, mapping, fixed: byCodes(kind, known.said) },
    fixed: Object.entries(known.said.fixed).map(([key, value]) => `${nameKey(key, names)}=${value}`),
    title: chosen.title,
    isKnown: headings.missing.length === 0 && headings.doubled.length === 0 && headings.clashing.length === 0,
    requireColumns() {
      if (lacksFixed.length > 0)
        throw new ImportRefused('fixedAgain', {
          columns: lacksFixed.map((key) => `${nameKey(key, names)}=${known.formerFixed[key]}`).join('、'),
        });
      requireColumns(kind, headings, sayLayout(suggested));
    },
    readRows: () => table.readRows(),
    nameOf(column) {
      const place = headings.blocks[0].places.get(column);
      return {
        column: place?.heading || (names.get(column) ?? ''),
        letter: place === undefined ? '' : letterOf(place.index),
      };
    },
  };
}

/** Fixed values by the codes of their columns. */
function byCodes({ columns }: ImportKind, said: SaidLayout): SaidLayout['fixed'] {
  const read = readLayout(columns, said)?.fixed ?? [];
  return Object.fromEntries(
    read.map(({ code, block, value }) => [block === null ? code : `${code}@${block}`, value]),
  );
}

function nameKey(key: string, names: ReadonlyMap<string, string>): string {
  const [, code = key, block = ''] = /^(.*?)(@\d)?$/.exec(key) ?? [];
  return `${names.get(code) ?? code}${block}`;
}

/** A layout as options of the command say it. */
function sayLayout({ headingsRow, mapping, fixed }: SaidLayout): string {
  return [
    ...(headingsRow === null ? [] : [`--headings ${headingsRow}`]),
    ...Object.entries(mapping).map(([key, text]) => `--map "${key}=${text}"`),
    ...Object.entries(fixed).map(([key, value]) => `--set "${key}=${value}"`),
  ].join(' ');
}
