import type { Knex } from 'knex';
import { getActiveRulePack } from '../../../domain/rule-packs/rule-pack.repository';
import type { Clock } from '../../../infrastructure/clock';
import { withoutTimeLimit } from '../../../infrastructure/database/knex';
import { createFonts, type Fonts } from '../../../infrastructure/fonts/fonts';
import type { Cipher } from '../../../infrastructure/security/cipher';
import { examineFile } from '../../../infrastructure/spreadsheets/reading/examine-file';
import { FileRefused } from '../../../infrastructure/spreadsheets/reading/file-refusal';
import { openBook, openRows, type TableBook } from '../../../infrastructure/spreadsheets/reading/open-book';
import type { SourceRows } from '../../../infrastructure/spreadsheets/reading/source-row';
import { type AskedConsent, askConsent } from '../../../rules/consent/import-consent';
import { maskPersonalNumbersIn } from '../../../rules/identity/masking';
import type { Consent, Stake } from '../effects/effect';
import { weighImport } from '../effects/weigh-import';
import { createFaultList, type FaultCode, type FaultList } from '../fault';
import { rowsBelow } from '../headings';
import type { ImportReport } from '../import-report';
import type { KindRun } from '../kind';
import { listShownColumns } from '../kinds/shown-columns';
import { type FileTable, openFileTable } from '../layout/file-table';
import { NOTHING_SAID } from '../layout/said-layout';
import { ImportRefused, ImportStopped } from '../refusal';
import { createRowReader } from '../row-reader';
import { markSupplement, prepareSupplement, reportSupplement, requireYear } from './prepare-supplement';
import { followProgress } from './progress';
import { rowOfRecord } from './record-number';
import { sampleRows } from './sample-rows';
import { stageRows } from './stage-rows';
import { analyseStaging, createStaging, lockImports } from './staging.repository';
import { withStop } from './stop';
import { runCheck } from './table-check.repository';
import { type BookRequest, type ImportRequest, writeImport } from './write-import';

export interface ImportParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly cipher: Cipher;
  /** By default those of the packages and of the system. */
  readonly fonts?: Fonts;
}

/**
 * Takes in a list: reads, checks and writes it in one transaction, whole or not at all. What was said of the file's
 * shape is remembered for files with the same headings.
 * @throws ImportRefused where the file cannot be read as the list it should be, or another import runs; ImportStopped
 *   once the signal is given. Either way nothing was written.
 */
export async function importFile(parts: ImportParts, request: ImportRequest): Promise<ImportReport> {
  const signal = request.signal ?? new AbortController().signal;
  try {
    const nature = await examineFile(request.file, signal);
    const book = await openBook(request.file, nature);
    return await importBook(parts, { ...request, hash: nature.hash, signal }, book);
  } catch (error) {
    throw signal.aborted ? new ImportStopped() : error;
  }
}

/** Rows that are imported as a file's are, wherever they come from. */
interface RowsRequest extends Omit<ImportRequest, 'file' | 'sheet'> {
  readonly rows: SourceRows;
  readonly hash: string;
  readonly signal: AbortSignal;
  share(): number | null;
}

/** The same of rows that stand in no file. @throws as `importFile` does */
export async function importRows(parts: ImportParts, request: RowsRequest): Promise<ImportReport> {
  return importBook(parts, { ...request, sheet: null }, openRows(request.rows, request.share));
}

async function importBook(parts: ImportParts, request: BookRequest, book: TableBook): Promise<ImportReport> {
  const { kind, sheet, supplement } = request;
  const pack = await getActiveRulePack(parts.db);
  const { headingsRow, mapping, fixed } = { ...NOTHING_SAID, ...request };
  const said = { headingsRow, mapping, fixed };
  const table = await openFileTable(parts.db, book, { kind, sheet, said, pack });
  table.requireColumns();
  if (supplement !== undefined) requireYear(table, pack);
  return runInTransaction(parts, request, table, book.share);
}

async function runInTransaction(
  parts: ImportParts,
  request: BookRequest,
  table: FileTable,
  share: () => number | null,
): Promise<ImportReport> {
  const { signal } = request;
  const transaction = await parts.db.transaction();
  try {
    const report = await withStop(parts.db, transaction, signal, () =>
      runImport(transaction, parts, request, table, share),
    );
    if (signal.aborted) throw new ImportStopped();
    // `commit` answers also where the database did not: whether it has is told by the transaction itself.
    if (report.written) {
      await transaction.commit();
      await transaction.executionPromise;
    } else await transaction.rollback();
    return report;
  } catch (error) {
    if (!transaction.isCompleted()) await transaction.rollback();
    throw signal.aborted ? new ImportStopped() : error;
  }
}

