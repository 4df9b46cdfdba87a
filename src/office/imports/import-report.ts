import type { Supplement } from '../../domain/supplements/derive-supplement';
import type { AskedConsent } from '../../rules/consent/import-consent';
import type { Stake } from './effects/effect';
import type { ListedFault } from './fault';
import type { ImportCounts, KindCode } from './kind';

/** How far an import has come. */
export interface ImportProgress {
  /** Rows are read and staged; the whole is checked; it is written. */
  readonly phase: 'reading' | 'checking' | 'writing';
  readonly rows: number;
  /** Over the reading so far. */
  readonly rowsPerSecond: number;
  /** Of the file, 0 to 1; null where its length in rows cannot be told. */
  readonly share: number | null;
}

/** Records as they would be stored. */
export interface ReportSample {
  readonly headings: readonly string[];
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[];
}

/** What a list of remaining places makes, as it was found. */
export interface SupplementReport {
  /** Code and name of the new batch. */
  readonly batch: string;
  readonly name: string;
  /** What was asked for. */
  readonly settings: Supplement;
  /** Version that the pack gets. */
  readonly version: number;
  /** Who may file, by 科类; null where they were not counted again. */
  readonly people: Readonly<Record<string, number>> | null;
}

/** What an import found, and whether it was written. */
export interface ImportReport {
  readonly kind: KindCode;
  readonly fileName: string;
  /** SHA-256, hexadecimal. */
  readonly fileHash: string;
  readonly dryRun: boolean;
  /** Only a run without faults that is no dry run writes anything. */
  readonly written: boolean;
  /** The sheet that was read; null where the file has but one table. */
  readonly sheet: string | null;
  /** Row of the headings. */
  readonly headingsRow: number;
  /** Records: where several stand side by side in a row, more than rows. */
  readonly rows: number;
  /** Codes whose lost zeros were put back. */
  readonly repaired: number;
  readonly counts: ImportCounts;
  /** What it does to records that stand; null where it does nothing to them, or there are faults. */
  readonly stake: Stake | null;
  /** What it asked for before it was written. */
  readonly asks: AskedConsent;
  /** Nothing was written because what it asks for was not given. */
  readonly waits: boolean;
  /** All faults are counted; the first thousand different ones are listed, by row. */
  readonly faultCount: number;
  readonly faults: readonly ListedFault[];
  /** What somebody should look at, counted and listed likewise; reports of former versions have none. */
  readonly doubtCount?: number;
  readonly doubts?: readonly ListedFault[];
  /** Headings that were passed over. */
  readonly ignored: readonly string[];
  /** Sheets with something in them that were not read. */
  readonly otherSheets: readonly string[];
  /** Notes below the table that were passed over; the first of them. */
  readonly notes: readonly { readonly row: number; readonly text: string }[];
  /** Values that stood for columns that the file does not have, such as 年度=2020. */
  readonly fixed: readonly string[];
  /** The 征集 that it makes; left out where it makes none. */
  readonly supplement?: SupplementReport;
  /** The first and last records of a dry run. */
  readonly sample: ReportSample | null;
}
