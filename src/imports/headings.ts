import type { Headings } from './column';
import type { ImportKind } from './kind';
import { isBlank, type SourceRow, type SourceRows } from './reading/source-row';
import { ImportRefused } from './refusal';

/** A table cut behind its headings. */
export interface HeadedRows {
  readonly first: SourceRow;
  readonly rest: SourceRows;
  /** Closes the file, read to its end or not. */
  close(): Promise<void>;
}

/** The first row that is not blank, and the rows behind it. @throws ImportRefused empty */
export async function splitHeadings(rows: SourceRows): Promise<HeadedRows> {
  const iterator = rows[Symbol.asyncIterator]();
  const close = async () => {
    await iterator.return?.();
  };
  for (;;) {
    const { value, done } = await iterator.next();
    if (done === true) throw new ImportRefused('empty');
    const batch: readonly SourceRow[] = value;
    const at = batch.findIndex((row) => !isBlank(row));
    const first = batch[at];
    if (first !== undefined) return { first, rest: continueWith(batch.slice(at + 1), iterator), close };
  }
}

async function* continueWith(
  batch: readonly SourceRow[],
  iterator: AsyncIterator<readonly SourceRow[]>,
): SourceRows {
  yield batch;
  for (;;) {
    const { value, done } = await iterator.next();
    if (done === true) return;
    yield value;
  }
}

/** @throws ImportRefused wrongHeadings, telling what was found and what is missing or there twice */
export function requireColumns(kind: ImportKind, { missing, doubled }: Headings, first: SourceRow): void {
  if (missing.length === 0 && doubled.length === 0) return;
  throw new ImportRefused('wrongHeadings', {
    kind: kind.name,
    found: first.cells
      .map((cell) => cell.trim())
      .filter(Boolean)
      .join('、'),
    missing: missing.map(({ heading }) => heading).join('、'),
    doubled: doubled.join('、'),
    columns: listColumnNames(kind),
  });
}

/** The most headings that a sentence lists. */
const MOST_LISTED = 24;

/** Headings that a kind of list may have; of very many the first. */
export function listColumnNames({ columns }: ImportKind): string {
  const names = columns.map(({ heading }) => heading);
  return names.slice(0, MOST_LISTED).join('、') + (names.length > MOST_LISTED ? '等' : '');
}
