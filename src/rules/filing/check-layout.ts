import type { Batch, Section } from '../pack/rule-pack';
import { AGREED } from './agreements';
import { blockAt, listFilledSlots, listSlots } from './choice-context';
import type { ChoiceList, Violation } from './choice-list';
import { isSlotEmpty } from './normalise-choice-list';

function placeSlot(section: Section, slot: number): Violation['at'] {
  return { section: section.code, slot, field: 'institution' };
}

/** Empty slots before the last filled one, and those still lacking to `slots.min` (M2: 平行志愿 contiguous). */
function checkSlotOrder(choices: ChoiceList, section: Section): readonly Violation[] {
  const filled = new Set(listFilledSlots(choices, section).map(({ number }) => number));
  const last = Math.max(0, ...filled);
  const slots = Array.from({ length: Math.max(last, section.slots.min) }, (_, index) => index + 1);
  return slots
    .filter((slot) => !filled.has(slot))
    .map((slot) => blockAt('slotGap', placeSlot(section, slot), { filled: last, min: section.slots.min }));
}

function checkSlotCount(choices: ChoiceList, code: string, max: number): readonly Violation[] {
  const excess = listSlots(choices, code).findIndex((slot, index) => index >= max && !isSlotEmpty(slot));
  return excess < 0 ? [] : [blockAt('tooManySlots', { section: code, slot: excess + 1 }, { max })];
}

/** 调剂 chosen in a row that is otherwise empty (M3); a normalised list has none. */
function checkEmptiedRows(choices: ChoiceList, section: Section): readonly Violation[] {
  return listSlots(choices, section.code).flatMap((slot, index) => {
    if (!isSlotEmpty(slot) || slot.adjustment === null) return [];
    const at = { section: section.code, slot: index + 1, field: 'adjustment' } as const;
    return [blockAt('adjustmentUnexpected', at)];
  });
}

function isFilled(choices: ChoiceList, section: Section): boolean {
  return listFilledSlots(choices, section).length > 0;
}

/** The ordered sections that stay empty before one that is filled (第二志愿 without 第一志愿). */
function listSkippedSections(batch: Batch, choices: ChoiceList): readonly Section[] {
  if (!batch.sectionsOrdered) return [];
  const ordered = batch.sections.filter(({ code }) => batch.orderedSections.includes(code));
  const last = ordered.findLastIndex((section) => isFilled(choices, section));
  return ordered.slice(0, Math.max(0, last)).filter((section) => !isFilled(choices, section));
}

/**
 * Whether the filled slots stand where the layout wants them: something is filled, no slot too many, no gap
 * between slots (M2), sections of a 1+4 layout in order, 定向 and 预科 free to stand alone (S2).
 *
 * Worked cases of 1+4: 第一志愿 alone is right; 平行志愿1 alone is a gap of section 第一志愿; 第一志愿 with
 * 平行志愿2 is a gap of slot 平行志愿1.
 */
export function checkLayout(batch: Batch, choices: ChoiceList): readonly Violation[] {
  const known = new Map(batch.sections.map((section) => [section.code, section.slots.max]));
  const codes = new Set([...known.keys(), ...Object.keys(choices).filter((code) => code !== AGREED)]);
  const excess = [...codes].flatMap((code) => checkSlotCount(choices, code, known.get(code) ?? 0));
  const emptied = batch.sections.flatMap((section) => checkEmptiedRows(choices, section));
  const filled = batch.sections.filter((section) => isFilled(choices, section));
  if (filled.length === 0) {
    return [...(excess.length === 0 ? [blockAt('emptyList', {})] : excess), ...emptied];
  }
  const skipped = listSkippedSections(batch, choices);
  const sectionGaps = skipped.map((section) => blockAt('sectionGap', placeSlot(section, 1)));
  const slotGaps = batch.sections
    .filter((section) => !skipped.includes(section))
    .flatMap((section) => checkSlotOrder(choices, section));
  return [...excess, ...emptied, ...sectionGaps, ...slotGaps];
}
