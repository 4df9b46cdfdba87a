import type { Knex } from 'knex';
import type { ReportSample } from '../import-report';
import type { ShownColumn } from '../kind';
import { rowOfRecord } from './record-number';
import { listStagedRows } from './staging.repository';

/** Records that a dry run shows of the beginning and the end of a file. */
const MAX = { first: 15, last: 5 };
const MAX_SHOWN_LENGTH = 80;

/** The first and the last records as they would be stored. */
export async function sampleRows(
  transaction: Knex.Transaction,
  shown: readonly ShownColumn[],
  blocks: number,
): Promise<ReportSample> {
  const staged = await listStagedRows(
    transaction,
    shown.map(({ column }) => column),
    MAX,
  );
  return {
    headings: shown.map(({ heading }) => heading),
    rows: staged.map(({ record, values }) => ({
      row: rowOfRecord(record, blocks),
      cells: shown.map(({ present }, index) => {
        const stored = values[index] ?? '';
        return (stored === '' || present === undefined ? stored : present(stored)).slice(0, MAX_SHOWN_LENGTH);
      }),
    })),
  };
}
