import type { Knex } from 'knex';
import { type AuditEntry, insertAuditEntry } from '../../audit';
import { getActiveRulePack } from '../../batches';
import type { Clock } from '../../clock';
import type { Cipher } from '../../security/cipher';
import { type HeadingMapping, type Headings, matchHeadings, readMapping } from '../column';
import { createFaultList, type FaultList } from '../fault';
import { listColumnNames, requireColumns, splitHeadings } from '../headings';
import { findMapping, rememberMapping } from '../import-mapping.repository';
import type { ImportProgress, ImportReport } from '../import-report';
import type { ImportKind, KindRun } from '../kind';
import { examineFile } from '../reading/examine-file';
import { openTable } from '../reading/open-table';
import type { SourceRows } from '../reading/source-row';
import { ImportRefused, ImportStopped } from '../refusal';
import { createRowReader } from '../row-reader';
import { followProgress } from './progress';
import { stageRows } from './stage-rows';
import { analyseStaging, createStaging, lockImports } from './staging.repository';
import { withStop } from './stop';
import { runCheck } from './table-check.repository';

export interface ImportParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly cipher: Cipher;
}

export interface ImportRequest {
  readonly kind: ImportKind;
  readonly path: string;
  /** As the audit log names it. */
  readonly fileName: string;
  /** A sheet of a spreadsheet; null takes the first. */
  readonly sheet: string | null;
  /** What headings stand for, by the code or heading of a column; '' for none. It is remembered. */
  readonly mapping: Readonly<Record<string, string>>;
  /** Finds out what would happen, and changes nothing. */
  readonly dryRun: boolean;
  readonly by: Pick<AuditEntry, 'actorKind' | 'actorId' | 'origin'>;
  readonly signal?: AbortSignal;
  onProgress?(progress: ImportProgress): void;
  /** What is to be written in the same transaction. */
  alsoWrite?(transaction: Knex.Transaction, report: ImportReport): Promise<void>;
}

/**
 * Takes in a list: reads, checks and writes it in one transaction, whole or not at all.
 * @throws ImportRefused where the file cannot be read as the list it should be, or another import runs; ImportStopped
 *   once the signal is given. Either way nothing was written.
 */
export async function importFile(parts: ImportParts, request: ImportRequest): Promise<ImportReport> {
  const signal = request.signal ?? new AbortController().signal;
  try {
    const nature = await examineFile(request.path, signal);
    const table = openTable(request.path, nature, request.sheet);
    return await importRows(parts, {
      ...request,
      rows: table.rows,
      hash: nature.hash,
      share: table.share,
      signal,
    });
  } catch (error) {
    throw signal.aborted ? new ImportStopped() : error;
  }
}

/** Rows that are imported as a file's are, wherever they come from. */
export interface RowsRequest extends Omit<ImportRequest, 'path' | 'sheet'> {
  readonly rows: SourceRows;
  readonly hash: string;
  readonly signal: AbortSignal;
  share(): number | null;
}

/** The same of rows that stand in no file. @throws as `importFile` does */
export async function importRows(parts: ImportParts, request: RowsRequest): Promise<ImportReport> {
  const { db } = parts;
  const { kind } = request;
  const said = readMapping(kind.columns, request.mapping);
  if (said === null) throw new ImportRefused('wrongMapping', { columns: listColumnNames(kind) });
  const { first, rest, close } = await splitHeadings(request.rows);
  try {
    const mapping = new Map([...(await findMapping(db, kind.code)), ...said]);
    const headings = matchHeadings(kind.columns, first.cells, mapping);
    requireColumns(kind, headings, first);
    return await runInTransaction(parts, { ...request, rows: rest }, headings, said);
  } finally {
    await close();
  }
}

async function runInTransaction(
  parts: ImportParts,
  request: RowsRequest,
  headings: Headings,
  said: HeadingMapping,
): Promise<ImportReport> {
  const { signal } = request;
  const transaction = await parts.db.transaction();
  try {
    const report = await withStop(parts.db, transaction, signal, () =>
      runImport(transaction, parts, request, headings, said),
    );
    if (signal.aborted) throw new ImportStopped();
    if (report.written) await transaction.commit();
    else await transaction.rollback();
    return report;
  } catch (error) {
    if (!transaction.isCompleted()) await transaction.rollback();
    throw signal.aborted ? new ImportStopped() : error;
  }
}

async function runImport(
  transaction: Knex.Transaction,
  { clock, cipher }: ImportParts,
  request: RowsRequest,
  headings: Headings,
  said: HeadingMapping,
): Promise<ImportReport> {
  const { kind, dryRun } = request;
  if (!(await lockImports(transaction))) throw new ImportRefused('busy');
  const faults = createFaultList();
  let repaired = 0;
  const run = await kind.prepare(transaction, {
    pack: await getActiveRulePack(transaction),
    cipher,
    now: await clock.now(transaction),
    has: (column) => headings.places.has(column),
    onRepair: () => {
      repaired += 1;
    },
  });
  const progress = followProgress(request);
  await createStaging(transaction, run.staging);
  const reader = createRowReader(kind.columns, headings, faults);
  const rows = await stageRows(transaction, request.rows, {
    run,
    reader,
    signal: request.signal,
    onRows: progress.read,
  });
  if (rows === 0) throw new ImportRefused('empty');
  progress.enter('checking');
  await analyseStaging(transaction);
  await checkTable(transaction, run, headings, faults);
  const counts = await run.count(transaction);
  const written = !dryRun && faults.total === 0;
  const report: ImportReport = {
    kind: kind.code,
    fileName: request.fileName,
    fileHash: request.hash,
    dryRun,
    written,
    rows,
    repaired,
    counts,
    faultCount: faults.total,
    faults: faults.listed,
    ignored: headings.ignored,
  };
  if (written) {
    progress.enter('writing');
    await run.apply(transaction);
    await rememberMapping(transaction, kind.code, said);
    await insertAuditEntry(transaction, describeImport(request, report));
    await request.alsoWrite?.(transaction, report);
  }
  return report;
}

async function checkTable(
  transaction: Knex.Transaction,
  { checks }: KindRun,
  { places }: Headings,
  faults: FaultList,
): Promise<void> {
  for (const check of checks) {
    const { listed, total } = await runCheck(transaction, check);
    const column = places.get(check.column)?.heading ?? '';
    faults.addCounted(
      listed.map((found) => ({ ...found, column, code: check.code })),
      total,
    );
  }
}

function describeImport({ by, kind }: RowsRequest, report: ImportReport): AuditEntry {
  const { fileName, fileHash, rows, repaired, counts } = report;
  return {
    ...by,
    action: 'importList',
    subjectKind: 'import',
    subjectId: kind.code,
    detail: { fileName, fileHash, rows, repaired, ...counts },
  };
}
