import type { Undertaking } from '../pack/rule-pack';

/** A 专业 that stands in a list, as far as undertakings look at it. */
export interface ChosenMajor {
  /** 院校代号. */
  readonly institution: string;
  readonly planType: string;
}

/** An undertaking a list asks for, with the chosen majors of each institution it is printed for. */
interface UndertakingDue<Major> {
  readonly undertaking: Undertaking;
  readonly institutions: readonly { readonly institution: string; readonly majors: readonly Major[] }[];
}

/**
 * The 承诺书 that a list asks for by the plan types of its majors (M11: 定向西藏, 医学定向), in the order of the
 * pack; institutions in the order of the list.
 */
export function listUndertakings<Major extends ChosenMajor>(
  undertakings: readonly Undertaking[],
  majors: readonly Major[],
): readonly UndertakingDue<Major>[] {
  return undertakings.flatMap((undertaking) => {
    const asking = majors.filter(({ planType }) => planType === undertaking.planType);
    const codes = [...new Set(asking.map(({ institution }) => institution))];
    const institutions = codes.map((institution) => ({
      institution,
      majors: asking.filter((major) => major.institution === institution),
    }));
    return institutions.length === 0 ? [] : [{ undertaking, institutions }];
  });
}
