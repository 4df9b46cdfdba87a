/** What the officer says before a pack goes into force: nothing but a reason, the number too, or two of them. */
export type AskedOfActivation = 'reason' | 'number' | 'secondOfficer';

/**
 * Nothing that candidates rely on changes unseen; while anybody may file, it takes two.
 *
 * Worked cases, as `consequences` and `openBatches`: 0 and 3 reason, 2 and 0 number, 2 and 3 secondOfficer.
 */
export function askOfActivation(consequences: number, openBatches: number): AskedOfActivation {
  if (consequences === 0) return 'reason';
  return openBatches > 0 ? 'secondOfficer' : 'number';
}
