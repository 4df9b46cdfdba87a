import { checkSaveQuota, countSavesLeft } from '../../../src/rules/filing/save-quota';

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

describe('a save that was given', () => {
  const HALF = new Date('2021-06-26T10:30:00.000+08:00');
  const given = (
    savesUsed: number,
    now: Date,
    lastSavedAt: Date | null,
    lastGrantedAt = HALF,
    grantedSaves = 1,
  ) =>
    checkSaveQuota({
      savesUsed,
      lastSavedAt,
      maxSaves: 3,
      cooldownMinutes: 60,
      now,
      grantedSaves,
      lastGrantedAt,
    });

  test.each([
    ['comes on top of a used-up count, at once', 3, HALF, SAVED, { state: 'allowed', savesLeft: 1 }],
    ['does not wait for the hour', 1, HALF, SAVED, { state: 'allowed', savesLeft: 3 }],
    ['waives nothing for the save after it', 2, HOUR, HALF, { state: 'cooldown', savesLeft: 2 }],
    ['is used up by the fourth save', 4, HOUR, HALF, { state: 'exhausted', savesLeft: 0 }],
    ['is there before the first save too', 0, SAVED, null, { state: 'allowed', savesLeft: 4 }],
  ])('%s', (_name, used, now, saved, expected) => {
    expect(given(used, now, saved)).toMatchObject(expected);
  });

  test('adds up', () => {
    expect(given(3, HALF, SAVED, HALF, 2)).toEqual({ state: 'allowed', savesLeft: 2 });
  });
});

test.each([0, 5, 5000])('with %i of unlimited saves used, only the hour is waited for', (used) => {
  const unlimited = { savesUsed: used, lastSavedAt: SAVED, maxSaves: null, cooldownMinutes: 60 };
  expect(checkSaveQuota({ ...unlimited, now: SAVED })).toEqual({
    state: 'cooldown',
    savesLeft: null,
    until: HOUR,
  });
  expect(checkSaveQuota({ ...unlimited, now: HOUR })).toEqual({ state: 'allowed', savesLeft: null });
  expect(countSavesLeft({ maxSaves: null, savesUsed: used, grantedSaves: 1 })).toBeNull();
});

test('1+5: the sixth save is the last', () => {
  const left = (savesUsed: number) => countSavesLeft({ maxSaves: 6, savesUsed });
  expect([left(0), left(5), left(6), left(7)]).toEqual([6, 1, 0, 0]);
});
