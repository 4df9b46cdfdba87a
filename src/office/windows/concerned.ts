import type { RulePack, WindowScope } from '../../rules/pack/rule-pack';
import { markTimes } from '../../rules/windows/sessions';
import { findEffectiveWindow, SCOPE_FACTS, type Window } from '../../rules/windows/window-in-force';
import { takesTime } from '../../rules/windows/window-warnings';
import type { CandidateGroup } from './place.repository';

const factsOf = ({ kind, county, school, totalScore }: CandidateGroup) => ({
  [SCOPE_FACTS.candidateKind]: kind,
  [SCOPE_FACTS.county]: county,
  [SCOPE_FACTS.school]: school,
  [SCOPE_FACTS.scoreBand]: totalScore,
});

const sum = (groups: readonly CandidateGroup[]) => groups.reduce((total, { count }) => total + count, 0);

/** How many candidates a scope concerns. */
export function countWithin(scope: WindowScope, groups: readonly CandidateGroup[]): number {
  const at = new Date(0);
  const permits = { create: true, edit: true, remove: true };
  const only: Window = { batch: '', opensAt: at, closesAt: at, scope, permits };
  return sum(groups.filter((group) => findEffectiveWindow([only], factsOf(group)) !== null));
}

interface ConcernedInput {
  readonly pack: RulePack;
  /** Codes of the batches that an act is on. */
  readonly batches: readonly string[];
  readonly before: readonly Window[];
  readonly after: readonly Window[];
  readonly groups: readonly CandidateGroup[];
  readonly now: Date;
}

/** For how many candidates of the batches' kinds the window in force changes, and from how many it takes time. */
export function countConcerned({ pack, batches, before, after, groups, now }: ConcernedInput): {
  readonly touched: number;
  readonly cutShort: number;
} {
  const pairs = pack.batches
    .filter(({ code }) => batches.includes(code))
    .map(({ code, candidateKinds }) => {
      const [was, is] = [before, after].map((windows) => windows.filter(({ batch }) => batch === code));
      return (group: CandidateGroup) => {
        if (!candidateKinds.includes(group.kind)) return { touched: false, cut: false };
        const facts = factsOf(group);
        const [one, other] = [findEffectiveWindow(was ?? [], facts), findEffectiveWindow(is ?? [], facts)];
        return { touched: timesOf(one) !== timesOf(other), cut: takesTime(one, other, now) };
      };
    });
  const found = groups.map((group) => ({ group, changes: pairs.map((compare) => compare(group)) }));
  const count = (which: 'touched' | 'cut') =>
    sum(found.filter(({ changes }) => changes.some((change) => change[which])).map(({ group }) => group));
  return { touched: count('touched'), cutShort: count('cut') };
}

function timesOf(window: Window | null): string {
  return window === null ? '' : markTimes(window);
}
