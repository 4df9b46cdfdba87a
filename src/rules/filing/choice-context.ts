import type { Batch, CandidateFacts, RulePack, Section } from '../pack/rule-pack';
import type {
  ChoiceField,
  ChoiceList,
  ElsewhereReason,
  PlanRow,
  PlanView,
  SlotChoice,
  Violation,
  ViolationCode,
  ViolationPlace,
} from './choice-list';
import { isSlotEmpty } from './normalise-choice-list';

/** Everything a check of a choice list may look at. */
export interface ChoiceContext {
  readonly pack: RulePack;
  readonly batch: Batch;
  readonly facts: CandidateFacts;
  readonly plan: PlanView;
  readonly choices: ChoiceList;
}

/** A slot that is not empty, with its 1-based number. */
export interface FilledSlot {
  readonly section: Section;
  readonly number: number;
  readonly choice: SlotChoice;
}

/** A plan row that a slot chose, and the field that chose it. */
export interface ChosenRow {
  readonly row: PlanRow;
  readonly at: ViolationPlace;
}

/** A filled slot with the plan rows its codes stand for; codes that stand for nothing have no row. */
export interface ResolvedSlot extends FilledSlot {
  /** Whether the institution, and the group where there is one, are in the plan. */
  readonly known: boolean;
  /** Without 专业 fields (专升本): every row of the institution, any one of which may be meant. */
  readonly rows: readonly ChosenRow[];
}

/** The slots of a section as sent; empty when the list does not have the section. */
export function listSlots(choices: ChoiceList, section: string): readonly SlotChoice[] {
  return (Object.hasOwn(choices, section) ? choices[section] : undefined) ?? [];
}

/** The filled slots of a section that the layout has room for. */
export function listFilledSlots(choices: ChoiceList, section: Section): readonly FilledSlot[] {
  return listSlots(choices, section.code)
    .slice(0, section.slots.max)
    .map((choice, index) => ({ section, number: index + 1, choice }))
    .filter(({ choice }) => !isSlotEmpty(choice));
}

/** The place of one field of a slot; `major` (1-based) for 专业 and 岗位. */
export function placeField(slot: FilledSlot, field: ChoiceField, major?: number): ViolationPlace {
  const { section, number } = slot;
  return major === undefined
    ? { section: section.code, slot: number, field }
    : { section: section.code, slot: number, field, major };
}

/** A violation that refuses the save. */
export function blockAt(
  code: ViolationCode,
  at: ViolationPlace,
  values: Violation['values'] = {},
  message?: string,
): Violation {
  const violation: Violation = { code, severity: 'block', at, values };
  return message === undefined ? violation : { ...violation, message };
}

const unplanned = {
  withdrawn: 'Withdrawn',
  otherBatch: 'OtherBatch',
  otherTrack: 'OtherTrack',
  otherAudience: 'OtherAudience',
} as const satisfies Readonly<Record<ElsewhereReason, string>>;

/** What is said of a code that the plan does not have here, by why it is known all the same; null: it is nowhere. */
export function codeOfUnplanned(
  field: 'institution' | 'group' | 'major',
  elsewhere: ElsewhereReason | null,
): ViolationCode {
  return `${field}${elsewhere === null ? 'Unknown' : unplanned[elsewhere]}`;
}
