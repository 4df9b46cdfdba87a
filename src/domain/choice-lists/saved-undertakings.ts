import { listUndertakings } from '../../rules/filing/undertakings';
import type { RulePack, Undertaking } from '../../rules/pack/rule-pack';
import type { NamedCode, SavedBody } from './canonical-body';

export interface UndertakingInstitution {
  readonly institution: NamedCode;
  /** The majors that ask for the undertaking, each once. */
  readonly majors: readonly NamedCode[];
}

/** A 承诺书 that a saved list asks for, with institutions and majors under the names they were saved with. */
export interface SavedUndertaking {
  readonly undertaking: Undertaking;
  readonly institutions: readonly UndertakingInstitution[];
}

/** What a saved version asks to be signed on paper (M11), by the plan types it was saved with; texts are the pack's. */
export function listSavedUndertakings(
  pack: Pick<RulePack, 'undertakings'>,
  body: SavedBody,
): readonly SavedUndertaking[] {
  const slots = body.sections.flatMap((section) => section.slots);
  const chosen = slots.flatMap(({ institution, majors }) =>
    majors.flatMap((major) =>
      institution === null || major?.planType === undefined
        ? []
        : [{ institution: institution.code, planType: major.planType, named: institution, major }],
    ),
  );
  const onPaper = pack.undertakings.filter(({ agreedInForm }) => agreedInForm !== true);
  return listUndertakings(onPaper, chosen).map(({ undertaking, institutions }) => ({
    undertaking,
    institutions: institutions.flatMap(({ majors }) => {
      const [first] = majors;
      return first === undefined ? [] : [{ institution: first.named, majors: listOnce(majors) }];
    }),
  }));
}

function listOnce(chosen: readonly { readonly major: NamedCode }[]): readonly NamedCode[] {
  const byCode = new Map(chosen.map(({ major }) => [major.code, { code: major.code, name: major.name }]));
  return [...byCode.values()];
}
