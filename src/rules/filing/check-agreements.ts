import { listAgreed, listFormUndertakings } from './agreements';
import type { ChoiceContext, ResolvedSlot } from './choice-context';
import type { Violation } from './choice-list';

/** A 承诺书 that the chosen majors ask for and the list does not agree to: said at its field, once for all of them. */
export function checkAgreements(
  { pack, batch, choices }: ChoiceContext,
  slots: readonly ResolvedSlot[],
): readonly Violation[] {
  const chosen = new Set(
    slots
      .filter(({ section }) => section.majors.max > 0)
      .flatMap(({ rows }) => rows.map(({ row }) => row.planType)),
  );
  const agreed = listAgreed(choices);
  return listFormUndertakings(pack, batch)
    .filter(({ planType }) => chosen.has(planType) && !agreed.includes(planType))
    .map(({ planType, name }) => ({
      code: 'undertakingNotAgreed',
      severity: 'block',
      at: { undertaking: planType },
      values: { name },
    }));
}
