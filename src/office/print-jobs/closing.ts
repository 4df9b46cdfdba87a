import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import { toFacts } from '../../domain/candidates/candidate-facts';
import { findEffectiveWindow, findPhase, type Window } from '../../rules/windows/window-in-force';

/** The instant after which a county may print a batch: the last end of all windows that may concern its candidates. */
export function findLastClosing(windows: readonly Window[], countyCode: string): Date | null {
  const concerning = windows.filter(({ scope }) => scope.kind !== 'county' || scope.county === countyCode);
  const ends = concerning.map(({ closesAt }) => closesAt.getTime());
  return ends.length === 0 ? null : new Date(Math.max(...ends));
}

/** Whether a batch is over for a candidate: the list cannot change any more. */
export function isOverFor(windows: readonly Window[], candidate: CandidateRecord, now: Date): boolean {
  return findPhase(findEffectiveWindow(windows, toFacts(candidate)), now) === 'closed';
}
