import type { Knex } from 'knex';
import { type AuditEntry, insertAuditEntry } from '../../../domain/audit/audit.repository';
import type { Supplement } from '../../../domain/supplements/derive-supplement';
import { makeSupplement } from '../../../domain/supplements/make-supplement';
import type { PlannedSupplement } from '../../../domain/supplements/plan-supplement';
import type { ByteFile } from '../../../infrastructure/byte-file';
import type { Cipher } from '../../../infrastructure/security/cipher';
import type { AskedConsent } from '../../../rules/consent/import-consent';
import type { RulePack } from '../../../rules/pack/rule-pack';
import type { Consent, Stake } from '../effects/effect';
import { keepFormerVersion } from '../effects/list-version.repository';
import { tellHolders } from '../effects/tell-holders';
import type { ImportProgress, ImportReport } from '../import-report';
import type { ImportKind, KindRun } from '../kind';
import { rememberLayout } from '../layout/file-layout.repository';
import type { FileTable } from '../layout/file-table';
import type { SaidLayout } from '../layout/said-layout';

export interface ImportRequest extends Partial<SaidLayout> {
  readonly kind: ImportKind;
  readonly file: ByteFile;
  /** As the audit log names it. */
  readonly fileName: string;
  /** A sheet of a spreadsheet; null: the one that has the columns of the kind. */
  readonly sheet: string | null;
  /** Finds out what would happen, and changes nothing. */
  readonly dryRun: boolean;
  readonly by: Pick<AuditEntry, 'actorKind' | 'actorId' | 'origin'>;
  readonly signal?: AbortSignal;
  onProgress?(progress: ImportProgress): void;
  /** The list is of remaining places: with it a 征集 is made, in the same transaction. */
  readonly supplement?: Supplement;
  /** A former version is put back: what it does not have goes. */
  readonly whole?: boolean;
  /**
   * Asked in the transaction of an import that loses much or touches filed lists: what was said for exactly this;
   * null where nothing was, and it is not written. Left out, nothing is.
   */
  consent?(transaction: Knex.Transaction, stake: Stake, asks: AskedConsent): Promise<Consent | null>;
  /** What is to be written in the same transaction. */
  alsoWrite?(transaction: Knex.Transaction, report: ImportReport): Promise<void>;
}

export interface BookRequest extends Omit<ImportRequest, 'file' | 'signal'> {
  readonly hash: string;
  readonly signal: AbortSignal;
}

interface CheckedImport {
  readonly run: KindRun;
  readonly pack: RulePack;
  readonly cipher: Cipher;
  readonly now: Date;
  readonly report: ImportReport;
  readonly consent: Consent | null;
  /** Of what the 征集 is made that comes with it; null: none does. */
  readonly planned: PlannedSupplement | null;
}

/** Writes what was staged, and with it everything that has to be said of it. */
export async function writeImport(
  transaction: Knex.Transaction,
  request: BookRequest,
  table: FileTable,
  { run, pack, cipher, now, report, consent, planned }: CheckedImport,
): Promise<void> {
  const { kind, by } = request;
  if (planned !== null) await makePlanned(transaction, planned, by, report, consent);
  // What a 征集 takes the place of is nothing; it has a way back of its own.
  if (planned === null && isWorthKeeping(report))
    await keepFormerVersion(transaction, { kind, pack, cipher, report, by, consent });
  await run.apply(transaction);
  await tellHolders(transaction, cipher, { kind, pack, now, stake: report.stake });
  if (table.toRemember !== null)
    await rememberLayout(transaction, kind.code, table.headingRow, table.toRemember);
  await insertAuditEntry(transaction, describeImport(request, report, consent));
  await request.alsoWrite?.(transaction, report);
}

async function makePlanned(
  transaction: Knex.Transaction,
  planned: PlannedSupplement,
  by: BookRequest['by'],
  { rows }: ImportReport,
  consent: Consent | null,
): Promise<void> {
  if (consent?.approvedBy === null || consent === null) throw new Error('a 征集 is made by two');
  const { reason, approvedBy } = consent;
  await makeSupplement(transaction, planned, by, { planRows: rows, reason, approvedBy });
}

/** Whether a list is another afterwards; candidates who are added stay whatever is put back. */
function isWorthKeeping({ kind, stake, counts }: ImportReport): boolean {
  return stake !== null || (counts.added > 0 && kind !== 'candidates');
}

function describeImport(
  { by, kind }: BookRequest,
  report: ImportReport,
  consent: Consent | null,
): AuditEntry {
  const { fileName, fileHash, rows, repaired, counts, stake } = report;
  return {
    ...by,
    action: 'importList',
    subjectKind: 'import',
    subjectId: kind.code,
    detail: {
      fileName,
      fileHash,
      rows,
      repaired,
      ...counts,
      ...(stake !== null && stake.held > 0 && { held: stake.held, people: stake.people }),
      ...(consent !== null && { reason: consent.reason }),
      ...(consent !== null && consent.approvedBy !== null && { approvedBy: consent.approvedBy }),
    },
  };
}
