import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Knex } from 'knex';
import type { KindRun } from '../kind';
import { isBlank, type SourceRow } from '../reading/source-row';
import type { RowReader } from '../row-reader';
import { formatCopyLine } from './copy-line';
import { openStaging } from './staging.repository';

export interface Staging {
  readonly run: KindRun;
  readonly reader: RowReader;
  readonly signal: AbortSignal;
  /** Called after each batch with the rows read so far. */
  onRows(rows: number): void;
}

/**
 * Reads rows and copies the sound ones into the staging table, at the speed of the slower of the two.
 * @returns how many rows that are not blank there were
 */
export async function stageRows(
  transaction: Knex.Transaction,
  rows: AsyncIterable<readonly SourceRow[]>,
  { run, reader, signal, onRows }: Staging,
): Promise<number> {
  let count = 0;

  function formatBatch(batch: readonly SourceRow[]): string {
    let lines = '';
    for (const row of batch) {
      if (isBlank(row)) continue;
      count += 1;
      reader.open(row);
      const values = run.readRow(reader);
      if (reader.isSound()) lines += formatCopyLine(row.number, values);
    }
    return lines;
  }

  async function* formatLines(): AsyncIterable<string> {
    for await (const batch of rows) {
      const lines = formatBatch(batch);
      onRows(count);
      if (lines !== '') yield lines;
    }
  }

  const copy = await openStaging(transaction, run.staging);
  await pipeline(Readable.from(formatLines(), { objectMode: true, highWaterMark: 2 }), copy, { signal });
  return count;
}
