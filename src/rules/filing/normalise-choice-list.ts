import type { Batch, Section } from '../pack/rule-pack';
import { AGREED, listAgreed, withAgreed } from './agreements';
import type { ChoiceList, SlotChoice } from './choice-list';
import { normaliseCode } from './codes';

/** Whether nothing identifies a choice in this slot. 专业调剂 alone does not fill a row (M3). */
export function isSlotEmpty({ institution, group, majors, posts }: SlotChoice): boolean {
  return institution === '' && group === '' && majors.every(isBlank) && posts.every(isBlank);
}

const isBlank = (code: string) => code === '';

function padCodes(codes: readonly string[], length: number): readonly string[] {
  const typed = codes.map(normaliseCode);
  const used = typed.findLastIndex((code) => code !== '') + 1;
  return Array.from({ length: Math.max(used, length) }, (_, index) => typed[index] ?? '');
}

function normaliseSlot(slot: SlotChoice | undefined, majors: number, posts: number): SlotChoice {
  const codes = {
    institution: normaliseCode(slot?.institution ?? ''),
    group: normaliseCode(slot?.group ?? ''),
    majors: padCodes(slot?.majors ?? [], majors),
    posts: padCodes(slot?.posts ?? [], posts),
    adjustment: slot?.adjustment ?? null,
  };
  return isSlotEmpty(codes) ? { ...codes, adjustment: null } : codes;
}

function normaliseSlots(slots: readonly SlotChoice[], section: Section | null): readonly SlotChoice[] {
  const majors = section?.majors.max ?? 0;
  const posts = section?.unit === 'school+major+post' ? majors : 0;
  const normal = slots.map((slot) => normaliseSlot(slot, majors, posts));
  const used = normal.findLastIndex((slot) => !isSlotEmpty(slot)) + 1;
  const length = Math.max(used, section?.slots.max ?? 0);
  return Array.from({ length }, (_, index) => normal[index] ?? normaliseSlot(undefined, majors, posts));
}

/**
 * The list in the one form that is compared, hashed and stored: codes normalised, 调剂 of emptied rows
 * cleared (M3), every section of the batch present with all its slots and majors. What is filled beyond the
 * layout, unknown sections included, is kept for `checkChoiceList` to refuse; nothing typed is dropped.
 */
export function normaliseChoiceList(batch: Batch, choices: ChoiceList): ChoiceList {
  const known = batch.sections.map((section) => [
    section.code,
    normaliseSlots((Object.hasOwn(choices, section.code) ? choices[section.code] : undefined) ?? [], section),
  ]);
  const codes = new Set(batch.sections.map(({ code }) => code));
  const unknown = Object.entries(choices)
    .filter(([code]) => !codes.has(code) && code !== AGREED)
    .map(([code, slots]) => [code, normaliseSlots(slots, null)] as const)
    .filter(([, slots]) => slots.length > 0);
  return withAgreed(Object.fromEntries([...known, ...unknown]), listAgreed(choices));
}
