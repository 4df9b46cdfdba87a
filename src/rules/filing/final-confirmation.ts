import type { Batch } from '../pack/rule-pack';
import type { BatchStanding } from './batch-standing';
import type { BatchStateCode } from './batch-state';

const UNCONFIRMED_STATES: ReadonlySet<BatchStateCode> = new Set([
  'savedExhausted',
  'savedFixed',
  'savedCooling',
  'savedChangeable',
]);

/**
 * Whether the list in force may be confirmed now: while the batch is open, whatever the count and the hour between saves
 * say. Not in a pause, frozen, given up, or by whom the batch is not for any more.
 */
export function mayConfirm({ confirmation, state, phase }: BatchStanding): boolean {
  return (
    confirmation !== null && !confirmation.confirmed && phase === 'open' && UNCONFIRMED_STATES.has(state)
  );
}

/** Whether 撤销确认 is to be had now: as long as one is left and the batch is open. */
export function mayRetract({ confirmation, state, phase }: BatchStanding): boolean {
  return state === 'confirmed' && phase === 'open' && (confirmation?.retractionsLeft ?? 0) > 0;
}

/** Whether a list counts only once it is confirmed. */
export const needsConfirmation = ({ finalConfirmation }: Pick<Batch, 'finalConfirmation'>): boolean =>
  finalConfirmation?.unconfirmed === 'void';
