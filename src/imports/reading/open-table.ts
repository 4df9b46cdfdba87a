import { type FileNature, readText } from './examine-file';
import { readCsv } from './read-csv';
import { readXlsx } from './read-xlsx';
import type { SourceRows } from './source-row';

/** A table that can be read once. */
export interface SourceTable {
  readonly rows: SourceRows;
  /** Share of the file that has been read, 0 to 1; null where it is not known beforehand. */
  readonly share: () => number | null;
}

/** Opens a file that was examined as the table that it is. `sheet` picks one of a spreadsheet; null takes the first. */
export function openTable(path: string, nature: FileNature, sheet: string | null): SourceTable {
  let read = 0;
  const count = (bytes: number) => {
    read += bytes;
  };
  if (nature.encoding === null) return { rows: readXlsx(path, sheet, count), share: () => null };
  return {
    rows: readCsv(readText(path, nature.encoding, count)),
    share: () => read / nature.bytes,
  };
}
