import { fieldName, institutionText } from '../../domain/choice-lists/choice-list.form';
import type { SlotChoice } from '../../rules/filing/choice-list';
import type { Section } from '../../rules/pack/rule-pack';

/** The choices of a section as the fields of the form, from its first slot on. */
export function writeChoiceFields(
  section: Section,
  slots: readonly SlotChoice[],
): Readonly<Record<string, string>> {
  const asksGroup = section.unit === 'school+group' && section.combinedCode !== true;
  return Object.fromEntries(
    slots.flatMap((slot, index): [string, string][] => {
      const name = (field: string, at?: number) => fieldName(section.code, index + 1, field, at);
      return [
        [name('institution'), institutionText(section, slot)],
        ...(asksGroup ? [[name('group'), slot.group] as [string, string]] : []),
        ...slot.majors.map((major, at): [string, string] => [name('major', at + 1), major]),
        ...(slot.adjustment === null ? [] : [[name('adjustment'), slot.adjustment] as [string, string]]),
      ];
    }),
  );
}
