import type { NamedCode, SavedBody, SavedSlot } from './canonical-body';
import { NO_DETAILS, type SavedDetails } from './saved-details';

interface SavedRow {
  readonly label: string;
  readonly text: string;
  readonly empty: boolean;
  /** What the plan says beside the name; '' where nothing was asked of it. */
  readonly detail: string;
}

interface SavedSlotModel {
  readonly title: string;
  readonly empty: boolean;
  /** 院校 with 专业组, 专业 with 岗位, 专业调剂: the cells of a line. */
  readonly institution: readonly SavedRow[];
  readonly majors: readonly SavedRow[];
  readonly adjustment: SavedRow | null;
}

interface SavedSectionModel {
  readonly label: string;
  /** Its only slot is empty. */
  readonly empty: boolean;
  readonly hasMajors: boolean;
  readonly hasAdjustment: boolean;
  readonly slots: readonly SavedSlotModel[];
  /** The slots as a page shows them, without a long tail of empty ones. */
  readonly shown: readonly SavedSlotModel[];
  /** The first and the last of that tail, 志愿7至志愿96; '' where there is none. */
  readonly rest: string;
}

export const EMPTY_SLOT = '未填报';

/** [0001]北京体育大学, or 未填报. */
export function presentNamedCode(named: NamedCode | null): string {
  return named === null ? EMPTY_SLOT : `[${named.code}]${named.name}`;
}

/** [101]第101专业组; the code alone where it was saved without a name, '' where there is no 专业组. */
export function presentGroup({ group, groupName }: Pick<SavedSlot, 'group' | 'groupName'>): string {
  return groupName === undefined ? group : `[${group}]${groupName}`;
}

/** 同意, 不同意 or 未填报. */
export function presentAdjustment(adjustment: 'agree' | 'refuse' | null): string {
  return { agree: '同意', refuse: '不同意', none: EMPTY_SLOT }[adjustment ?? 'none'];
}

/** Every slot of a saved version as 浏览 shows it (figure 12), a line each; `details` where the plan is asked too. */
export function presentSaved(body: SavedBody, details = NO_DETAILS): readonly SavedSectionModel[] {
  return body.sections.map((section) => {
    const slots = section.slots.map((slot) => ({
      title: slot.label,
      empty: slot.institution === null,
      institution: presentInstitution(slot, details),
      majors: presentMajors(slot, details),
      adjustment: section.hasAdjustment
        ? plain('专业调剂', presentAdjustment(slot.adjustment), slot.adjustment === null)
        : null,
    }));
    return {
      label: section.label,
      empty: section.slots.length === 1 && section.slots[0]?.institution === null,
      hasMajors: section.slots.some(({ majors }) => majors.length > 0),
      hasAdjustment: section.hasAdjustment,
      slots,
      ...foldTail(slots),
    };
  });
}

/** Up to so many slots are shown one by one, as the manual shows them; of 96, what is not filled in is one line. */
const SHOWN_WHOLE = 12;

function foldTail(slots: readonly SavedSlotModel[]): Pick<SavedSectionModel, 'shown' | 'rest'> {
  const filled = slots.findLastIndex(({ empty }) => !empty) + 1;
  if (slots.length <= SHOWN_WHOLE || slots.length - filled < 2) return { shown: slots, rest: '' };
  return { shown: slots.slice(0, filled), rest: `${slots[filled]?.title}至${slots.at(-1)?.title}` };
}

/** All lines of a slot in their order. */
export function listSavedRows({ institution, majors, adjustment }: SavedSlotModel): readonly SavedRow[] {
  return [...institution, ...majors, ...(adjustment === null ? [] : [adjustment])];
}

/** How many choices are filled. */
export function countFilled(sections: readonly SavedSectionModel[]): number {
  return sections.reduce((sum, { slots }) => sum + slots.filter(({ empty }) => !empty).length, 0);
}

function presentInstitution(
  slot: SavedSlot,
  { describeInstitution, describeGroup }: SavedDetails,
): SavedRow[] {
  const { institution, group } = slot;
  const named = row('院校', institution, describeInstitution(slot));
  if (group === '') return [named];
  const detail = describeGroup(institution?.code ?? '', group);
  return [named, { label: '专业组', text: presentGroup(slot), empty: false, detail }];
}

function presentMajors(slot: SavedSlot, { describeMajor }: SavedDetails): SavedRow[] {
  const { institution, group, majors, posts } = slot;
  return majors.flatMap((major, index) => {
    const detail = major === null ? '' : describeMajor(institution?.code ?? '', group, major);
    const named = row(majors.length === 1 ? '专业' : `专业${index + 1}`, major, detail);
    const post = posts[index] ?? '';
    return post === '' ? [named] : [named, plain(`岗位${index + 1}`, post)];
  });
}

function plain(label: string, text: string, empty = false): SavedRow {
  return { label, text, empty, detail: '' };
}

function row(label: string, named: NamedCode | null, detail: string): SavedRow {
  return { label, text: presentNamedCode(named), empty: named === null, detail };
}
