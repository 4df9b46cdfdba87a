import { FileRefused } from './file-refusal';
import { findMergedRanges, followMergedRanges } from './merged-ranges';
import { createRowCollector } from './row-collector';
import type { SourceRows } from './source-row';
import type { BookSheet, Workbook } from './workbook';
import { parseXml } from './xml';
import type { ZipFile } from './zip';

interface SheetReading {
  readonly onBytes: (bytes: number) => void;
  /** Bytes of the unpacked sheet. */
  readonly most: number;
  /** A look at its first rows goes without merged cells. */
  readonly isLook: boolean;
}

/**
 * Reads one sheet of an XLSX file as it streams. What is shown is what is read: hidden rows and columns with something
 * in them refuse the file; merged cells, formulas and errors are faults of their cells.
 * @throws FileRefused hiddenRow, hiddenColumn, tooManyColumns, tooManyRows, longCell, damaged, tooLarge
 */
export async function* readXlsx(
  zip: ZipFile,
  workbook: Workbook,
  sheet: BookSheet,
  { onBytes, most, isLook }: SheetReading,
): SourceRows {
  const ranges = isLook ? [] : await findMergedRanges(await zip.open(sheet.path, most));
  const collector = createRowCollector(workbook, followMergedRanges(ranges));
  const stream = countBytes(await zip.open(sheet.path, most), onBytes);
  for await (const _piece of parseXml(stream, collector)) yield collector.takeRows();
  yield collector.takeRows();
  if (!collector.isSheet()) throw new FileRefused('damaged');
}

async function* countBytes(stream: AsyncIterable<Buffer>, onBytes: (bytes: number) => void) {
  for await (const chunk of stream) {
    onBytes(chunk.length);
    yield chunk;
  }
}
