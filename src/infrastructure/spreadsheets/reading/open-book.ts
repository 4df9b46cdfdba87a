import type { ByteFile } from '../../byte-file';
import { withDeadline } from './deadline';
import { type FileNature, readText } from './examine-file';
import { FileRefused } from './file-refusal';
import { type BookLimits, LIST_LIMITS, LOOK_MS, LOOKED_AT_ROWS } from './limits';
import { readCsv } from './read-csv';
import { readXlsx } from './read-xlsx';
import { isBlank, type SourceRow, type SourceRows } from './source-row';
import { openWorkbook } from './workbook';
import { openZip } from './zip';

/** A table of a file. A text file has one, without a name. */
export interface BookTable {
  readonly name: string | null;
  readonly hidden: boolean;
  /** Reads it from its beginning. @throws FileRefused as the reader of its format does, and tooSlow */
  readRows(): SourceRows;
  /** Its first rows that are not blank. */
  look(): Promise<readonly SourceRow[]>;
}

/** A file that was examined, with its tables. */
export interface TableBook {
  readonly tables: readonly BookTable[];
  /** Share of the file that has been read, 0 to 1; null where it is not known beforehand. */
  share(): number | null;
}

/** @throws FileRefused where the file is no spreadsheet that can be read */
export async function openBook(
  file: ByteFile,
  nature: FileNature,
  limits: BookLimits = LIST_LIMITS,
): Promise<TableBook> {
  let read = 0;
  const count = (bytes: number) => {
    read += bytes;
  };
  const { encoding } = nature;
  if (encoding !== null)
    return {
      tables: [
        describeTable(null, false, limits, () => {
          read = 0;
          return readCsv(readText(file, encoding, count));
        }),
      ],
      share: () => Math.min(1, read / nature.bytes),
    };
  const zip = await openZip(file);
  const workbook = await openWorkbook(zip, limits.stringBytes);
  return {
    tables: workbook.sheets.map((sheet) =>
      describeTable(sheet.name, sheet.hidden, limits, (isLook) =>
        readXlsx(zip, workbook, sheet, { onBytes: count, most: limits.sheetBytes, isLook }),
      ),
    ),
    share: () => null,
  };
}

/** Rows that stand in no file, as a book of one table that is looked at once and read once. */
export function openRows(rows: SourceRows, share: () => number | null): TableBook {
  const iterator = rows[Symbol.asyncIterator]();
  const kept: (readonly SourceRow[])[] = [];
  const table: BookTable = {
    name: null,
    hidden: false,
    async look() {
      const found: SourceRow[] = [];
      while (found.length < LOOKED_AT_ROWS) {
        const { value, done } = await iterator.next();
        if (done === true) break;
        kept.push(value);
        found.push(...value.filter((row: SourceRow) => !isBlank(row)));
      }
      return found.slice(0, LOOKED_AT_ROWS);
    },
    async *readRows() {
      yield* kept;
      yield* { [Symbol.asyncIterator]: () => iterator };
    },
  };
  return { tables: [table], share };
}

function describeTable(
  name: string | null,
  hidden: boolean,
  { readMs }: BookLimits,
  open: (isLook: boolean) => SourceRows,
): BookTable {
  return {
    name,
    hidden,
    readRows: () => withDeadline(open(false), readMs),
    look: () => lookAt(withDeadline(open(true), LOOK_MS)),
  };
}

async function lookAt(rows: SourceRows): Promise<readonly SourceRow[]> {
  const found: SourceRow[] = [];
  for await (const batch of rows) {
    for (const row of batch) if (!isBlank(row) && found.length < LOOKED_AT_ROWS) found.push(row);
    if (found.length >= LOOKED_AT_ROWS) break;
  }
  return found;
}

/** The table of this name. @throws FileRefused noSuchSheet, naming those that are shown */
export function findTable({ tables }: TableBook, name: string): BookTable {
  const table = tables.find((one) => one.name === name) ?? (tables[0]?.name === null ? tables[0] : undefined);
  if (table !== undefined) return table;
  throw new FileRefused('noSuchSheet', { name, names: nameTables(tables) });
}

/** Names of tables that are shown. */
export function nameTables(tables: readonly BookTable[]): string {
  return tables
    .filter(({ hidden }) => !hidden)
    .map(({ name }) => name ?? '')
    .join('、');
}
