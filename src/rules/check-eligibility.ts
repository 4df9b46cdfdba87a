import { type ChoiceContext, type ChosenRow, listFilledSlots, type ResolvedSlot } from './choice-context';
import type { Violation, ViolationPlace } from './choice-list';
import { listUnmetConditions } from './eligibility';
import type { CandidateFacts, Condition } from './rule-pack';

function listRefusals(
  conditions: readonly Condition[],
  facts: CandidateFacts,
  at: ViolationPlace,
  values: Violation['values'],
): readonly Violation[] {
  return listUnmetConditions(conditions, facts).map(({ severity, message, field }) => ({
    code: 'notEligible',
    severity,
    at,
    message,
    values: { ...values, fact: field },
  }));
}

function checkRow({ row, at }: ChosenRow, facts: CandidateFacts): readonly Violation[] {
  return listRefusals(row.restrictions, facts, at, { institution: row.institution, code: row.major });
}

function isBlock({ severity }: Violation): boolean {
  return severity === 'block';
}

function listDistinct(violations: readonly Violation[]): readonly Violation[] {
  return violations.filter(
    (violation, index) => violations.findIndex(({ message }) => message === violation.message) === index,
  );
}

/** Any one row of the institution may be meant: it is refused only when every row refuses. */
function checkAlternatives(rows: readonly ChosenRow[], facts: CandidateFacts): readonly Violation[] {
  const findings = rows.map((chosen) => checkRow(chosen, facts));
  const open = findings.filter((violations) => !violations.some(isBlock));
  return listDistinct((open.length > 0 ? open : findings).flat());
}

/** What the chosen plan rows ask of the candidate and is not met: red refuses, amber is saved (domain.md §3). */
export function checkRowEligibility(slot: ResolvedSlot, facts: CandidateFacts): readonly Violation[] {
  if (slot.section.majors.max === 0) return checkAlternatives(slot.rows, facts);
  return slot.rows.flatMap((chosen) => checkRow(chosen, facts));
}

/** What the batch asks, and each section in which something is filled (定向西藏 应届, 预科 少数民族). */
export function checkSectionEligibility({ batch, facts, choices }: ChoiceContext): readonly Violation[] {
  const sections = batch.sections.filter((section) => listFilledSlots(choices, section).length > 0);
  return [
    ...listRefusals(batch.eligibility, facts, {}, {}),
    ...sections.flatMap((section) =>
      listRefusals(section.eligibility, facts, { section: section.code }, { section: section.label }),
    ),
  ];
}
