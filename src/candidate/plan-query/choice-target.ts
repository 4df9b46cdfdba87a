import type { PlanScope } from '../../domain/enrolment-plan/plan-catalogue';
import type { ChoiceList } from '../../rules/filing/choice-list';
import type { Batch } from '../../rules/pack/rule-pack';
import type { CandidateVisit } from '../as-candidate';

/** A list of choices as it stands. */
export interface OpenedList {
  readonly choices: ChoiceList;
  /** When what was typed has to be saved; null: there is no haste. */
  readonly expiresAt: Date | null;
  /** @returns false when another window wrote in between */
  write(choices: ChoiceList): Promise<boolean>;
  /** Puts a whole list in the place of this one, which can be brought back. @returns as `write` */
  replace(choices: ChoiceList): Promise<boolean>;
  /** What stood here before a whole list took its place. @returns false where nothing did, or another window wrote */
  bringBack(): Promise<boolean>;
}

/** Where the choice of a 计划查询 goes, and where one comes from: the form of a batch, or its 志愿草表. */
export interface ChoiceTarget {
  /** What pages call it. */
  readonly name: string;
  /** Whether a page says of each row if its reader may choose it; such pages are nobody else's. */
  readonly marked: boolean;
  /** The batch of the address. @throws AppError notFound where it has no 计划查询 for this candidate */
  getBatch(visit: CandidateVisit): Promise<Batch>;
  /** Keeps everything typed; false when it could not, and the candidate was told. */
  keep(visit: CandidateVisit, batch: Batch): Promise<boolean>;
  /** Sends the candidate where they must go first; null then. */
  open(visit: CandidateVisit, batch: Batch): Promise<OpenedList | null>;
  /** Address of the query for a field. */
  pathOf(batch: Batch, field: string): string;
  /** Address of the field in the list. */
  backTo(batch: Batch, field: string): string;
  /** Address of what is found as one types. */
  searchOf(scope: PlanScope, field: string): string;
}
