import { fieldName } from '../../domain/choice-lists/choice-list.form';
import type { PlanEntry } from '../../domain/enrolment-plan/plan-entry';
import type { ChoiceList } from '../../rules/filing/choice-list';
import { normaliseCode } from '../../rules/filing/codes';
import { isSlotEmpty } from '../../rules/filing/normalise-choice-list';
import type { Batch, Section } from '../../rules/pack/rule-pack';
import { type Chosen, type Filling, fillChoice, getSlot, type RowsOf, typedGroup } from './fill-choice';
import type { FormField } from './form-field';

export type Addition =
  | { readonly outcome: 'added'; readonly field: FormField; readonly choices: ChoiceList }
  /** The row stands there already; or its institution does, and every 专业 of it is taken. */
  /** Or majors of another 类别 stand in its slot, and it may stand there only once. */
  | { readonly outcome: 'repeated' | 'full' | 'otherCategory'; readonly field: FormField }
  | { readonly outcome: 'noRoom' };

/**
 * Puts a row of the plan where it goes by itself: beside the majors of its institution (and 专业组) where that stands
 * in the list, else into the next free slot of the first section that takes its plan type.
 */
export function addChoice(batch: Batch, choices: ChoiceList, entry: PlanEntry, rowsOf: RowsOf): Addition {
  const sections = batch.sections.filter(({ planTypes }) => planTypes.includes(entry.planType));
  for (const section of sections) {
    const addition = addBeside(section, choices, entry, rowsOf) ?? addToFree(section, choices, entry, rowsOf);
    if (addition !== null) return addition;
  }
  return { outcome: 'noRoom' };
}

/** Null where the institution does not stand in the section, or may stand there once more. */
function addBeside(section: Section, choices: ChoiceList, entry: PlanEntry, rowsOf: RowsOf): Addition | null {
  const refusals: { readonly outcome: Filling['outcome']; readonly field: FormField }[] = [];
  for (const field of listInstitutionFields(section).filter((one) => stands(choices, one, entry))) {
    if (section.majors.max === 0) return { outcome: 'repeated', field };
    const filling = fillChoice(choices, field, chooseRow(entry), '', rowsOf);
    if (filling.outcome === 'filled') return { outcome: 'added', field, choices: filling.choices };
    if (filling.outcome === 'repeated') return { outcome: 'repeated', field };
    refusals.push({ outcome: filling.outcome, field });
  }
  // Where an institution stands once for each 类别, a full slot of the same 类别 is the last one.
  const full = refusals.find(({ outcome }) => outcome === 'full');
  const mixed = refusals.find(({ outcome }) => outcome === 'otherCategory');
  if (takesAgain(section) || (full === undefined && section.uniqueBy === 'institution+category')) return null;
  if (mixed !== undefined && full === undefined) return { outcome: 'otherCategory', field: mixed.field };
  return full === undefined ? null : { outcome: 'full', field: full.field };
}

function addToFree(section: Section, choices: ChoiceList, entry: PlanEntry, rowsOf: RowsOf): Addition | null {
  const field = listInstitutionFields(section).find((one) => isSlotEmpty(getSlot(choices, one)));
  if (field === undefined) return null;
  const filling = fillChoice(choices, field, chooseRow(entry), '', rowsOf);
  return filling.outcome === 'filled' ? { outcome: 'added', field, choices: filling.choices } : null;
}

function chooseRow(entry: PlanEntry): Chosen {
  return { institution: entry.institution, entry };
}

function listInstitutionFields(section: Section): readonly FormField[] {
  return Array.from({ length: section.slots.max }, (_none, index) => {
    const name = fieldName(section.code, index + 1, 'institution');
    return { name, section, slot: index + 1, kind: 'institution', major: 0 };
  });
}

function stands(choices: ChoiceList, field: FormField, { institution, group }: PlanEntry): boolean {
  const slot = getSlot(choices, field);
  const typed = typedGroup(field.section, { group });
  return normaliseCode(slot.institution) === institution && normaliseCode(slot.group) === typed;
}

/** Whether an institution may stand in several slots of the section, with other majors in each. */
function takesAgain({ uniqueBy }: Section): boolean {
  return uniqueBy === 'institution+major' || uniqueBy === 'institution+major+post';
}
