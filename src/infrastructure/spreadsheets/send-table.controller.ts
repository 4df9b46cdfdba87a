import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { type Cell, CSV_MARK, formatCsvLine } from './csv';
import { writeXlsx } from './xlsx';

interface TableFile {
  /** Name to be kept under, without ending; Chinese is well. */
  readonly name: string;
  /** The same in ASCII, for browsers that do not know the former. */
  readonly plainName: string;
  readonly headings: readonly string[];
  readonly count: number;
  /** Of the columns of a spreadsheet, in characters; without them they are as its program has them. */
  readonly widths?: readonly number[];
  readonly rows: AsyncIterable<readonly Cell[]>;
}

export type TableFormat = 'csv' | 'xlsx';

const types: Readonly<Record<TableFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Sends a table as a file to be kept, as it is read. A browser that goes away stops the reading. */
export async function sendTable(res: Response, format: TableFormat, file: TableFile): Promise<void> {
  res.setHeader('Content-Type', types[format]);
  res.setHeader(
    'Content-Disposition',
    `attachment; filename="${file.plainName}.${format}"; filename*=UTF-8''${encodeURIComponent(file.name)}.${format}`,
  );
  const bytes = format === 'csv' ? writeCsv(file) : writeXlsx({ ...file, name: 'Sheet' });
  await pipeline(Readable.from(bytes), res);
}

async function* writeCsv({ headings, rows }: TableFile): AsyncGenerator<string> {
  yield CSV_MARK + formatCsvLine(headings);
  for await (const row of rows) yield formatCsvLine(row);
}
