import type { CandidateFacts, Condition, RulePack } from '../pack/rule-pack';
import { type ChoiceContext, type ChosenRow, listFilledSlots } from './choice-context';
import type { PlanRow, Violation, ViolationPlace } from './choice-list';
import { listUnmetConditions } from './eligibility';

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

/** What a plan row asks, with what its plan type asks wherever it stands (定向西藏: 应届). */
export function listRowConditions(
  pack: Pick<RulePack, 'planTypes'>,
  row: Pick<PlanRow, 'planType' | 'restrictions'>,
): readonly Condition[] {
  const ofType = pack.planTypes.find(({ code }) => code === row.planType)?.eligibility ?? [];
  return ofType.length === 0 ? row.restrictions : [...row.restrictions, ...ofType];
}

/** What one chosen plan row asks of the candidate and is not met: red refuses, amber is saved (S14). */
export function checkRow({ row, at }: ChosenRow, { pack, facts }: ChoiceContext): readonly Violation[] {
  const values = { institution: row.institution, code: row.major };
  return listRefusals(listRowConditions(pack, row), facts, at, values);
}

/** What the batch asks, and each section in which something is filled (预科 少数民族). */
export function checkSectionEligibility({ batch, facts, choices }: ChoiceContext): readonly Violation[] {
  const sections = batch.sections.filter((section) => listFilledSlots(choices, section).length > 0);
  return [
    ...listRefusals(batch.eligibility, facts, {}, {}),
    ...sections.flatMap((section) =>
      listRefusals(section.eligibility, facts, { section: section.code }, { section: section.label }),
    ),
  ];
}
