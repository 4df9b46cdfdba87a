import { resolveSlot } from './check-choice-list';
import { type ChoiceContext, listFilledSlots } from './choice-context';
import type { PlanRow } from './choice-list';
import type { Undertaking } from './rule-pack';

/** An undertaking a list asks for, with the chosen rows of each institution it is printed for. */
export interface UndertakingDue {
  readonly undertaking: Undertaking;
  readonly institutions: readonly { readonly institution: string; readonly majors: readonly PlanRow[] }[];
}

/**
 * The 承诺书 that a list asks for by the plan types of its chosen rows (M11: 定向西藏, 医学定向), in the order
 * of the pack; institutions in the order of the list.
 */
export function listUndertakings(context: Omit<ChoiceContext, 'facts'>): readonly UndertakingDue[] {
  const rows = context.batch.sections
    .flatMap((section) => listFilledSlots(context.choices, section))
    .flatMap((slot) => resolveSlot(slot, { ...context, facts: {} }).slot.rows)
    .map(({ row }) => row);
  return context.pack.undertakings.flatMap((undertaking) => {
    const chosen = rows.filter(({ planType }) => planType === undertaking.planType);
    const codes = [...new Set(chosen.map(({ institution }) => institution))];
    const institutions = codes.map((institution) => ({
      institution,
      majors: chosen.filter((row) => row.institution === institution),
    }));
    return institutions.length === 0 ? [] : [{ undertaking, institutions }];
  });
}
