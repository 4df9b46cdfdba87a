import type { PlanScope } from '../src/domain/enrolment-plan/plan-catalogue';
import type { Reference } from '../src/domain/reference/reference';
import { writeChoiceFields } from '../src/operations/rehearsal/choice-fields';
import { checkChoiceList } from '../src/rules/filing/check-choice-list';
import type { SlotChoice } from '../src/rules/filing/choice-list';
import { normaliseChoiceList } from '../src/rules/filing/normalise-choice-list';
import type { CandidateFacts } from '../src/rules/pack/rule-pack';

/**
 * Fills the first section of a batch to its last slot, from rows that are open to everybody; where a choice names a
 * 专业组, from groups whose 选科 the candidate meets, those with most majors first.
 * @returns the fields of the form
 * @throws when the rules find anything in it: a save must be accepted without a question
 */
export function fillFirstSection(
  { calendar, plan }: Reference,
  scope: PlanScope,
  facts: CandidateFacts,
): Readonly<Record<string, string>> {
  const batch = calendar.findBatch(scope.batch);
  const section = batch?.sections[0];
  if (batch === null || section === undefined) throw new Error(`${scope.batch} has no section`);
  const isGrouped = section.unit === 'school+group';
  const all = plan.listInstitutions(scope).flatMap(({ code }): SlotChoice[] => {
    const rows = plan
      .listEntries(scope, code)
      .filter((row) => row.restrictions.length === 0 && row.category === '' && row.planType === 'ordinary');
    const groups = isGrouped ? [...new Set(rows.map(({ group }) => group))] : [''];
    return groups.map((group) => {
      const own = isGrouped ? rows.filter((row) => row.group === group) : rows;
      const majors = own.slice(0, section.majors.max).map(({ major }) => major);
      return { institution: code, group, majors, posts: [], adjustment: 'agree' };
    });
  });
  const judged = { pack: calendar.pack, batch, facts, plan: plan.viewOf(scope) };
  const isSound = (slot: SlotChoice) =>
    checkChoiceList({ ...judged, choices: normaliseChoiceList(batch, { [section.code]: [slot] }) }).length ===
    0;
  const slots = isGrouped
    ? all.filter(isSound).toSorted((one, other) => other.majors.length - one.majors.length)
    : all.filter(({ majors }) => majors.length === section.majors.max);
  const choices = normaliseChoiceList(batch, { [section.code]: slots.slice(0, section.slots.max) });
  const violations = checkChoiceList({ ...judged, choices });
  if (violations.length > 0 || slots.length < section.slots.max)
    throw new Error(`no list without findings for ${scope.batch}: ${JSON.stringify(violations)}`);
  return writeChoiceFields(section, slots.slice(0, section.slots.max));
}
