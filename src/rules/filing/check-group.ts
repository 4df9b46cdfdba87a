import type { InstitutionFinding } from './check-institution';
import { blockAt, type ChoiceContext, codeOfUnplanned, type FilledSlot, placeField } from './choice-context';
import type { ViolationCode } from './choice-list';
import { isWellFormedCode } from './codes';

/**
 * Narrows the rows of an institution to its 院校专业组. Where the group is typed in one field with the
 * institution (Jiangsu), an unknown group is reported there. A group of another batch or 科类 is told apart from one
 * that exists nowhere. A layout without groups refuses one.
 */
export function checkGroup(
  slot: FilledSlot,
  found: InstitutionFinding,
  { pack, plan }: ChoiceContext,
): InstitutionFinding {
  const { group, institution } = slot.choice;
  const at = placeField(slot, slot.section.combinedCode === true ? 'institution' : 'group');
  const refuse = (code: ViolationCode): InstitutionFinding => ({
    rows: [],
    violations: [
      ...found.violations,
      blockAt(code, at, { code: group, institution, length: pack.codes.group?.length ?? 0 }),
    ],
  });
  const shape = pack.codes.group;
  if (slot.section.unit !== 'school+group' || shape === undefined) {
    return group === '' ? found : refuse('groupUnknown');
  }
  if (slot.section.combinedCode !== true && group !== '' && !isWellFormedCode(group, shape)) {
    return refuse('groupMalformed');
  }
  if (found.rows.length === 0) return found;
  if (group === '') return refuse('groupMissing');
  const rows = found.rows.filter((row) => row.group === group);
  if (rows.length > 0) return { rows, violations: found.violations };
  return refuse(codeOfUnplanned('group', plan.whereElseGroup(institution, group)));
}
