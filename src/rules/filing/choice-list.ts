import type { Condition } from '../pack/rule-pack';

/** 同意 or 不同意 专业调剂; null where nothing was chosen. */
export type Adjustment = 'agree' | 'refuse';

/** One 志愿位 as typed. Codes are text and already normalised (trimmed, half-width, capitals); '' is empty. */
export interface SlotChoice {
  readonly institution: string;
  readonly group: string;
  /** majors[0] is 专业1; '' where left empty. */
  readonly majors: readonly string[];
  /** posts[0] is the 岗位 of 专业1. */
  readonly posts: readonly string[];
  readonly adjustment: Adjustment | null;
}

/** Section code → its slots in order (index 0 is slot 1). A missing section is empty. 承诺书: see `AGREED`. */
export type ChoiceList = Readonly<Record<string, readonly SlotChoice[]>>;

/** A row of 招生计划 as the rules see it. */
export interface PlanRow {
  readonly institution: string;
  readonly group: string;
  readonly major: string;
  readonly majorName: string;
  readonly post: string;
  /** 类别: a choice uses rows of one 类别 only. '' is 普通. */
  readonly category: string;
  readonly planType: string;
  readonly restrictions: readonly Condition[];
}

export interface PlanInstitution {
  readonly code: string;
  readonly name: string;
  readonly city: string;
}

/** 选科要求 beside 首选: of these subjects all or any one must have been chosen. No subject at all is 不限. */
export interface SubjectRequirement {
  readonly mode: 'all' | 'any';
  readonly subjects: readonly string[];
}

/** A 院校专业组, on which majors hang. Its code is opaque text, letters allowed. */
export interface PlanGroup {
  readonly institution: string;
  readonly code: string;
  /** As printed, 第101专业组; '' where only the plan's rows tell of the group. */
  readonly name: string;
  readonly requirement: SubjectRequirement;
  /** Places of the whole group; null where the plan does not say. */
  readonly quota: number | null;
  /** Plan types of its rows, by code. */
  readonly planTypes: readonly string[];
  /** 备注 as printed. */
  readonly note: string;
}

/** `withdrawn`: it stood in this batch and 科类, and was taken out of the plan. */
export type ElsewhereReason = 'withdrawn' | 'otherBatch' | 'otherTrack' | 'otherAudience';

/** The plan of one batch, narrowed to the candidate's 科类 (and audience). In memory, no awaiting. */
export interface PlanView {
  findInstitution(code: string): PlanInstitution | null;
  /** Rows of an institution open in this batch and 科类. */
  listRows(institution: string): readonly PlanRow[];
  /** Why an institution that is not in this view is known all the same; null when it exists nowhere. */
  whereElse(institution: string): ElsewhereReason | null;
  /** A 专业组 that has rows in this batch and 科类. */
  findGroup(institution: string, group: string): PlanGroup | null;
  /** Why a 专业组 that is not in this view is known all the same at its institution. */
  whereElseGroup(institution: string, group: string): ElsewhereReason | null;
  /** Why a 专业 that is not in this view is known all the same at this institution; `group` is '' without groups. */
  whereElseMajor(institution: string, group: string, major: string): ElsewhereReason | null;
}

export type ChoiceField = 'institution' | 'group' | 'major' | 'post' | 'adjustment';

/**
 * Where a violation stands: the whole list, a section, a slot, or one field of it. Slots and majors are 1-based. A 承诺书
 * is named by its plan type.
 */
export interface ViolationPlace {
  readonly section?: string;
  readonly slot?: number;
  readonly field?: ChoiceField;
  readonly major?: number;
  readonly undertaking?: string;
}

export type ViolationCode =
  | 'emptyList'
  | 'institutionMalformed'
  | 'institutionUnknown'
  | 'institutionWithdrawn'
  | 'institutionOtherBatch'
  | 'institutionOtherTrack'
  | 'institutionOtherAudience'
  | 'institutionMissing'
  | 'groupMalformed'
  | 'groupUnknown'
  | 'groupWithdrawn'
  | 'groupOtherBatch'
  | 'groupOtherTrack'
  | 'groupOtherAudience'
  | 'groupMissing'
  | 'majorMalformed'
  | 'majorUnknown'
  | 'majorOtherGroup'
  | 'majorWithdrawn'
  | 'majorOtherBatch'
  | 'majorOtherTrack'
  | 'majorOtherAudience'
  | 'majorMissing'
  | 'majorGap'
  | 'majorRepeated'
  | 'postMalformed'
  | 'postUnknown'
  | 'postMissing'
  | 'adjustmentMissing'
  | 'adjustmentUnexpected'
  | 'slotGap'
  | 'sectionGap'
  | 'sectionTimeOver'
  | 'choiceRepeated'
  | 'categoriesMixed'
  | 'planTypeNotHere'
  | 'slotRule'
  | 'schoolCap'
  | 'sectionCap'
  | 'notEligible'
  | 'subjectsNotMet'
  | 'subjectsUnknown'
  | 'tooManySlots'
  | 'tooManyMajors'
  | 'undertakingNotAgreed';

/** One finding. `message` is set only where the sentence is data (conditions, slot rules, caps). */
export interface Violation {
  readonly code: ViolationCode;
  readonly severity: 'block' | 'warn';
  readonly at: ViolationPlace;
  readonly message?: string;
  /** Values for the sentence, such as the code typed or the expected length. */
  readonly values: Readonly<Record<string, string | number>>;
}
