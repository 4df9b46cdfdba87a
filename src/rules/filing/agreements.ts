import type { Batch, RulePack, Undertaking } from '../pack/rule-pack';
import type { ChoiceList, SlotChoice } from './choice-list';

/**
 * Where a list keeps the 承诺书 agreed to in the form, by plan type: beside its sections, so that what carries, compares
 * or keeps a list carries them too. No section has a hyphen in its code.
 */
export const AGREED = 'agreed-undertakings';

/** The 承诺书 that a form of a batch asks to agree to, where one of their plan types is chosen. */
export function listFormUndertakings(
  { undertakings }: Pick<RulePack, 'undertakings'>,
  batch: Batch,
): readonly Undertaking[] {
  return undertakings.filter(
    ({ agreedInForm, planType }) =>
      agreedInForm === true && batch.sections.some(({ planTypes }) => planTypes.includes(planType)),
  );
}

/** Plan types whose 承诺书 a list agrees to. */
export function listAgreed(choices: ChoiceList): readonly string[] {
  return (Object.hasOwn(choices, AGREED) ? (choices[AGREED] ?? []) : []).map(
    ({ institution }) => institution,
  );
}

/** A list that agrees to the 承诺书 of these plan types, and to no others; without any it has no word of them. */
export function withAgreed(choices: ChoiceList, planTypes: readonly string[]): ChoiceList {
  const { [AGREED]: _before, ...sections } = choices;
  if (planTypes.length === 0) return sections;
  const agreed = [...new Set(planTypes)].toSorted().map(
    (planType): SlotChoice => ({
      institution: planType,
      group: '',
      majors: [],
      posts: [],
      adjustment: 'agree',
    }),
  );
  return { ...sections, [AGREED]: agreed };
}

/** A list that takes the place of another and says nothing of 承诺书 itself: what was agreed to stays so. */
export function keepAgreed(choices: ChoiceList, before: ChoiceList): ChoiceList {
  return withAgreed(choices, listAgreed(before));
}
