import {
  countAhead,
  countWaiting,
  isCalled,
  isGone,
  join,
  type Line,
  openLine,
} from '../../../src/rules/waiting-room/line';

const NOON = Date.UTC(2021, 5, 26, 4);
const SLICE = 2000;
/** 4, 6 and 10 wait in three slices, of which the first begins at noon. */
const line: Line = { ...openLine(NOON), calledTo: NOON, firstSlice: NOON / SLICE, arrivals: [4, 6, 10] };

describe('a place in the line', () => {
  it.each([
    [-1, 0],
    [0, 0],
    [1000, 2],
    [1999, 3],
    [2000, 4],
    [3000, 7],
    [4000, 10],
    [5000, 15],
    [7000, 20],
  ])('%i ms behind its beginning has %i before it', (behind, ahead) => {
    expect(countAhead(line, NOON + behind)).toBe(ahead);
  });

  it.each([
    [500, 0],
    [1000, 0],
    [1500, 2],
    [3000, 7],
  ])('%i ms behind it, half of the first slice called, has %i before it', (behind, ahead) => {
    expect(countAhead({ ...line, calledTo: NOON + 1000 }, NOON + behind)).toBe(ahead);
  });

  it('is called once the line has passed it', () => {
    expect([isCalled(line, NOON - 1), isCalled(line, NOON)]).toEqual([true, false]);
  });

  it.each([
    ['before what serves no more', -5001, true],
    ['the first that serves', -5000, false],
    ['in the slice that comes', SLICE, false],
    ['beyond it', SLICE + 1, true],
  ])('%s', (_what, behind, gone) => {
    const gonePlaces = { ...line, time: NOON, lotUntil: 0, expiredTo: NOON - 5000 };
    expect(isGone(gonePlaces, NOON + behind)).toBe(gone);
    expect(isGone({ ...gonePlaces, lotUntil: NOON + 60_000 }, NOON + SLICE + 1)).toBe(false);
  });

  it('is given behind those who wait, and no lot is begun where all are let in', () => {
    const limits = { rate: 10, most: 100, calls: true };
    const waiting = { ...line, budget: 50 };
    const joined = join(waiting, 3, limits, () => 0.5);
    expect(joined.places.every((place) => place !== null)).toBe(true);
    expect(countWaiting(joined.line)).toBe(23);
    const nobody = { ...openLine(NOON), budget: 5 };
    expect(join(nobody, 5, limits, () => 0.5)).toMatchObject({
      places: [null, null, null, null, null],
      line: { lotUntil: 0 },
    });
    expect(join(nobody, 6, limits, () => 0.5).line.lotUntil).toBeGreaterThan(NOON);
  });
});
