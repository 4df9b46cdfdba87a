import type { Cap, SchoolCap } from './caps';
import type { FinalConfirmation } from './final-confirmation';
import type { ListCodes } from './list-codes';
import type { ScoreLine } from './score-lines';

/**
 * The shape of a year's rule pack: everything that differs between provinces and years, as data.
 * No rule of a particular province or year may stand in code.
 */

/** Alternatives a candidate fact is compared with. */
export type FactValue = string | number | boolean | null | readonly string[];

/** What is known of a candidate, flat: `sex`, `bornOn` (YYYY-MM-DD), `scores.英语`, `lists` and so on. */
export type CandidateFacts = Readonly<Record<string, FactValue>>;

type ConditionOperator =
  | 'equals'
  | 'notEquals'
  | 'oneOf'
  | 'notOneOf'
  | 'atLeast'
  | 'atMost'
  | 'between'
  | 'contains'
  | 'containsAny'
  | 'lacks';

/**
 * One requirement on a candidate, carried by a batch, a section or a plan row.
 * `block` refuses the save (red); `warn` is shown (amber) and saved.
 * `between` takes two strings or numbers, both ends inclusive; dates compare as YYYY-MM-DD text.
 */
export interface Condition {
  readonly field: string;
  readonly operator: ConditionOperator;
  readonly value: FactValue | readonly number[];
  readonly severity: 'block' | 'warn';
  /** Only of candidates with this fact is it asked: a score line for one 科类, say. */
  readonly when?: { readonly field: string; readonly equals: FactValue };
  /** The whole Chinese sentence shown to the candidate, without final punctuation. */
  readonly message: string;
}

type ChoiceUnit = 'school' | 'school+major' | 'school+group' | 'school+major+post';

/** What must differ between the filled slots of one section. */
export type UniqueBy =
  | 'institution'
  | 'institution+category'
  | 'institution+group'
  | 'institution+major'
  | 'institution+major+post';

export interface SlotRule {
  /** Plan type or category (类别) that the rule speaks of. */
  readonly planType?: string;
  readonly category?: string;
  /** 1-based slots in which such a row may stand. */
  readonly onlySlots: readonly number[];
  readonly message: string;
}

export interface Section {
  /** Stable key, also the prefix of form fields: lower-case letters and digits. */
  readonly code: string;
  readonly label: string;
  readonly note?: string;
  readonly mode: 'sequential' | 'parallel';
  /** `min`: how many must be filled once anything of the list is. */
  readonly slots: { readonly min: number; readonly max: number };
  /** One label per slot, such as 平行志愿1 or 志愿A; in a file also one pattern, 志愿{n} or 志愿{A}. */
  readonly slotLabels: readonly string[];
  /** `school` has no 专业 fields at all (`majors.max` 0); a school with its majors is `school+major`. */
  readonly unit: ChoiceUnit;
  readonly majors: { readonly min: number; readonly max: number };
  /** `groupOnly`: 专业调剂 must be chosen and reaches only inside the 专业组. */
  readonly adjustment: 'none' | 'required' | 'groupOnly';
  readonly uniqueBy: UniqueBy;
  /** Institution and group code typed as one field (Jiangsu). */
  readonly combinedCode?: boolean;
  /** Minutes after the opening of the form in which this section has to be saved; left out, those of the batch. */
  readonly formMinutes?: number;
  /** Plan types that may be chosen here. */
  readonly planTypes: readonly string[];
  readonly slotRules: readonly SlotRule[];
  readonly eligibility: readonly Condition[];
}

