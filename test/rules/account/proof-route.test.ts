import { isDelayed } from '../../../src/rules/account/proof-route';

test.each([
  ['classmates', 24, true],
  ['studentRecord', 1, true],
  ['app', 24, false],
  ['review', 24, false],
  ['classmates', 0, false],
] as const)('a proof by %s with a delay of %i hours waits: %s', (route, hours, waits) => {
  expect(isDelayed(route, hours)).toBe(waits);
});
