import type { PlanScope } from '../../domain/enrolment-plan/plan-catalogue';
import type { PlanEntry } from '../../domain/enrolment-plan/plan-entry';
import { listPlanRowFindings } from '../../rules/filing/plan-row-findings';
import type { CandidateFacts, Condition, RulePack, Section } from '../../rules/pack/rule-pack';
import { type Marks, NO_MARKS } from './results.presenter';

/** The candidate who reads, and the part of the plan that is theirs. */
interface Reader {
  readonly facts: CandidateFacts;
  readonly scope: PlanScope;
}

/** Why this candidate may not choose a row (red), and what they have to mind (amber). */
export function presentMarks(
  pack: RulePack,
  sections: readonly Section[],
  { facts, scope }: Reader,
  entry: PlanEntry,
): Marks {
  const findings = listPlanRowFindings(pack, sections, entry, facts);
  const messagesOf = (severity: Condition['severity']) =>
    findings.filter((one) => one.severity === severity).map(({ message }) => message);
  const blocks = [...listForeign(pack, scope, entry), ...messagesOf('block')];
  const warns = messagesOf('warn');
  return blocks.length === 0 && warns.length === 0 ? NO_MARKS : { blocks, warns };
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
