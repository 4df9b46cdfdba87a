import { abandonGroupCode } from '../../rules/filing/groups';
import type { RulePack } from '../../rules/pack/rule-pack';

export type FilingState = 'saved' | 'notSaved' | 'abandoned';

/** Whom a personal mail goes to; '' leaves a field out. */
export interface Selection {
  readonly county: string;
  readonly school: string;
  /** Candidate kind of the rule pack. */
  readonly kind: string;
  /** Batch or heading of the rule pack of which `state` speaks. */
  readonly filing: string;
  readonly state: FilingState | '';
}

/** A selection with the codes that its batch or heading stands for. */
export interface ResolvedSelection extends Selection {
  readonly batches: readonly string[];
  readonly abandonGroups: readonly string[];
  /** Kinds to whom any of the batches is open: who cannot file is not told that they have not. */
  readonly kinds: readonly string[];
}

/** Looks up what a selection's batch or heading stands for; null where the pack has none of it. */
export function resolveSelection(pack: RulePack, selection: Selection): ResolvedSelection | null {
  const { filing, state, kind } = selection;
  if (kind !== '' && !pack.candidateKinds.some(({ code }) => code === kind)) return null;
  const found = pack.batches.filter(({ code, heading }) => code === filing || heading === filing);
  if ((filing === '') !== (state === '') || (filing !== '' && found.length === 0)) return null;
  return {
    ...selection,
    batches: found.map(({ code }) => code),
    abandonGroups: [...new Set(found.map(abandonGroupCode))],
    kinds: [...new Set(found.flatMap(({ candidateKinds }) => candidateKinds))],
  };
}
