import type { Knex } from 'knex';
import type { Origin } from '../../infrastructure/origin';
import type { BatchStanding } from '../../rules/filing/batch-standing';
import { isOffered } from '../../rules/filing/batch-state';
import type { ChoiceList } from '../../rules/filing/choice-list';
import type { CandidateRecord } from '../candidates/candidate.repository';
import type { ApplicationGroup } from './application.repository';
import type { SaveResult } from './save-request';

/** A list on paper that two officers typed in alike. */
export interface PaperFiling {
  /** Saved once, however often it is posted. */
  readonly draftId: number;
  readonly candidate: CandidateRecord;
  readonly batch: string;
  readonly choices: ChoiceList;
  /** Ids of both: they are the actors of the version. */
  readonly officers: readonly [number, number];
  /** Of the officer whose post completed it. */
  readonly origin: Origin;
  /** Name of their office, for the mail. */
  readonly office: string;
  /** Last ordinal of the group when the paper came in. */
  readonly afterOrdinal: number;
  /** What is written down in the transaction of the save, the candidate being locked. */
  complete(transaction: Knex.Transaction, versionId: number): Promise<void>;
}

/** The group was saved, or put back, after the paper came in. */
export type GroupChanged = { readonly outcome: 'overtaken' };

/** Why a list on paper cannot be saved now; null where it can. The window, the count and the hour between saves hold for it too. */
export function refusePaper(
  { afterOrdinal }: Pick<PaperFiling, 'afterOrdinal'>,
  { standing, group }: { readonly standing: BatchStanding; readonly group: ApplicationGroup | null },
  stopped: boolean,
): SaveResult | GroupChanged | null {
  if ((group?.lastOrdinal ?? 0) !== afterOrdinal) return { outcome: 'overtaken' };
  if (!isOffered(standing, 'fill') && !isOffered(standing, 'modify')) return { outcome: 'refused', standing };
  return stopped ? { outcome: 'stopped' } : null;
}
