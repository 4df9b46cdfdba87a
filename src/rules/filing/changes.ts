import { listSlots } from './choice-context';
import type { ChoiceField, ChoiceList, SlotChoice } from './choice-list';
import { isSlotEmpty } from './normalise-choice-list';

/**
 * One field before and after; '' is empty. 专业调剂 reads `agree`, `refuse` or ''. A 专业 of the same code at another
 * institution is another 专业: it is changed, with both codes alike.
 */
export interface FieldChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly field: ChoiceField;
  /** 1-based, for 专业 and 岗位. */
  readonly major?: number;
  readonly before: string;
  readonly after: string;
}

/** What became of one slot (1-based): a whole choice added or removed, or fields of it changed. */
export interface SlotChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly section: string;
  readonly slot: number;
  readonly fields: readonly FieldChange[];
}

const EMPTY: SlotChoice = { institution: '', group: '', majors: [], posts: [], adjustment: null };

function findKind(before: string, after: string): FieldChange['kind'] {
  if (before === '') return 'added';
  return after === '' ? 'removed' : 'changed';
}

function compareField(
  field: ChoiceField,
  before: string,
  after: string,
  major?: number,
): readonly FieldChange[] {
  if (before === after) return [];
  const change = { kind: findKind(before, after), field, before, after };
  return [major === undefined ? change : { ...change, major }];
}

function compareCodes(
  field: ChoiceField,
  before: readonly string[],
  after: readonly string[],
  moved: boolean,
): readonly FieldChange[] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => {
    const [was, is] = [before[index] ?? '', after[index] ?? ''];
    if (moved && was !== '' && was === is)
      return [{ kind: 'changed', field, major: index + 1, before: was, after: is } as const];
    return compareField(field, was, is, index + 1);
  }).flat();
}

function compareSlot(before: SlotChoice, after: SlotChoice): readonly FieldChange[] {
  // A code of 专业 or 岗位 means something only at its institution and in its group.
  const moved = before.institution !== after.institution || before.group !== after.group;
  return [
    ...compareField('institution', before.institution, after.institution),
    ...compareField('group', before.group, after.group),
    ...compareCodes('major', before.majors, after.majors, moved),
    ...compareCodes('post', before.posts, after.posts, moved),
    ...compareField('adjustment', before.adjustment ?? '', after.adjustment ?? ''),
  ];
}

function nameChange(before: SlotChoice, after: SlotChoice): SlotChange['kind'] {
  if (isSlotEmpty(before)) return 'added';
  return isSlotEmpty(after) ? 'removed' : 'changed';
}

/**
 * What a list changes against the one saved before, shown before a modification is saved. Sections come in
 * the order of `after`, then those that only `before` has. Null before: everything filled is added.
 */
export function listChanges(before: ChoiceList | null, after: ChoiceList): readonly SlotChange[] {
  const old = before ?? {};
  const sections = [...new Set([...Object.keys(after), ...Object.keys(old)])];
  return sections.flatMap((section) => {
    const olds = listSlots(old, section);
    const news = listSlots(after, section);
    return Array.from({ length: Math.max(olds.length, news.length) }, (_, index) => {
      const [was, is] = [olds[index] ?? EMPTY, news[index] ?? EMPTY];
      const fields = compareSlot(was, is);
      return fields.length === 0 ? [] : [{ kind: nameChange(was, is), section, slot: index + 1, fields }];
    }).flat();
  });
}
