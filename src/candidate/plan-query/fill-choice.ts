import type { PlanEntry } from '../../domain/enrolment-plan/plan-entry';
import type { ChoiceList, SlotChoice } from '../../rules/filing/choice-list';
import { normaliseCode } from '../../rules/filing/codes';
import type { Section } from '../../rules/pack/rule-pack';
import type { FormField } from './form-field';

/** What was chosen: an institution, or one of its rows. */
export interface Chosen {
  readonly institution: string;
  readonly entry: PlanEntry | null;
}

/** What becomes of the majors of another institution that stand in the slot; '' where that was not asked yet. */
export type OldMajors = 'keep' | 'clear' | '';

export type Filling =
  | { readonly outcome: 'filled'; readonly choices: ChoiceList }
  /** Majors of another institution stand in the slot: their codes mean something else there. */
  | { readonly outcome: 'othersMajors'; readonly slot: SlotChoice }
  /** Every 专业 of the slot is taken. */
  | { readonly outcome: 'full' }
  /** Majors of another 类别 stand in the slot, and a choice takes majors of one 类别 only. */
  | { readonly outcome: 'otherCategory'; readonly category: string }
  /** The major stands in the slot already, at this 1-based place. */
  | { readonly outcome: 'repeated'; readonly major: number };

/** The plan rows that are open to the candidate at an institution. */
export type RowsOf = (institution: string) => readonly PlanEntry[];

const EMPTY: SlotChoice = { institution: '', group: '', majors: [], posts: [], adjustment: null };

/** The slot of a field as it stands; an empty one where nothing was typed. */
export function getSlot(choices: ChoiceList, { section, slot }: FormField): SlotChoice {
  return choices[section.code]?.[slot - 1] ?? EMPTY;
}

/**
 * Puts a choice of 计划查询 into the slot of a field (manual, chapter three C). An institution goes into 院校代号; a row
 * puts its institution there and its 专业代号 into the field the query was opened for, or the first free one. All else
 * that was typed stays as it is.
 */
export function fillChoice(
  choices: ChoiceList,
  field: FormField,
  chosen: Chosen,
  oldMajors: OldMajors,
  rowsOf: RowsOf,
): Filling {
  const slot = getSlot(choices, field);
  const group = chosen.entry === null ? groupBefore(slot, chosen) : typedGroup(field.section, chosen.entry);
  const moved = slot.institution.trim() !== '' && !(isSameInstitution(slot, chosen) && group === slot.group);
  if (moved && oldMajors === '' && slot.majors.some(isFilled)) return { outcome: 'othersMajors', slot };
  const { majors, posts } = moved && oldMajors === 'clear' ? EMPTY : slot;
  const placed = { ...slot, institution: chosen.institution, group, majors, posts };
  const { entry } = chosen;
  if (entry === null || field.section.majors.max === 0) return filled(choices, field, placed);
  return placeMajor(choices, field, placed, entry, rowsOf);
}

function placeMajor(
  choices: ChoiceList,
  field: FormField,
  slot: SlotChoice,
  entry: PlanEntry,
  rowsOf: RowsOf,
): Filling {
  const { major, post } = entry;
  const places = Array.from({ length: field.section.majors.max }, (_none, index) => index + 1);
  const codeAt = (place: number) => normaliseCode(slot.majors[place - 1] ?? '');
  const postAt = (place: number) => normaliseCode(slot.posts[place - 1] ?? '');
  const target = field.kind === 'major' ? field.major : places.find((place) => codeAt(place) === '');
  const there = places.find((place) => codeAt(place) === major && postAt(place) === post);
  if (there !== undefined && there !== target) return { outcome: 'repeated', major: there };
  const category = findOtherCategory(slot, target, entry, rowsOf);
  if (category !== null) return { outcome: 'otherCategory', category };
  if (target === undefined) return { outcome: 'full' };
  const posts = post === '' ? slot.posts : putAt(slot.posts, target, post);
  return filled(choices, field, { ...slot, majors: putAt(slot.majors, target, major), posts });
}

/** The 类别 of a 专业 beside the place to fill that is not that of the row; null where all are alike. */
function findOtherCategory(
  slot: SlotChoice,
  target: number | undefined,
  { institution, group, category }: PlanEntry,
  rowsOf: RowsOf,
): string | null {
  const others = slot.majors
    .filter((code, index) => isFilled(code) && index + 1 !== target)
    .map(normaliseCode);
  const rows = rowsOf(institution).filter((row) => row.group === group && others.includes(row.major));
  return rows.find((row) => row.category !== category)?.category ?? null;
}

function filled(choices: ChoiceList, { section, slot }: FormField, choice: SlotChoice): Filling {
  const before = choices[section.code] ?? [];
  const slots = Array.from({ length: Math.max(before.length, slot) }, (_none, index) =>
    index === slot - 1 ? choice : (before[index] ?? EMPTY),
  );
  return { outcome: 'filled', choices: { ...choices, [section.code]: slots } };
}

const groupBefore = (slot: SlotChoice, chosen: Chosen) => (isSameInstitution(slot, chosen) ? slot.group : '');

/** The 专业组 of a row where a slot has a field for it; '' where 专业+院校 alone are typed. */
export function typedGroup({ unit }: Pick<Section, 'unit'>, { group }: Pick<PlanEntry, 'group'>): string {
  return unit === 'school+group' ? group : '';
}

/** Puts a code at a 1-based place; places before it that were not there yet stay empty. */
function putAt(codes: readonly string[], place: number, code: string): readonly string[] {
  return Array.from({ length: Math.max(codes.length, place) }, (_none, index) =>
    index === place - 1 ? code : (codes[index] ?? ''),
  );
}

function isSameInstitution(slot: SlotChoice, { institution }: Chosen): boolean {
  return normaliseCode(slot.institution) === institution;
}

function isFilled(code: string): boolean {
  return code.trim() !== '';
}
