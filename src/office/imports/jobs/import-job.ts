import type { Supplement } from '../../../domain/supplements/derive-supplement';
import type { SourceRow } from '../../../infrastructure/spreadsheets/reading/source-row';
import type { ImportProgress, ImportReport } from '../import-report';
import type { KindCode } from '../kind';
import type { SaidLayout } from '../layout/said-layout';

export const OPEN_STATES = [
  'mapping',
  'checkQueued',
  'checking',
  'checked',
  'approving',
  'importQueued',
  'importing',
] as const;
const END_STATES = ['done', 'refused', 'stopped', 'interrupted', 'discarded'] as const;

/**
 * `mapping`: headings are not known yet; `check…` is the dry run, `checked` has its report; `approving`: a second officer
 * is asked; `interrupted`: the process ended meanwhile, and nothing was written.
 */
export type JobState = (typeof OPEN_STATES)[number] | (typeof END_STATES)[number];

/** What was said for an import that loses much or touches filed lists. */
export interface JobConsent {
  /** Of the report that was seen. */
  readonly mark: string;
  readonly reason: string;
  readonly officerId: number;
  readonly officerName: string;
  /** The second officer, where one is asked for. */
  readonly approvedBy: { readonly id: number; readonly name: string } | null;
}

/** A list that an officer brings in by the browser. */
export interface ImportJob {
  readonly id: number;
  readonly kind: KindCode;
  readonly fileName: string;
  readonly bytes: number;
  readonly fileKey: string;
  readonly sheet: string | null;
  /** The sheet that was found; null where the file has but one table. */
  readonly foundSheet: string | null;
  /** The first rows that are not blank, cut short, with what is personal masked. */
  readonly looked: readonly SourceRow[];
  /** What was said of the file's shape; null where its headings say it all. */
  readonly layout: SaidLayout | null;
  /** What it probably is. */
  readonly suggested: SaidLayout | null;
  readonly state: JobState;
  readonly progress: ImportProgress | null;
  readonly report: ImportReport | null;
  readonly consent: JobConsent | null;
  /** A former version that is put back, instead of a file. */
  readonly versionId: number | null;
  /** What the list is to make a 征集 of; null where it makes none. */
  readonly supplement: Supplement | null;
  /** Why the file was refused, in a sentence. */
  readonly refusal: string | null;
  readonly stopRequested: boolean;
  readonly officerId: number;
  readonly officerName: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
}

/** What is known of a job as it begins. */
export type NewJob = Pick<
  ImportJob,
  'kind' | 'fileName' | 'bytes' | 'fileKey' | 'sheet' | 'foundSheet' | 'looked' | 'suggested' | 'officerId'
> & { readonly versionId?: number; readonly supplement?: Supplement } & {
  readonly node: string;
  readonly state: 'mapping' | 'checkQueued';
};
