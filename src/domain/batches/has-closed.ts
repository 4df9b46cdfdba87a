import type { CandidateFacts } from '../../rules/pack/rule-pack';
import { findEffectiveWindow, findPhase } from '../../rules/windows/window-in-force';
import type { BatchCalendar } from './batch-calendar';

/** Whether a batch's window is over for a candidate. One that never opens is not over. */
export function hasClosed(calendar: BatchCalendar, batch: string, facts: CandidateFacts, now: Date): boolean {
  return findPhase(findEffectiveWindow(calendar.listWindows(batch), facts), now) === 'closed';
}
