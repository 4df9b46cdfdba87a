import type { CandidateFacts } from '../pack/rule-pack';
import { blockAt, type ChoiceContext, placeField, type ResolvedSlot } from './choice-context';
import type { SubjectRequirement, Violation, ViolationPlace } from './choice-list';

/** The facts that hold what somebody chose: 首选科目 (none where a province has no 首选) and 再选科目. */
const SUBJECT_FACTS = { first: 'firstSubject', electives: 'electives' } as const;

/** The 选考科目 of a candidate, 首选 and 再选 together; null where the record does not say. */
function listChosenSubjects(facts: CandidateFacts): readonly string[] | null {
  const first = facts[SUBJECT_FACTS.first];
  const electives = facts[SUBJECT_FACTS.electives];
  if (!Array.isArray(electives)) return null;
  return typeof first === 'string' ? [first, ...electives] : electives;
}

/**
 * What a candidate lacks of a requirement: nothing where it is met, of `all` those not chosen, of `any` the whole of
 * it; null where it is not known what they chose. A requirement without subjects is met by everybody.
 *
 * Worked cases for a candidate of 物理 with 化学 and 地理: 不限 and 化学 are met; 化学和生物学 lacks 生物学; 化学或生物学
 * is met; 思想政治或生物学 lacks both.
 */
export function findMissingSubjects(
  { mode, subjects }: SubjectRequirement,
  facts: CandidateFacts,
): readonly string[] | null {
  if (subjects.length === 0) return [];
  const chosen = listChosenSubjects(facts);
  if (chosen === null) return null;
  const missing = subjects.filter((subject) => !chosen.includes(subject));
  return mode === 'any' && missing.length < subjects.length ? [] : missing;
}

/** The 专业组 a slot stands for, each with the field it is told at: what was typed, or what the chosen rows belong to. */
function listGroups({ section, choice, rows, ...slot }: ResolvedSlot): ReadonlyMap<string, ViolationPlace> {
  const filled = { section, choice, ...slot };
  if (section.unit === 'school+group') {
    return new Map([
      [choice.group, placeField(filled, section.combinedCode === true ? 'institution' : 'group')],
    ]);
  }
  return new Map(
    rows
      .filter(({ row }) => row.group !== '')
      .map(({ row, at }) => [row.group, at] as const)
      .toReversed(),
  );
}

/**
 * Whether the candidate chose what a 专业组 requires (该专业组要求选考化学，您未选考), told once a group and before any
 * 专业 is typed. Rows of 专业+院校 slots that belong to a group are held to it as well.
 */
export function checkSubjects(slot: ResolvedSlot, { plan, facts }: ChoiceContext): readonly Violation[] {
  if (!slot.known) return [];
  return [...listGroups(slot)].flatMap(([code, at]) => {
    const requirement = plan.findGroup(slot.choice.institution, code)?.requirement;
    const missing = requirement === undefined ? [] : findMissingSubjects(requirement, facts);
    if (requirement === undefined || missing?.length === 0) return [];
    const values = { group: code, mode: requirement.mode, subjects: requirement.subjects.join('、') };
    return missing === null
      ? [blockAt('subjectsUnknown', at, values)]
      : [blockAt('subjectsNotMet', at, { ...values, missing: missing.join('、') })];
  });
}
