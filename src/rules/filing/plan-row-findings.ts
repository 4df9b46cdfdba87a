import type { CandidateFacts, Condition, RulePack, Section } from '../pack/rule-pack';
import { listRowConditions } from './check-eligibility';
import type { PlanRow } from './choice-list';
import { listUnmetConditions } from './eligibility';

const isBlock = ({ severity }: Condition) => severity === 'block';

/**
 * What keeps a candidate from a plan row (block) or is to be minded (warn), before anything is filled in: the row's
 * own conditions (S14), those of its plan type (定向西藏 asks for 应届), and those of the sections
 * that take its plan type where every one of them refuses (预科 asks for 少数民族).
 */
export function listPlanRowFindings(
  pack: Pick<RulePack, 'planTypes'>,
  sections: readonly Section[],
  row: Pick<PlanRow, 'planType' | 'restrictions'>,
  facts: CandidateFacts,
): readonly Condition[] {
  const own = listUnmetConditions(listRowConditions(pack, row), facts);
  const refusals = sections
    .filter(({ planTypes }) => planTypes.includes(row.planType))
    .map(({ eligibility }) => listUnmetConditions(eligibility, facts).filter(isBlock));
  const [first = []] = refusals;
  return refusals.every((unmet) => unmet.length > 0) ? [...own, ...first] : own;
}
