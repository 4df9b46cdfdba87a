import type { Batch } from '../pack/rule-pack';
import { getPermits } from '../windows/window-in-force';
import type { BatchStanding } from './batch-standing';
import type { BatchStateCode } from './batch-state';

const SAVED_STATES: ReadonlySet<BatchStateCode> = new Set([
  'savedExhausted',
  'savedFixed',
  'savedCooling',
  'savedChangeable',
]);

/**
 * Whether what is saved in a batch may be given up now (manual, chapter five; M10): while the window lasts and
 * permits it, whatever the count, the hour or the qualification say.
 *
 * Worked cases: three of three saves used, window open: yes; saved ten minutes ago: yes; window closed at this
 * instant: no; frozen: no; the qualification withdrawn after the save, window open: yes; nothing saved, or another batch of the group saved: no.
 */
export function mayAbandon(batch: Batch, standing: BatchStanding, now: Date): boolean {
  const { window, state, phase } = standing;
  const saved = SAVED_STATES.has(state) || (state === 'notEligibleFiled' && phase === 'open');
  return batch.abandonable && window !== null && getPermits(window, now).remove && saved;
}
