import { FileRefused } from './file-refusal';
import { indexOfLetters } from './source-row';

/** Cells that are shown as one. Rows from 1, columns from 0, both ends included. */
interface MergedRange {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

const MAX_MERGES = 100_000;
const ELEMENT =
  /<(?:[\w.-]+:)?mergeCell\b[^>]*?\bref\s*=\s*["']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})["']/g;
/** Longer than any such element. */
const OVERLAP = 400;

/**
 * The merged ranges of a sheet. They stand behind its cells, so that the file is gone through for them beforehand: as
 * bytes, which takes a fraction of what reading it as XML takes. Within XML no text can hold what is looked for.
 */
export async function findMergedRanges(stream: AsyncIterable<Buffer>): Promise<readonly MergedRange[]> {
  const found: MergedRange[] = [];
  let tail = '';
  for await (const chunk of stream) {
    const text = tail + chunk.toString('latin1');
    tail = text.slice(-OVERLAP);
    if (!text.includes('mergeCell')) continue;
    let end = 0;
    for (const match of text.matchAll(ELEMENT)) {
      const [all, left = '', top, right = '', bottom] = match;
      end = match.index + all.length;
      if (found.length >= MAX_MERGES) throw new FileRefused('tooManyMerges');
      found.push({
        top: Number(top),
        bottom: Number(bottom),
        left: indexOfLetters(left) ?? 0,
        right: indexOfLetters(right) ?? 0,
      });
    }
    tail = text.slice(Math.max(end, text.length - OVERLAP));
  }
  return found.toSorted((one, other) => one.top - other.top);
}

/** Tells of cell after cell, row by row, whether it is part of merged cells in which something stands. */
export interface MergedCells {
  /** Columns of the row, which has these cells, that are covered by merged cells with a text. */
  covered(row: number, cells: readonly string[]): readonly number[];
}

export function followMergedRanges(ranges: readonly MergedRange[]): MergedCells {
  let next = 0;
  let open: { readonly range: MergedRange; readonly filled: boolean }[] = [];
  return {
    covered(row, cells) {
      open = open.filter(({ range }) => range.bottom >= row);
      for (let range = ranges[next]; range !== undefined && range.top <= row; range = ranges[next]) {
        next += 1;
        if (range.bottom < row) continue;
        open.push({ range, filled: range.top === row && (cells[range.left] ?? '').trim() !== '' });
      }
      return open
        .filter(({ filled }) => filled)
        .flatMap(({ range: { left, right } }) =>
          Array.from({ length: Math.min(right, 300) - left + 1 }, (_none, index) => left + index),
        );
    },
  };
}
