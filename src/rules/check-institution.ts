import { blockAt, type ChoiceContext, type FilledSlot, placeField } from './choice-context';
import type { ElsewhereReason, PlanRow, Violation, ViolationCode } from './choice-list';
import { isWellFormedCode, joinCombinedCode } from './codes';
import type { RulePack } from './rule-pack';

const ELSEWHERE: Readonly<Record<ElsewhereReason, ViolationCode>> = {
  otherBatch: 'institutionOtherBatch',
  otherTrack: 'institutionOtherTrack',
  otherAudience: 'institutionOtherAudience',
};

function isFieldWellFormed({ section, choice }: FilledSlot, { codes }: RulePack): boolean {
  const institution = isWellFormedCode(choice.institution, codes.institution);
  if (section.combinedCode !== true || codes.group === undefined) return institution;
  return institution && isWellFormedCode(choice.group, codes.group);
}

export interface InstitutionFinding {
  /** Rows of the institution; empty when its code stands for nothing here. */
  readonly rows: readonly PlanRow[];
  readonly violations: readonly Violation[];
}

/**
 * Resolves 院校代号 (M1, M2). A code that is known in another batch, 科类 or audience is told apart from one
 * that exists nowhere (domain.md §3). Institution and group typed as one field (Jiangsu) are malformed as one.
 */
export function checkInstitution(slot: FilledSlot, { pack, plan }: ChoiceContext): InstitutionFinding {
  const refuse = (code: ViolationCode, values: Violation['values'] = {}): InstitutionFinding => ({
    rows: [],
    violations: [blockAt(code, placeField(slot, 'institution'), values)],
  });
  const code = slot.choice.institution;
  if (code === '') return refuse('institutionMissing');
  if (!isFieldWellFormed(slot, pack)) {
    const combined = slot.section.combinedCode === true;
    const group = combined ? (pack.codes.group?.length ?? 0) : 0;
    const typed = combined ? joinCombinedCode(slot.choice) : code;
    return refuse('institutionMalformed', { code: typed, length: pack.codes.institution.length + group });
  }
  const rows = plan.findInstitution(code) === null ? [] : plan.listRows(code);
  if (rows.length > 0) return { rows, violations: [] };
  const elsewhere = plan.whereElse(code);
  return refuse(elsewhere === null ? 'institutionUnknown' : ELSEWHERE[elsewhere], { code });
}
