import { getCodeAt, listFilledMajors } from './check-major-fields';
import { checkPost } from './check-posts';
import {
  blockAt,
  type ChoiceContext,
  type ChosenRow,
  codeOfUnplanned,
  type FilledSlot,
  placeField,
} from './choice-context';
import type { PlanRow, Violation } from './choice-list';
import { isWellFormedCode } from './codes';

interface MajorFinding {
  readonly rows: readonly ChosenRow[];
  readonly violations: readonly Violation[];
}

function checkUnknown(slot: FilledSlot, major: number, code: string, context: ChoiceContext): Violation {
  const { institution, group } = slot.choice;
  const elsewhere = context.plan.whereElseMajor(institution, group, code);
  const at = placeField(slot, 'major', major);
  const other = group === '' ? undefined : findOtherGroup(slot, code, context);
  if (elsewhere !== 'withdrawn' && other !== undefined)
    return blockAt('majorOtherGroup', at, { code, institution, group: other });
  return blockAt(codeOfUnplanned('major', elsewhere), at, { code, institution });
}

/** Another 专业组 of the institution that has the 专业: a slot takes majors of one group only. */
function findOtherGroup({ choice }: FilledSlot, code: string, { plan }: ChoiceContext): string | undefined {
  return plan.listRows(choice.institution).find((row) => row.major === code && row.group !== choice.group)
    ?.group;
}

function checkMajor(
  slot: FilledSlot,
  major: number,
  rows: readonly PlanRow[],
  context: ChoiceContext,
): MajorFinding {
  const code = getCodeAt(slot.choice.majors, major);
  if (!isWellFormedCode(code, context.pack.codes.major)) return { rows: [], violations: [] };
  const named = rows.filter((row) => row.major === code);
  if (named.length === 0) return { rows: [], violations: [checkUnknown(slot, major, code, context)] };
  const { rows: posted, violations } = checkPost(slot, major, named, context.pack);
  const row = posted.find(({ planType }) => slot.section.planTypes.includes(planType)) ?? posted[0];
  return { rows: row === undefined ? [] : [{ row, at: placeField(slot, 'major', major) }], violations };
}

/** Too few 专业, told at the next free field; a gap before it is told by itself. */
function checkMinimum(slot: FilledSlot): readonly Violation[] {
  const filled = listFilledMajors(slot);
  const { min } = slot.section.majors;
  const hasGap = filled.length < (filled.at(-1) ?? 0);
  if (filled.length >= min || hasGap) return [];
  return [blockAt('majorMissing', placeField(slot, 'major', filled.length + 1), { min })];
}

/**
 * Resolves the 专业 of a row against the rows of its institution and group (M1: 此专业不存在!). Without 专业
 * fields (专升本) every row of the institution is chosen. 院校 without any 专业 is refused where the section
 * asks for one (S1).
 */
export function checkMajors(
  slot: FilledSlot,
  rows: readonly PlanRow[],
  context: ChoiceContext,
): MajorFinding {
  if (slot.section.majors.max === 0) {
    const at = placeField(slot, 'institution');
    return { rows: rows.map((row) => ({ row, at })), violations: [] };
  }
  const findings = listFilledMajors(slot).map((major) => checkMajor(slot, major, rows, context));
  return {
    rows: findings.flatMap((finding) => finding.rows),
    violations: [...checkMinimum(slot), ...findings.flatMap(({ violations }) => violations)],
  };
}
