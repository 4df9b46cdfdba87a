import type { PlanScope } from '../../domain/enrolment-plan/plan-catalogue';
import type { PlanEntry } from '../../domain/enrolment-plan/plan-entry';
import type { Reference } from '../../domain/reference/reference';
import { checkChoiceList } from '../../rules/filing/check-choice-list';
import type { SlotChoice } from '../../rules/filing/choice-list';
import { normaliseChoiceList } from '../../rules/filing/normalise-choice-list';
import type { Batch, CandidateFacts, Section } from '../../rules/pack/rule-pack';
import { writeChoiceFields } from './choice-fields';

export interface ComposedList {
  /** As the form posts it. */
  readonly fields: Readonly<Record<string, string>>;
  readonly institutions: readonly string[];
}

/** More than people fill, and enough that a form is no short one. */
const MOST_SLOTS = 12;
/** Institutions that are looked at before it is said that there is nothing. */
const MOST_LOOKS = 400;

/**
 * A list of the first section of a batch in which the rules find nothing, from an institution on that `from` says, so
 * that another number gives another list; null where this plan has none for this candidate.
 */
export function composeList(
  { calendar, plan }: Reference,
  batch: Batch,
  facts: CandidateFacts,
  scope: PlanScope,
  from: number,
): ComposedList | null {
  const [section] = batch.sections;
  if (section === undefined || section.unit === 'school+major+post') return null;
  const judged = { pack: calendar.pack, batch, facts, plan: plan.viewOf(scope) };
  const isSound = (slots: readonly SlotChoice[]) =>
    checkChoiceList({ ...judged, choices: normaliseChoiceList(batch, { [section.code]: slots }) }).length ===
    0;
  const wanted = Math.min(section.slots.max, Math.max(section.slots.min, MOST_SLOTS));
  const institutions = plan.listInstitutions(scope);
  const looked = Math.min(institutions.length, MOST_LOOKS);
  const slots: SlotChoice[] = [];
  for (let at = 0; at < looked && slots.length < wanted; at += 1) {
    const code = institutions[(from + at) % institutions.length]?.code ?? '';
    const slot = chooseAt(section, code, plan.listEntries(scope, code));
    // One more than before: where the section wants several at once, the whole is looked at below.
    if (section.slots.min > slots.length + 1 || isSound([...slots, slot])) slots.push(slot);
  }
  if (slots.length === 0 || !isSound(slots)) return null;
  return {
    fields: writeChoiceFields(section, slots),
    institutions: slots.map(({ institution }) => institution),
  };
}

/** The first majors of an institution, where a choice names a 专业组 those of its first. */
function chooseAt(section: Section, institution: string, rows: readonly PlanEntry[]): SlotChoice {
  const group = section.unit === 'school+group' ? (rows[0]?.group ?? '') : '';
  const own = rows.filter((row) => group === '' || row.group === group);
  return {
    ...{ institution, group, posts: [] },
    majors: own.slice(0, section.majors.max).map(({ major }) => major),
    adjustment: section.adjustment === 'none' ? null : 'agree',
  };
}
