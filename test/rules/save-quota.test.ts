import { checkSaveQuota } from '../../src/rules/save-quota';

const SAVED = new Date('2021-06-26T10:00:00.000+08:00');
const HOUR = new Date('2021-06-26T11:00:00.000+08:00');

function quota(savesUsed: number, now: Date, lastSavedAt: Date | null = SAVED, cooldownMinutes = 60) {
  return checkSaveQuota({ savesUsed, lastSavedAt, maxSaves: 3, cooldownMinutes, now });
}

test.each([0, 1, 2])('with %i of three used, an hour is exact to the millisecond', (used) => {
  const savesLeft = 3 - used;
  expect(quota(used, SAVED)).toEqual({ state: 'cooldown', savesLeft, until: HOUR });
  expect(quota(used, new Date(HOUR.getTime() - 1))).toEqual({ state: 'cooldown', savesLeft, until: HOUR });
  expect(quota(used, HOUR)).toEqual({ state: 'allowed', savesLeft });
});

test('nothing saved: three saves, at once', () => {
  expect(quota(0, SAVED, null)).toEqual({ state: 'allowed', savesLeft: 3 });
});

test.each([3, 4])('with %i of three used nothing is left at any time', (used) => {
  expect(quota(used, SAVED)).toEqual({ state: 'exhausted', savesLeft: 0 });
  expect(quota(used, HOUR)).toEqual({ state: 'exhausted', savesLeft: 0 });
});

test('no cooldown where the pack has none', () => {
  expect(quota(1, SAVED, SAVED, 0)).toEqual({ state: 'allowed', savesLeft: 2 });
});
