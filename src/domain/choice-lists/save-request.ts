import type { Origin } from '../../infrastructure/origin';
import type { BatchStanding } from '../../rules/filing/batch-standing';
import type { ChoiceList, Violation } from '../../rules/filing/choice-list';
import type { Batch } from '../../rules/pack/rule-pack';
import type { CandidateRecord } from '../candidates/candidate.repository';
import type { VersionInForce } from './application.repository';

export interface SaveRequest {
  readonly candidate: CandidateRecord;
  readonly batch: string;
  readonly choices: ChoiceList;
  readonly formToken: string;
  /** Hex hash of the comparison, with the version in force, that the candidate has seen and confirmed; '' at the first post. */
  readonly confirmed: string;
  /** The page that posts, and the revision of the draft that it knows. */
  readonly tab: string;
  readonly revision: number;
  /** Whether this session has passed the risk step. */
  readonly riskCleared: boolean;
  readonly origin: Origin;
}

export type SaveResult =
  | { readonly outcome: 'saved'; readonly versionId: number }
  | { readonly outcome: 'replayed'; readonly versionId: number }
  | { readonly outcome: 'tokenReused' }
  /** Another page has kept a newer draft since: both are to be shown first. */
  | { readonly outcome: 'behind' }
  | { readonly outcome: 'refused'; readonly standing: BatchStanding }
  /** Saves are switched off for now. */
  | { readonly outcome: 'stopped' }
  /** The form was never opened, or was closed by a save or 放弃. */
  | { readonly outcome: 'notOpened'; readonly standing: BatchStanding }
  | { readonly outcome: 'expired' }
  | { readonly outcome: 'overwriteUnconfirmed' }
  /** A modification from a new browser, or soon after a reset: the strongest factor is asked for first. */
  | { readonly outcome: 'proofNeeded'; readonly confirmation: string }
  | { readonly outcome: 'violations'; readonly violations: readonly Violation[] }
  /** To be shown first: what is overwritten or changed, and warnings. `confirmation` comes back as `confirmed`. */
  | {
      readonly outcome: 'unconfirmed';
      readonly confirmation: string;
      readonly inForce: VersionInForce | null;
      /** Batches whose lists go with it, as the saved one excludes them by pairs. */
      readonly closed: readonly Batch[];
      readonly violations: readonly Violation[];
    };
