import type { SlotChoice } from '../../rules/filing/choice-list';
import { normaliseCode } from '../../rules/filing/codes';
import { isSlotEmpty } from '../../rules/filing/normalise-choice-list';
import type { Section } from '../../rules/pack/rule-pack';
import { institutionText } from './choice-list.form';
import { hintCombined, hintGroup, hintInstitution, hintMajor, warnOfNearCodes } from './code-hint.presenter';
import { type Hint, NO_HINT } from './hint';
import { keepWarned } from './kept-hints';
import type { ChoicePlan } from './past-of-choice';
import { findSlotPlaces, type SlotPlaces } from './slot-places';

const EMPTY: SlotChoice = { institution: '', group: '', majors: [], posts: [], adjustment: null };

/** A choice as it stands in its fields, by the plan alone. */
export interface FilledSlot {
  readonly places: SlotPlaces;
  readonly choice: SlotChoice;
  /** Of each of `places.fields`: what is typed. */
  readonly values: readonly string[];
  /** And what stands beside it. */
  readonly hints: readonly Hint[];
}

/** Fills the fields of a choice of a section; nothing typed is left out. */
export function fillSlot(
  plan: ChoicePlan,
  section: Section,
  number: number,
  choice: SlotChoice = EMPTY,
): FilledSlot {
  const code = normaliseCode(choice.institution);
  const group = normaliseCode(choice.group);
  const places = findSlotPlaces(plan.pack, section, number);
  const values = [institutionText(section, choice)];
  const hints = [hintPlace(plan, section.combinedCode === true, choice)];
  if (places.hasGroup) {
    values.push(choice.group);
    hints.push(hintGroup(plan, code, group));
  }
  for (let at = 0; at < places.majors; at += 1) {
    const typed = choice.majors[at] ?? '';
    values.push(typed);
    hints.push(code === '' ? NO_HINT : hintMajor(plan, code, group, normaliseCode(typed)));
    if (places.hasPosts) {
      values.push(choice.posts[at] ?? '');
      hints.push(NO_HINT);
    }
  }
  return { places, choice, values, hints };
}

/** Of each field the value, then the hint: the fillings of a choice's template. */
export function listFillings(values: readonly string[], hints: readonly Hint[]): readonly (string | Hint)[] {
  const fillings: (string | Hint)[] = [];
  for (let at = 0; at < values.length; at += 1) fillings.push(values[at] ?? '', hints[at] ?? NO_HINT);
  return fillings;
}

/** As the numbers above a long section show a choice. */
export function describeState({ choice }: FilledSlot, hints: readonly Hint[]): 'empty' | 'filled' | 'wrong' {
  if (hints.some(({ kind }) => kind === 'error')) return 'wrong';
  return isSlotEmpty(choice) ? 'empty' : 'filled';
}

/** What choices of the same place differ in beside their fillings, in one word; '' where something is red. */
export function describeLook(
  { places, choice }: FilledSlot,
  hints: readonly Hint[],
  adjusted: boolean,
): string {
  let look = `${places.id} `;
  for (const { kind } of hints) {
    if (kind === 'error') return '';
    look += kind === 'none' ? '-' : '+';
  }
  return adjusted ? `${look} ${choice.adjustment ?? ''}` : look;
}

/** Beside 院校代号: the name, and codes that lie near it. */
function hintPlace(plan: ChoicePlan, combined: boolean, choice: SlotChoice): Hint {
  if (isSlotEmpty(choice)) return NO_HINT;
  const code = normaliseCode(choice.institution);
  const group = normaliseCode(choice.group);
  const hint = combined ? hintCombined(plan, code, group) : hintInstitution(plan, code);
  if (hint.kind !== 'name') return hint;
  const majors = choice.majors.map(normaliseCode);
  const warnings = warnOfNearCodes(plan.catalogue, plan.scope, code, majors, group);
  if (warnings.length === 0 && hint.warnings.length === 0) return hint;
  return keepWarned(hint, warnings);
}
