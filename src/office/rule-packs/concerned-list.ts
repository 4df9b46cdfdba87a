import type { ListFate } from './judge-list';

/** A list that would not be as good as it is. */
export interface ConcernedList {
  readonly candidateId: number;
  readonly candidateNumber: string;
  readonly group: string;
  readonly batch: string;
  readonly versionId: number;
  readonly fate: ListFate;
}
