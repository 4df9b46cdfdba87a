import { askOfActivation } from '../../../src/rules/consent/pack-consent';

describe('what it takes to put a pack in force', () => {
  it.each([
    [0, 0, 'reason'],
    [0, 3, 'reason'],
    [2, 0, 'number'],
    [2, 3, 'secondOfficer'],
    [1, 1, 'secondOfficer'],
  ] as const)('%i consequences with %i open batches: %s', (consequences, openBatches, asked) => {
    expect(askOfActivation(consequences, openBatches)).toBe(asked);
  });
});