async function runImport(
  transaction: Knex.Transaction,
  { db, clock, cipher, fonts = createFonts() }: ImportParts,
  request: BookRequest,
  table: FileTable,
  share: () => number | null,
): Promise<ImportReport> {
  const { kind, dryRun, signal } = request;
  const { headings } = table;
  const blocks = headings.blocks.length;
  await withoutTimeLimit(transaction);
  if (!(await lockImports(transaction))) throw new ImportRefused('busy');
  const faults = createFaultList();
  const doubts = createFaultList();
  let repaired = 0;
  const now = await clock.now(transaction);
  const { pack, planned, ...more } = await prepareSupplement(transaction, request, now);
  const run = await kind.prepare(transaction, {
    ...more,
    pack,
    cipher,
    fonts,
    now,
    has: (column) => headings.blocks.some(({ places, fixed }) => places.has(column) || fixed.has(column)),
    onRepair: () => {
      repaired += 1;
    },
    whole: request.whole ?? false,
  });
  const progress = followProgress({ ...request, share });
  await createStaging(transaction, run.staging);
  const reader = createRowReader(kind.columns, headings, faults, doubts);
  const { count: rows, notes } = await stageRows(transaction, rowsBelow(table.readRows(), table.row), {
    run,
    reader,
    headings,
    signal,
    onRows: progress.read,
  });
  if (rows === 0) throw new FileRefused('empty');
  progress.enter('checking');
  await analyseStaging(transaction);
  await run.complete?.(transaction);
  await checkTable(transaction, run, table, { faults, doubts });
  const counts = await run.count(transaction);
  const supplement = planned === null ? null : { mark: markSupplement(planned), rows };
  const weighed = { kind, run, pack, now, hash: request.hash, supplement };
  const stake = faults.total > 0 ? null : await weighImport(db, transaction, weighed);
  const { asks, consent, waits } = await findConsent(transaction, request, stake);
  const report: ImportReport = {
    kind: kind.code,
    fileName: request.fileName,
    fileHash: request.hash,
    dryRun,
    written: !dryRun && faults.total === 0 && !waits,
    sheet: table.sheet,
    headingsRow: table.row,
    rows,
    repaired,
    counts,
    stake,
    asks,
    waits,
    faultCount: faults.total,
    faults: faults.listed,
    doubtCount: doubts.total,
    doubts: doubts.listed,
    ignored: headings.ignored,
    otherSheets: table.otherSheets,
    notes: notes.map(({ row, text }) => ({ row, text: maskPersonalNumbersIn(text) })),
    fixed: table.fixed,
    ...(planned !== null && { supplement: await reportSupplement(transaction, planned, { dryRun, signal }) }),
    sample: dryRun ? await sampleRows(transaction, listShownColumns(kind.code, pack), blocks) : null,
  };
  if (report.written) {
    progress.enter('writing');
    await writeImport(transaction, request, table, { run, pack, cipher, now, report, consent, planned });
  }
  return report;
}

interface Decision {
  readonly asks: AskedConsent;
  readonly consent: Consent | null;
  /** It asks for what was not given. */
  readonly waits: boolean;
}

/** What an import asks for before it is written, and whether it was given for exactly this. */
async function findConsent(
  transaction: Knex.Transaction,
  { dryRun, consent: find }: BookRequest,
  stake: Stake | null,
): Promise<Decision> {
  const asks = stake === null ? 'none' : askConsent(stake);
  if (stake === null || asks === 'none') return { asks: 'none', consent: null, waits: false };
  const consent = dryRun || find === undefined ? null : await find(transaction, stake, asks);
  return { asks, consent, waits: consent === null };
}

/** Faults that begin with the number of another record. */
const NAMES_RECORD: ReadonlySet<FaultCode> = new Set(['repeated', 'otherInGroup', 'otherInInstitution']);

async function checkTable(
  transaction: Knex.Transaction,
  { checks }: KindRun,
  { headings, nameOf }: FileTable,
  { faults, doubts }: { readonly faults: FaultList; readonly doubts: FaultList },
): Promise<void> {
  const rowOf = (record: number) => rowOfRecord(record, headings.blocks.length);
  for (const { column, code, ...check } of checks) {
    const { listed, total } = await runCheck(transaction, { column, code, ...check });
    const into = check.doubt === true ? doubts : faults;
    let told = 0;
    for (const { found, expected: said, rows, count } of listed) {
      told += count;
      const expected = NAMES_RECORD.has(code)
        ? said.replace(/^\d+/, (record) => String(rowOf(Number(record))))
        : said;
      into.addMany({ ...nameOf(column), code, found, expected }, rows.map(rowOf), count);
    }
    into.addUnlisted(total - told);
  }
}
