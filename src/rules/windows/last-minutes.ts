import type { CandidateFacts } from '../pack/rule-pack';
import { findSessionEnd } from './sessions';
import { findEffectiveWindow, findPhase, type Window } from './window-in-force';

/** In the last half hour of a window, or of a day of it, nobody whom it concerns waits in line before 登录. */
const LAST_MS = 30 * 60_000;

const isEnding = (window: Window | null, now: Date): boolean =>
  window !== null &&
  findPhase(window, now) === 'open' &&
  findSessionEnd(window, now).getTime() - now.getTime() <= LAST_MS;

/** Whether a batch that everybody may file, by its window for the province, is in its last half hour. */
export function isEndingForAll(windows: readonly Window[], now: Date): boolean {
  return windows.some((window) => window.scope.kind === 'province' && isEnding(window, now));
}

/** Whether one of some batches, each given by its windows, is in its last half hour for a candidate. */
export function isEndingFor(
  batches: readonly (readonly Window[])[],
  facts: CandidateFacts,
  now: Date,
): boolean {
  return batches.some((windows) => isEnding(findEffectiveWindow(windows, facts), now));
}
