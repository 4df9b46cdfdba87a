import type { Cell } from './csv';

/** A table of the exam office as it leaves: what the page shows of each row, masked as there. */
export interface OfficeTable {
  /** Name of the file without ending, in Chinese. */
  readonly name: string;
  /** The same in ASCII. */
  readonly plainName: string;
  readonly headings: readonly string[];
  readonly rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>;
  /** How many rows there may be, where a sheet could be too short for them. */
  readonly count?: number;
  /** The list writes its own line into 操作记录. */
  readonly audited?: boolean;
}

/** A table of some rows, each column with its heading and what stands in it. */
export function tabulate<Row>(
  columns: readonly (readonly [heading: string, read: (row: Row) => Cell])[],
  rows: readonly Row[],
): Pick<OfficeTable, 'headings' | 'rows' | 'count'> {
  return {
    headings: columns.map(([heading]) => heading),
    rows: rows.map((row) => columns.map(([, read]) => read(row))),
    count: rows.length,
  };
}