export interface Batch {
  readonly code: string;
  readonly name: string;
  /** Where the batch and its numbers are published, or that a number is a setting; told by the pack's page. */
  readonly source?: string;
  readonly heading: string;
  readonly round: string;
  /** Candidate kinds (普通 艺术 体育 对口 专升本, by code) to whom the batch is open. */
  readonly candidateKinds: readonly string[];
  readonly eligibility: readonly Condition[];
  /** Batches of one exclusive group exclude each other and share the save count. Null: the batch alone. */
  readonly exclusiveGroup: string | null;
  /** Batches, beside those of the group, that may not be in force together with this one; each counts its own saves. */
  readonly excludes?: readonly string[];
  /** Batches of one abandon group are given up together. Null: the batch alone. */
  readonly abandonGroup: string | null;
  readonly abandonable: boolean;
  /** Saves in all; null: as many as one likes. 1+5 (first submission and five modifications) is 6. */
  readonly maxSaves: number | null;
  readonly cooldownMinutes: number;
  readonly formMinutes: number;
  /** How often 延长 may be pressed; 0 is the manual to the letter. */
  readonly formExtensions: number;
  /** 延长 is offered in the last so many minutes of the form timer. */
  readonly formExtensionOfferMinutes: number;
  readonly confirmMode: 'none' | 'print' | 'sign';
  /** Left out: a save is final by itself. */
  readonly finalConfirmation?: FinalConfirmation;
  /** Sections must be filled in order (第二志愿 not without 第一志愿). */
  readonly sectionsOrdered: boolean;
  /** Sections whose order `sectionsOrdered` concerns; others (定向, 预科) stand alone. */
  readonly orderedSections: readonly string[];
  /** 计划查询 is offered beside the code fields (对口, 专升本). */
  readonly planQuery: boolean;
  /** Fact that narrows the plan to rows whose `audience` equals it (专升本 报考专业, 对口 专业类别). */
  readonly planAudienceFact: string | null;
  readonly sections: readonly Section[];
}

export interface CodeShape {
  readonly length: number;
  /** `digits`, or `alphanumeric` (digits and Latin capitals). */
  readonly alphabet: 'digits' | 'alphanumeric';
}

export interface Coded {
  readonly code: string;
  readonly name: string;
}

interface CandidateKind extends Coded {
  /** Every county office serves candidates of this kind, wherever they registered (对口, 专升本). */
  readonly anyCounty?: boolean;
}

/** A kind of plan row (普通, 定向西藏, 预科), with what it asks wherever it may be chosen. */
interface PlanType extends Coded {
  readonly source?: string;
  readonly eligibility?: readonly Condition[];
}

interface Heading extends Coded {
  readonly note: string | null;
}

/** What a window lets a candidate do: file for the first time, change what is filed, give it up. */
export interface Permits {
  readonly create: boolean;
  readonly edit: boolean;
  readonly remove: boolean;
}

/** Whom a window concerns. A score band includes both ends; null leaves an end open. */
export type WindowScope =
  | { readonly kind: 'province' }
  | { readonly kind: 'county'; readonly county: string }
  | { readonly kind: 'school'; readonly school: string }
  | { readonly kind: 'candidateKind'; readonly candidateKind: string }
  | { readonly kind: 'scoreBand'; readonly from: number | null; readonly to: number | null };

/** Times of a day as 09:00, in the province's time; at `until` nothing can be saved any more. */
export interface DailyHours {
  readonly from: string;
  readonly until: string;
}

/** A default window for some candidates only, instants as in `Round`. */
export interface ScopedWindow {
  readonly scope: WindowScope;
  readonly opensAt: string;
  readonly closesAt: string;
  /** In place of the round's. */
  readonly dailyHours?: DailyHours;
}

/** From this instant on (inclusive) the round permits only this (Inner Mongolia: no 放弃 in the last hours). */
interface PermitStage {
  readonly from: string;
  readonly permits: Permits;
}

export interface Round extends Coded {
  readonly source?: string;
  /** Default window, ISO 8601 with offset; `closesAt` is exclusive. The `windows` table holds what is in force. */
  readonly opensAt: string;
  readonly closesAt: string;
  /** Only at these hours of each day can one file; left out, day and night. */
  readonly dailyHours?: DailyHours;
  /** Default windows that differ for a county, a school, a candidate kind or a score band. */
  readonly scopedWindows?: readonly ScopedWindow[];
  /** Stages of the round in order of time; before the first one everything is permitted. */
  readonly stages?: readonly PermitStage[];
}

