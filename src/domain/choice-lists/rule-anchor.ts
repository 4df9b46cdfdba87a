import type { ViolationCode } from '../../rules/filing/choice-list';

/** Paragraphs of the rules page `/guide/rules`, by anchor. */
export type RuleAnchor =
  | 'codes'
  | 'plan'
  | 'majors'
  | 'order'
  | 'adjustment'
  | 'repetition'
  | 'categories'
  | 'eligibility'
  | 'defaulters'
  | 'empty';

const anchors: Readonly<Record<ViolationCode, RuleAnchor>> = {
  emptyList: 'empty',
  institutionMalformed: 'codes',
  institutionUnknown: 'codes',
  institutionWithdrawn: 'plan',
  institutionOtherBatch: 'plan',
  institutionOtherTrack: 'plan',
  institutionOtherAudience: 'plan',
  institutionMissing: 'majors',
  groupMalformed: 'codes',
  groupUnknown: 'codes',
  groupWithdrawn: 'plan',
  groupOtherBatch: 'plan',
  groupOtherTrack: 'plan',
  groupOtherAudience: 'plan',
  groupMissing: 'majors',
  majorMalformed: 'codes',
  majorUnknown: 'codes',
  majorOtherGroup: 'codes',
  majorWithdrawn: 'plan',
  majorOtherBatch: 'plan',
  majorOtherTrack: 'plan',
  majorOtherAudience: 'plan',
  majorMissing: 'majors',
  majorGap: 'majors',
  majorRepeated: 'repetition',
  postMalformed: 'codes',
  postUnknown: 'codes',
  postMissing: 'majors',
  adjustmentMissing: 'adjustment',
  adjustmentUnexpected: 'adjustment',
  slotGap: 'order',
  sectionGap: 'order',
  sectionTimeOver: 'order',
  choiceRepeated: 'repetition',
  categoriesMixed: 'categories',
  planTypeNotHere: 'categories',
  slotRule: 'order',
  schoolCap: 'defaulters',
  sectionCap: 'order',
  notEligible: 'eligibility',
  subjectsNotMet: 'eligibility',
  subjectsUnknown: 'eligibility',
  tooManySlots: 'order',
  tooManyMajors: 'majors',
  undertakingNotAgreed: 'eligibility',
};

/** The paragraph of the rules that a finding comes from. */
export function findRuleAnchor(code: ViolationCode): RuleAnchor {
  return anchors[code];
}
