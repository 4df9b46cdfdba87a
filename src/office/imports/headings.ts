import type { SourceRows } from '../../infrastructure/spreadsheets/reading/source-row';
import type { Headings } from './column';
import type { ImportKind } from './kind';
import { ImportRefused } from './refusal';

/** The rows of a table that stand below its headings. */
export async function* rowsBelow(rows: SourceRows, headingsRow: number): SourceRows {
  let isBelow = false;
  for await (const batch of rows) {
    if (isBelow) yield batch;
    else {
      const below = batch.filter(({ number }) => number > headingsRow);
      isBelow = below.length > 0;
      if (isBelow) yield below;
    }
  }
}

/** @throws ImportRefused wrongHeadings, telling what was found and what is missing or there twice; fixedTwice */
export function requireColumns(kind: ImportKind, headings: Headings, suggestion: string): void {
  const { missing, doubled, titles, clashing } = headings;
  if (clashing.length > 0) throw new ImportRefused('fixedTwice', { columns: clashing.join('、') });
  if (missing.length === 0 && doubled.length === 0) return;
  throw new ImportRefused('wrongHeadings', {
    kind: kind.name,
    found: listSome(titles.filter(Boolean)),
    missing: missing.map(({ heading }) => heading).join('、'),
    doubled: listSome(doubled),
    columns: listColumnNames(kind),
    suggestion,
  });
}

/** The most headings that a sentence lists, and the most signs of each. */
const MAX_LISTED = 24;
const MAX_LISTED_LENGTH = 30;

function listSome(names: readonly string[]): string {
  const some = names.slice(0, MAX_LISTED).map((name) => name.slice(0, MAX_LISTED_LENGTH));
  return some.join('、') + (names.length > MAX_LISTED ? '等' : '');
}

/** Headings that a kind of list may have; of very many the first. */
export function listColumnNames({ columns }: ImportKind): string {
  return listSome(columns.map(({ heading }) => heading));
}
