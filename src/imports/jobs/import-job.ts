import type { ImportProgress, ImportReport } from '../import-report';
import type { KindCode } from '../kind';

export const OPEN_STATES = [
  'mapping',
  'checkQueued',
  'checking',
  'checked',
  'importQueued',
  'importing',
] as const;
export const END_STATES = ['done', 'refused', 'stopped', 'interrupted', 'discarded'] as const;

/**
 * `mapping`: headings are not known yet; `check…` is the dry run, `checked` has its report; `interrupted`: the process
 * ended meanwhile, and nothing was written.
 */
export type JobState = (typeof OPEN_STATES)[number] | (typeof END_STATES)[number];

/** A list that an officer brings in by the browser. */
export interface ImportJob {
  readonly id: number;
  readonly kind: KindCode;
  readonly fileName: string;
  readonly bytes: number;
  readonly fileKey: string;
  readonly sheet: string | null;
  readonly headings: readonly string[];
  readonly mapping: Readonly<Record<string, string>>;
  readonly state: JobState;
  readonly progress: ImportProgress | null;
  readonly report: ImportReport | null;
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
  'kind' | 'fileName' | 'bytes' | 'fileKey' | 'sheet' | 'headings' | 'officerId'
> & { readonly node: string; readonly state: 'mapping' | 'checkQueued' };
