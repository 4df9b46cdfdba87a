import type { PlanRows, PlanScope } from '../../domain/enrolment-plan/plan-catalogue';
import type { PlanEntry } from '../../domain/enrolment-plan/plan-entry';
import { presentRequirement } from '../../domain/enrolment-plan/plan-group.presenter';
import { findMissingSubjects } from '../../rules/filing/check-subjects';
import type { PlanGroup } from '../../rules/filing/choice-list';
import { listPlanRowFindings } from '../../rules/filing/plan-row-findings';
import type { CandidateFacts, Condition, RulePack, Section } from '../../rules/pack/rule-pack';
import { type Marks, NO_MARKS } from './results.presenter';

/** The candidate who reads, and the part of the plan that is theirs. */
interface Reader {
  readonly facts: CandidateFacts;
  readonly scope: PlanScope;
  readonly plan: PlanRows;
}

/** Why this candidate may not choose a row (red), and what they have to mind (amber). */
export function presentMarks(
  pack: RulePack,
  sections: readonly Section[],
  { facts, scope, plan }: Reader,
  entry: PlanEntry,
): Marks {
  const group = plan.viewOf(scope).findGroup(entry.institution, entry.group);
  const findings = listPlanRowFindings(pack, sections, entry, facts);
  const messagesOf = (severity: Condition['severity']) =>
    findings.filter((one) => one.severity === severity).map(({ message }) => message);
  const blocks = [...listForeign(pack, scope, entry), ...listUnchosen(facts, group), ...messagesOf('block')];
  const warns = messagesOf('warn');
  return blocks.length === 0 && warns.length === 0 ? NO_MARKS : { blocks, warns };
}

/** What the row's 专业组 requires and the candidate has not chosen. */
function listUnchosen(facts: CandidateFacts, group: PlanGroup | null): readonly string[] {
  if (group === null || findMissingSubjects(group.requirement, facts)?.length === 0) return [];
  return [`${presentRequirement(group.requirement)}，您未选考`];
}

/** Rows of another 科类 or audience are seen when the whole batch is looked through. */
function listForeign(pack: RulePack, scope: PlanScope, { tracks, audience }: PlanEntry): readonly string[] {
  if (!tracks.includes(scope.track)) {
    const names = pack.tracks.filter(({ code }) => tracks.includes(code)).map(({ name }) => name);
    return [`不招您的科类，只招${names.join('、')}`];
  }
  return audience === scope.audience || audience === ''
    ? []
    : [`不招您报名的专业类别，只招【${audience}】的考生`];
}
