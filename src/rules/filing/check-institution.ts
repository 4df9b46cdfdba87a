import type { RulePack } from '../pack/rule-pack';
import { blockAt, type ChoiceContext, codeOfUnplanned, type FilledSlot, placeField } from './choice-context';
import type { PlanRow, Violation, ViolationCode } from './choice-list';
import { isWellFormedCode, joinCombinedCode } from './codes';

/** A fault of what is typed in the field of 院校代号, which may hold the group as well; null when it is sound. */
function findMalformed({ section, choice }: FilledSlot, { codes }: RulePack): Violation['values'] | null {
  const { institution, group } = codes;
  const isSound = isWellFormedCode(choice.institution, institution);
  if (section.combinedCode !== true || group === undefined) {
    return isSound ? null : { code: choice.institution, length: institution.length };
  }
  if (isSound && isWellFormedCode(choice.group, group)) return null;
  return { code: joinCombinedCode(choice), length: institution.length + group.length };
}

export interface InstitutionFinding {
  /** Rows of the institution; empty when its code stands for nothing here. */
  readonly rows: readonly PlanRow[];
  readonly violations: readonly Violation[];
}

/**
 * Resolves 院校代号 (M1, M2). A code that is known in another batch, 科类 or audience is told apart from one
 * that exists nowhere (S10). Institution and group typed as one field (Jiangsu) are malformed as one.
 */
export function checkInstitution(slot: FilledSlot, { pack, plan }: ChoiceContext): InstitutionFinding {
  const refuse = (code: ViolationCode, values: Violation['values'] = {}): InstitutionFinding => ({
    rows: [],
    violations: [blockAt(code, placeField(slot, 'institution'), values)],
  });
  const code = slot.choice.institution;
  if (code === '') return refuse('institutionMissing');
  const malformed = findMalformed(slot, pack);
  if (malformed !== null) return refuse('institutionMalformed', malformed);
  const rows = plan.findInstitution(code) === null ? [] : plan.listRows(code);
  if (rows.length > 0) return { rows, violations: [] };
  return refuse(codeOfUnplanned('institution', plan.whereElse(code)), { code });
}
