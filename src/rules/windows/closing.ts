import type { CandidateFacts } from '../pack/rule-pack';
import { findEffectiveWindow, findPhase, type Window } from './window-in-force';

/** Whether a batch is over for a candidate: the list cannot change any more. One that never opens is not over. */
export function hasClosed(windows: readonly Window[], facts: CandidateFacts, now: Date): boolean {
  return findPhase(findEffectiveWindow(windows, facts), now) === 'closed';
}

/** The instant after which a county may print a batch: the last end of all windows that may concern its candidates. */
export function findLastClosing(windows: readonly Window[], countyCode: string): Date | null {
  const concerning = windows.filter(({ scope }) => scope.kind !== 'county' || scope.county === countyCode);
  const ends = concerning.map(({ closesAt }) => closesAt.getTime());
  return ends.length === 0 ? null : new Date(Math.max(...ends));
}

/** Batches with a window in which one may file at the instant. */
export function listOpenBatches(windows: readonly Window[], now: Date): readonly string[] {
  const open = windows.filter(({ opensAt, closesAt }) => opensAt <= now && closesAt > now);
  return [...new Set(open.map(({ batch }) => batch))];
}
