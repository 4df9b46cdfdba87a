import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Knex } from 'knex';
import { isBlank, type SourceRow } from '../../../infrastructure/spreadsheets/reading/source-row';
import type { Headings } from '../column';
import type { KindRun } from '../kind';
import { findRowNature } from '../row-nature';
import { isBlankBlock, type RowReader } from '../row-reader';
import { formatCopyLine } from './copy-line';
import { numberRecord } from './record-number';
import { openStaging } from './staging.repository';

interface Staging {
  readonly run: KindRun;
  readonly reader: RowReader;
  readonly headings: Headings;
  readonly signal: AbortSignal;
  /** Called after each batch with the records read so far. */
  onRows(rows: number): void;
}

interface StagedRows {
  /** Records that are not blank, sound or not. */
  readonly count: number;
  readonly notes: readonly { readonly row: number; readonly text: string }[];
}

/** The most notes that are told of, and the most signs of each. */
const MAX_NOTES = 20;
const MAX_NOTE_LENGTH = 60;

/** Reads rows and copies the sound records into the staging table, at the speed of the slower of the two. */
export async function stageRows(
  transaction: Knex.Transaction,
  rows: AsyncIterable<readonly SourceRow[]>,
  { run, reader, headings, signal, onRows }: Staging,
): Promise<StagedRows> {
  const blocks = headings.blocks.length;
  const columns = headings.titles.filter(Boolean).length;
  const notes: { row: number; text: string }[] = [];
  let count = 0;

  /** Whether a row is none of the data; totals are a fault, notes are told of. */
  function isBesideData(row: SourceRow): boolean {
    const nature = findRowNature(row, columns);
    if (nature === 'data') return false;
    const text = row.cells.find((cell) => cell.trim() !== '')?.trim() ?? '';
    if (nature === 'note') {
      if (notes.length < MAX_NOTES) notes.push({ row: row.number, text: text.slice(0, MAX_NOTE_LENGTH) });
    } else {
      count += 1;
      reader.open(row, 0);
      reader.refuseRow('totalRow', text);
    }
    return true;
  }

  function formatRow(row: SourceRow): string {
    let lines = '';
    for (let block = 0; block < blocks; block += 1) {
      if (isBlankBlock(headings, row, block)) continue;
      count += 1;
      reader.open(row, block);
      const values = run.readRow(reader);
      if (reader.isSound()) lines += formatCopyLine(numberRecord(row.number, block, blocks), values);
    }
    return lines;
  }

  async function* formatLines(): AsyncIterable<string> {
    for await (const batch of rows) {
      let lines = '';
      for (const row of batch) if (!isBlank(row) && !isBesideData(row)) lines += formatRow(row);
      onRows(count);
      if (lines !== '') yield lines;
    }
  }

  const copy = await openStaging(transaction, run.staging);
  await pipeline(Readable.from(formatLines(), { objectMode: true, highWaterMark: 2 }), copy, { signal });
  return { count, notes };
}
