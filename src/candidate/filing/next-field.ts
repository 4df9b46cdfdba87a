import { fieldName } from '../../domain/choice-lists/choice-list.form';
import type { ChoiceList, SlotChoice } from '../../rules/filing/choice-list';
import { isSlotEmpty } from '../../rules/filing/normalise-choice-list';
import type { Batch, Section } from '../../rules/pack/rule-pack';

/**
 * Name of the field that is filled next: what lacks in the last choice that was begun, else 院校代号 of the one behind
 * it; '' when everything is full.
 */
export function findNextField(batch: Batch, choices: ChoiceList): string {
  const begun = batch.sections.findLastIndex(({ code }) =>
    (choices[code] ?? []).some((slot) => !isSlotEmpty(slot)),
  );
  const section = batch.sections[Math.max(begun, 0)];
  if (section === undefined) return '';
  const slots = choices[section.code] ?? [];
  const last = slots.findLastIndex((slot) => !isSlotEmpty(slot));
  const slot = slots[last];
  const lacking = slot === undefined ? '' : findLacking(section, last + 1, slot);
  if (lacking !== '') return lacking;
  if (last + 1 < section.slots.max) return fieldName(section.code, last + 2, 'institution');
  const behind = batch.sections[begun + 1];
  return behind === undefined ? '' : fieldName(behind.code, 1, 'institution');
}

/** 院校代号, then 专业 as long as none was chosen or 调剂 waits, then 调剂. */
function findLacking({ code, majors, adjustment }: Section, number: number, slot: SlotChoice): string {
  if (slot.institution.trim() === '') return fieldName(code, number, 'institution');
  const filled = slot.majors.findLastIndex((major) => major.trim() !== '') + 1;
  const open = filled < majors.max && (filled === 0 || slot.adjustment === null);
  if (open) return fieldName(code, number, 'major', filled + 1);
  return adjustment !== 'none' && slot.adjustment === null ? fieldName(code, number, 'adjustment') : '';
}
