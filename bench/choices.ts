import { fieldName } from '../src/domain/choice-lists/choice-list.form';
import type { PlanScope } from '../src/domain/enrolment-plan/plan-catalogue';
import type { Reference } from '../src/domain/reference/reference';
import { checkChoiceList } from '../src/rules/filing/check-choice-list';
import type { SlotChoice } from '../src/rules/filing/choice-list';
import { normaliseChoiceList } from '../src/rules/filing/normalise-choice-list';
import type { CandidateFacts } from '../src/rules/pack/rule-pack';

/**
 * Fills the first section of a batch to its last slot and 专业, from rows that are open to everybody.
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
  const slots = plan.listInstitutions(scope).flatMap(({ code }): SlotChoice[] => {
    const rows = plan
      .listEntries(scope, code)
      .filter((row) => row.restrictions.length === 0 && row.category === '' && row.planType === 'ordinary');
    const majors = rows.slice(0, section.majors.max).map(({ major }) => major);
    if (majors.length < section.majors.max) return [];
    return [{ institution: code, group: '', majors, posts: [], adjustment: 'agree' }];
  });
  const choices = normaliseChoiceList(batch, { [section.code]: slots.slice(0, section.slots.max) });
  const violations = checkChoiceList({
    pack: calendar.pack,
    batch,
    facts,
    plan: plan.viewOf(scope),
    choices,
  });
  if (violations.length > 0 || slots.length < section.slots.max)
    throw new Error(`no list without findings for ${scope.batch}: ${JSON.stringify(violations)}`);
  return Object.fromEntries(
    slots
      .slice(0, section.slots.max)
      .flatMap(({ institution, majors }, index) => [
        [fieldName(section.code, index + 1, 'institution'), institution],
        ...majors.map((major, at) => [fieldName(section.code, index + 1, 'major', at + 1), major]),
        [fieldName(section.code, index + 1, 'adjustment'), 'agree'],
      ]),
  );
}
