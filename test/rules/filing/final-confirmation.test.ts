import type { BatchStanding, ConfirmationStanding } from '../../../src/rules/filing/batch-standing';
import { BATCH_STATES, type BatchStateCode } from '../../../src/rules/filing/batch-state';
import { mayConfirm, mayRetract, needsConfirmation } from '../../../src/rules/filing/final-confirmation';
import type { Phase } from '../../../src/rules/windows/window-in-force';

const PHASES: readonly Phase[] = ['none', 'before', 'open', 'pause', 'closed'];
const STANDINGS: readonly (ConfirmationStanding | null)[] = [
  null,
  { confirmed: false, retractionsLeft: 0 },
  { confirmed: false, retractionsLeft: 1 },
  { confirmed: true, retractionsLeft: 0 },
  { confirmed: true, retractionsLeft: 1 },
];

/** Where a list is in force and may stand to be confirmed: saved, whatever its count and its hour. */
const SAVED: readonly BatchStateCode[] = ['savedExhausted', 'savedFixed', 'savedCooling', 'savedChangeable'];

test.each([...new Set(BATCH_STATES.map((row) => row.state))])(
  '%s: when a list may be confirmed, and when that is taken back',
  (state) => {
    for (const phase of PHASES)
      for (const confirmation of STANDINGS) {
        const standing = { state, phase, confirmation } as unknown as BatchStanding;
        const open = phase === 'open';
        expect([phase, confirmation, mayConfirm(standing)]).toEqual([
          phase,
          confirmation,
          open && SAVED.includes(state) && confirmation?.confirmed === false,
        ]);
        expect([phase, confirmation, mayRetract(standing)]).toEqual([
          phase,
          confirmation,
          open && state === 'confirmed' && confirmation?.retractionsLeft === 1,
        ]);
      }
  },
);

test.each([
  [undefined, false],
  [{ unconfirmed: 'void', retractions: 1 }, true],
  [{ unconfirmed: 'counts', retractions: 1 }, false],
])('of a batch that says %j a list counts only once it is confirmed: %p', (finalConfirmation, needs) => {
  expect(needsConfirmation({ finalConfirmation } as never)).toBe(needs);
});
