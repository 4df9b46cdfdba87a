import type { Cell } from '../../../infrastructure/spreadsheets/csv';
import type { SourceRow, SourceRows } from '../../../infrastructure/spreadsheets/reading/source-row';
import { readListVersion } from '../effects/list-version.repository';
import { tableOf } from '../effects/read-table';
import type { ImportReport } from '../import-report';
import { type ImportParts, importRows } from './import-file';
import type { ImportRequest } from './write-import';

type PutBackRequest = Omit<ImportRequest, 'file' | 'sheet' | 'whole'> & { readonly versionId: number };

const AT_ONCE = 1000;

/**
 * Takes in a list as it stood before: everything is checked, weighed, told and kept as with a file, and what the version
 * does not have goes. @throws as `importFile` does
 */
export async function putVersionBack(parts: ImportParts, request: PutBackRequest): Promise<ImportReport> {
  const { headings, rows } = tableOf(
    request.kind,
    readListVersion(parts.db, parts.cipher, request.versionId),
  );
  return importRows(parts, {
    ...request,
    whole: true,
    rows: toSourceRows(headings, rows),
    hash: `version ${request.versionId}`,
    share: () => null,
    signal: request.signal ?? new AbortController().signal,
  });
}

async function* toSourceRows(headings: readonly string[], rows: AsyncIterable<readonly Cell[]>): SourceRows {
  let number = 1;
  let batch: SourceRow[] = [{ number, cells: headings }];
  for await (const cells of rows) {
    number += 1;
    batch.push({ number, cells: cells.map((cell) => (cell === null ? '' : String(cell))) });
    if (batch.length < AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}
