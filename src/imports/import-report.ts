import type { Fault } from './fault';
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

/** What an import found, and whether it was written. */
export interface ImportReport {
  readonly kind: KindCode;
  readonly fileName: string;
  /** SHA-256, hexadecimal. */
  readonly fileHash: string;
  readonly dryRun: boolean;
  /** Only a run without faults that is no dry run writes anything. */
  readonly written: boolean;
  readonly rows: number;
  /** Codes whose lost zeros were put back. */
  readonly repaired: number;
  readonly counts: ImportCounts;
  /** All faults are counted; the first thousand are listed, by row. */
  readonly faultCount: number;
  readonly faults: readonly Fault[];
  /** Headings that were passed over. */
  readonly ignored: readonly string[];
}
