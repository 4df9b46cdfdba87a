import type { ChoiceList } from '../../rules/filing/choice-list';
import { isSlotEmpty } from '../../rules/filing/normalise-choice-list';
import type { Batch } from '../../rules/pack/rule-pack';
import { fieldName } from './choice-list.form';
import { presentPlace, type ShownViolation } from './violation.presenter';

const NARROW = '只填了1个专业，又不同意专业调剂，很容易被退档，请再考虑！';

/** Amber lines about choices that the rules let pass and that are seldom meant: one 专业, and 不同意. */
export function adviseOnChoices(batch: Batch, choices: ChoiceList): readonly ShownViolation[] {
  return batch.sections.flatMap((section) => {
    if (section.majors.max < 2 || section.adjustment === 'none') return [];
    return (choices[section.code] ?? []).flatMap((slot, index) => {
      const majors = slot.majors.filter((code) => code.trim() !== '');
      if (isSlotEmpty(slot) || majors.length !== 1 || slot.adjustment !== 'refuse') return [];
      const { place } = presentPlace(batch, { section: section.code, slot: index + 1, field: 'adjustment' });
      return [
        {
          code: 'narrowChoice' as const,
          severity: 'warn' as const,
          field: fieldName(section.code, index + 1, 'adjustment'),
          text: NARROW,
          summary: `${place}：${NARROW}`,
          rule: '' as const,
        },
      ];
    });
  });
}