export interface Undertaking {
  readonly source?: string;
  readonly planType: string;
  /** For example 定向西藏. */
  readonly name: string;
  readonly title: string;
  /** Paragraphs; {{institution}} and {{majors}} are filled in. */
  readonly paragraphs: readonly string[];
  /** Agreed to in the form, as part of the list, and neither printed nor signed; left out, it is printed and signed. */
  readonly agreedInForm?: boolean;
}

/** What a message code authorises; a code of one purpose serves no other. */
export type CodePurpose =
  | 'reset'
  | 'abandon'
  | 'confirm'
  | 'risk'
  | 'thaw'
  | 'bind'
  | 'phoneOld'
  | 'phoneNew'
  | 'pictureCode';

/** Numbers of the ladder by which a candidate proves who they are (manual, chapters five, eight and nine). */
interface IdentityRules {
  /** Life of a message code by purpose, in seconds: reset 2 minutes, abandon 5 minutes; `confirm` as abandon unless given. */
  readonly codeLifeSeconds: Readonly<Record<Exclude<CodePurpose, 'confirm'>, number>> & {
    readonly confirm?: number;
  };
  /** 秒恢复: how long 获取验证码 rests after a code was sent. */
  readonly codeResendSeconds: number;
  readonly codeTries: number;
  /** Codes that a candidate may ask for in an hour, over all purposes. */
  readonly codesPerHour: number;
  /** 密码验证信息: longest, tries in 24 hours, and how many others of one school may have the same. */
  readonly phraseMaxLength: number;
  readonly phraseTriesPerDay: number;
  readonly phraseSameSchoolLimit: number;
  /** Whether a forgotten password may be reset by 密码验证信息; else at the counter only. */
  readonly phraseResets: boolean;
  /** Hours after a reset during which a modification asks for the strongest bound factor. */
  readonly riskHoursAfterReset: number;
  /** Hours until a 密码验证信息 takes effect that was changed without giving the one before. */
  readonly phraseChangeHours: number;
  /** First digits of phones that may be bound; empty lets every mobile number in (河南省内手机号码). */
  readonly phonePrefixes: readonly string[];
  readonly firstSecretDays: number;
  /** Hours before a window closes at which those with a draft and no save are reminded. */
  readonly reminderHours: readonly number[];
}

export interface RulePack {
  readonly code: string;
  readonly version: number;
  readonly year: number;
  readonly province: string;
  readonly platform: {
    readonly name: string;
    readonly office: string;
    readonly officeEnglish: string;
    readonly smsSender: string;
  };
  readonly codes: {
    readonly institution: CodeShape;
    readonly major: CodeShape;
    readonly group?: CodeShape;
    readonly post?: CodeShape;
  };
  readonly candidateKinds: readonly CandidateKind[];
  readonly tracks: readonly Coded[];
  readonly planTypes: readonly PlanType[];
  readonly headings: readonly Heading[];
  readonly rounds: readonly Round[];
  readonly batches: readonly Batch[];
  /** How caps were said before `caps`: schools in every parallel section. */
  readonly schoolCaps: readonly SchoolCap[];
  readonly caps?: readonly Cap[];
  /** Lines that the conditions of its file name. */
  readonly scoreLines?: readonly ScoreLine[];
  readonly undertakings: readonly Undertaking[];
  /** 志愿填报须知; {{maxSaves}}, {{modifications}}, {{cooldown}} (1小时), {{formMinutes}}, {{abandonGroups}} are filled in. */
  readonly filingNotice: readonly string[];
  /** Minutes before closing or time-out at which the countdown speaks. */
  readonly countdownWarnings: readonly number[];
  readonly identity: IdentityRules;
  readonly listCodes?: ListCodes;
  /** Days for which printed forms of an office can be fetched; 7 unless given. */
  readonly printedFormDays?: number;
}
