import type { Batch, RulePack } from '../../rules/pack/rule-pack';
import type { PastLowest } from '../enrolment-plan/past-lowest';
import type { PlanCatalogue, PlanScope } from '../enrolment-plan/plan-catalogue';
import type { PlanEntry } from '../enrolment-plan/plan-entry';
import { joinSubjects } from '../enrolment-plan/plan-group.presenter';

/** The plan that somebody chooses from. */
export interface ChoicePlan {
  readonly pack: RulePack;
  readonly batch: Batch;
  readonly catalogue: PlanCatalogue;
  readonly scope: PlanScope;
}

/** By what the year before is found: names, since codes are drawn up anew every year. */
function placeOf({ pack, batch, catalogue, scope }: ChoicePlan, institution: string) {
  return {
    institution: catalogue.findInstitution(institution)?.name ?? '',
    batch: batch.name,
    track: pack.tracks.find(({ code }) => code === scope.track)?.name ?? '',
  };
}

/** The lowest of the year before of a 专业组, under the code and the 选科要求 that it has now. */
export function findPastOfGroup(plan: ChoicePlan, institution: string, code: string): PastLowest | null {
  const requirement = plan.catalogue.viewOf(plan.scope).findGroup(institution, code)?.requirement;
  const { mode, subjects } = requirement ?? { mode: 'all', subjects: [] };
  const asked = subjects.length === 0 ? '不限' : joinSubjects(mode, subjects);
  return plan.catalogue.past.findGroup(placeOf(plan, institution), code, asked);
}

/** The lowest of the year before of a 专业, by its name. */
export function findPastOfMajor(
  plan: ChoicePlan,
  { institution, group, majorName }: PlanEntry,
): PastLowest | null {
  return plan.catalogue.past.findMajor(placeOf(plan, institution), group, majorName);
}
