import { listFilledMajors } from './check-major-fields';
import { blockAt, type FilledSlot, placeField } from './choice-context';
import type { Violation } from './choice-list';

/**
 * 专业调剂 has no default (M3): it must be chosen once 院校 and 专业 are filled, and may not be where the
 * section has none.
 */
export function checkAdjustment(slot: FilledSlot): readonly Violation[] {
  const { choice, section } = slot;
  const at = placeField(slot, 'adjustment');
  if (section.adjustment === 'none') {
    return choice.adjustment === null ? [] : [blockAt('adjustmentUnexpected', at)];
  }
  const asked = choice.institution !== '' && (section.majors.max === 0 || listFilledMajors(slot).length > 0);
  return asked && choice.adjustment === null ? [blockAt('adjustmentMissing', at)] : [];
}
