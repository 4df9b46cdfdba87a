import { checkAdjustment } from './check-adjustment';
import { checkAgreements } from './check-agreements';
import { checkChosenRows } from './check-chosen-rows';
import { checkSectionEligibility } from './check-eligibility';
import { checkGroup } from './check-group';
import { checkInstitution } from './check-institution';
import { checkLayout } from './check-layout';
import { checkMajorFields } from './check-major-fields';
import { checkMajors } from './check-majors';
import { checkStrayPosts } from './check-posts';
import { checkRepetition } from './check-repetition';
import { checkSchoolCap } from './check-school-cap';
import { checkSubjects } from './check-subjects';
import { type ChoiceContext, type FilledSlot, listFilledSlots, type ResolvedSlot } from './choice-context';
import type { Violation } from './choice-list';
import { orderViolations } from './order-violations';

interface SlotFinding {
  readonly slot: ResolvedSlot;
  readonly violations: readonly Violation[];
}

/**
 * Resolves the codes of one slot. When the institution or group stands for nothing, nothing is said of its
 * 专业 beyond what is wrong with them at any institution.
 */
function resolveSlot(slot: FilledSlot, context: ChoiceContext): SlotFinding {
  const found = checkGroup(slot, checkInstitution(slot, context), context);
  const majors =
    found.rows.length === 0 ? { rows: [], violations: [] } : checkMajors(slot, found.rows, context);
  return {
    slot: { ...slot, known: found.rows.length > 0, rows: majors.rows },
    violations: [...found.violations, ...majors.violations],
  };
}

function checkSlot(slot: FilledSlot, context: ChoiceContext): SlotFinding {
  const { slot: resolved, violations } = resolveSlot(slot, context);
  return {
    slot: resolved,
    violations: [
      ...violations,
      ...checkMajorFields(slot, context.pack),
      ...checkStrayPosts(slot),
      ...checkAdjustment(slot),
      ...checkSubjects(resolved, context),
      ...checkChosenRows(resolved, context),
    ],
  };
}

/**
 * Everything that is wrong with a choice list, in the order of the page: layout (M2), codes (M1), 调剂 (M3),
 * repetition, 选科, 类别, plan types, slot rules, eligibility, caps (M20) and 承诺书. Blocks refuse the save, warnings do
 * not. Expects a list as `normaliseChoiceList` returns it; is pure and never throws on what was typed.
 * Whether the batch is open to the candidate's kind at all is `findBatchIneligibility`.
 */
export function checkChoiceList(context: ChoiceContext): readonly Violation[] {
  const { batch, choices } = context;
  const sections = batch.sections.map((section) =>
    listFilledSlots(choices, section).map((slot) => checkSlot(slot, context)),
  );
  return orderViolations(batch, [
    ...checkLayout(batch, choices),
    ...checkSectionEligibility(context),
    ...sections.flat().flatMap(({ violations }) => violations),
    ...sections.flatMap((findings) => checkRepetition(findings.map(({ slot }) => slot))),
    ...checkSchoolCap(context),
    ...checkAgreements(
      context,
      sections.flat().map(({ slot }) => slot),
    ),
  ]);
}
