import {
  advance,
  countAdmitted,
  countWaiting,
  join,
  type Line,
  type LineLimits,
  openLine,
} from '../../../src/rules/waiting-room/line';

const NOON = Date.UTC(2021, 5, 26, 4);
const SLICE = 2000;
const MINUTE = 60_000;
const limits: LineLimits = { rate: 10, most: 100_000, calls: true };
const closed: LineLimits = { ...limits, calls: false };
const half = () => 0.5;
/** Nobody waits, and nothing is saved up. */
const empty: Line = { ...openLine(NOON), budget: 0 };
/** 4, 6 and 10 wait in three slices, of which the first begins at noon. */
const waiting: Line = { ...empty, arrivals: [4, 6, 10] };
/** A look at which nothing has passed, with so many sign-ins saved up. */
const call = (line: Line, budget: number, most = limits.most) =>
  advance({ ...line, budget }, NOON, { ...limits, most });

describe('who is called at a look', () => {
  it.each([
    ['nobody', 0, { calledTo: 0, slices: 0, arrivals: [4, 6, 10], time: 0 }],
    ['nobody for less than a whole sign-in', 0.9, { calledTo: 0, slices: 0, arrivals: [4, 6, 10], time: 0 }],
    ['a part of a slice', 1, { calledTo: 500, slices: 0, arrivals: [3, 6, 10], time: 0 }],
    ['all but one of it', 3, { calledTo: 1500, slices: 0, arrivals: [1, 6, 10], time: 0 }],
    ['a whole one, which then is past', 4, { calledTo: 2000, slices: 1, arrivals: [6, 10], time: 0 }],
    ['a part of the next', 7, { calledTo: 3000, slices: 1, arrivals: [3, 10], time: 0 }],
    ['two whole ones', 10, { calledTo: 4000, slices: 2, arrivals: [10], time: 0 }],
    ['all but one', 19, { calledTo: 5800, slices: 2, arrivals: [1], time: 0 }],
    ['all: time goes on behind them', 20, { calledTo: 6000, slices: 3, arrivals: [], time: 6000 }],
    ['all, and some are left over', 23, { calledTo: 6000, slices: 3, arrivals: [], time: 6000 }],
  ])('is %s', (_what, budget, { calledTo, slices, arrivals, time }) => {
    const called = 20 - arrivals.reduce((sum, count) => sum + count, 0);
    expect(call(waiting, budget)).toStrictEqual({
      ...waiting,
      calledTo: NOON + calledTo,
      firstSlice: NOON / SLICE + slices,
      arrivals,
      time: NOON + time,
      budget: budget - called,
      inside: called,
      admitted: called === 0 ? [] : [called],
    });
  });

  it('is the rest of a slice of which a part was called, from where that part ended', () => {
    const line = call(call(waiting, 2), 1);
    expect([line.calledTo, line.arrivals]).toEqual([NOON + 1500, [1, 6, 10]]);
    expect(call(line, 1)).toMatchObject({ calledTo: NOON + 2000, arrivals: [6, 10] });
  });

  it('stops with the last that is called: empty slices behind it are not past yet', () => {
    expect(call({ ...waiting, arrivals: [4, 0, 0, 2] }, 4)).toMatchObject({
      calledTo: NOON + 2000,
      firstSlice: NOON / SLICE + 1,
      arrivals: [0, 0, 2],
    });
  });

  it('is, behind empty slices, the first that waits', () => {
    expect(call({ ...waiting, arrivals: [0, 0, 2, 2] }, 1)).toMatchObject({
      calledTo: NOON + 5000,
      arrivals: [1, 2],
    });
  });

  it.each([
    [3, 1],
    [2, 0],
    [1, 0],
  ])('is no more than there is room for: most %i, with 2 inside', (most, called) => {
    const line = call({ ...waiting, inside: 2 }, 50, most);
    expect([countAdmitted(line), countWaiting(line)]).toEqual([called, 20 - called]);
  });

  it('does not turn time back where it has gone on behind the last place', () => {
    const line = advance({ ...waiting, budget: 50 }, NOON + MINUTE, limits);
    expect(line).toMatchObject({
      time: NOON + MINUTE,
      calledTo: NOON + MINUTE,
      firstSlice: (NOON + MINUTE) / SLICE,
      arrivals: [],
    });
  });

  it('is nobody of a line in which nobody waits, which stands where its time stands', () => {
    expect(advance(empty, NOON + 5000, closed)).toStrictEqual({
      ...empty,
      time: NOON + 5000,
      ran: 5000,
      readAt: NOON + 5000,
      calledTo: NOON + 5000,
      firstSlice: NOON / SLICE + 2,
    });
  });
});

describe('what a look counts', () => {
  const now = 40;

  it.each([
    [0, [], [2]],
    [0.99, [], [2]],
    [1, [], [0, 2]],
    [3, [5], [5, 0, 0, 2]],
    [3, [5, 0, 0, 7], [5, 0, 0, 9]],
  ])('are sign-ins by the minute: in minute %d, behind %j', (minute, admitted, expected) => {
    const line = { ...empty, ran: minute * MINUTE, admitted, budget: 2 };
    expect(join(line, 2, limits, half).line.admitted).toStrictEqual(expected);
  });

  it('are minutes from the first that is kept', () => {
    const line = { ...empty, ran: now * MINUTE, firstMinute: 38, admitted: [1], budget: 2 };
    expect(join(line, 2, limits, half).line).toMatchObject({ firstMinute: 38, admitted: [1, 0, 2] });
  });

  it.each([
    ['the first half hour is kept whole', 29.99, 0, 0, [1, 2, 3]],
    ['then its first minute goes', 30, 0, 1, [2, 3]],
    ['and its second', 31.5, 0, 2, [3]],
    ['of later ones nothing goes early', now, 11, 11, [1, 2, 3]],
    ['and nothing comes back', 35, 11, 11, [1, 2, 3]],
    ['one goes at a time', now + 1, 11, 12, [2, 3]],
    ['an hour of rest leaves nothing', 100, 11, 71, []],
  ])('are those of thirty minutes: %s', (_what, minute, firstMinute, first, admitted) => {
    const line = {
      ...empty,
      ran: minute * MINUTE,
      firstMinute,
      admitted: [1, 2, 3],
      markedAt: minute * MINUTE,
    };
    expect(advance(line, NOON, closed)).toStrictEqual({ ...line, firstMinute: first, admitted });
  });

  it('is no minute in which nobody was let in', () => {
    expect(advance(empty, NOON + 3 * MINUTE, closed).admitted).toEqual([]);
    expect(join(advance(empty, NOON + 3 * MINUTE, closed), 0, limits, half).line.admitted).toEqual([]);
  });
});

describe('how long a call serves', () => {
  const [expired, expiring, called] = [NOON - 9 * MINUTE, NOON - 5 * MINUTE, NOON];
  const before: Line = { ...waiting, expiredTo: expired, expiringTo: expiring };

  it.each([
    ['less than ten minutes after the mark', 10 * MINUTE - 1, 0, [expired, expiring, 0]],
    ['ten minutes after it', 10 * MINUTE, 0, [expiring, called, 10 * MINUTE]],
    ['a quarter of an hour after it', 15 * MINUTE, 0, [expiring, called, 15 * MINUTE]],
    ['less than twenty after it', 20 * MINUTE - 1, 0, [expiring, called, 20 * MINUTE - 1]],
    ['twenty after it: all that was called', 20 * MINUTE, 0, [called, called, 20 * MINUTE]],
    ['seven after a later mark', 12 * MINUTE, 5 * MINUTE, [expired, expiring, 5 * MINUTE]],
    ['eleven after a later mark', 16 * MINUTE, 5 * MINUTE, [expiring, called, 16 * MINUTE]],
    ['twenty after a later mark', 25 * MINUTE, 5 * MINUTE, [called, called, 25 * MINUTE]],
  ])('is looked at anew: %s', (_what, ran, markedAt, expected) => {
    const { expiredTo, expiringTo, markedAt: marked } = advance({ ...before, ran, markedAt }, NOON, closed);
    expect([expiredTo, expiringTo, marked]).toEqual(expected);
  });
});

describe('the lot of a rush', () => {
  const HALF_HOUR = 30 * MINUTE;

  it.each([
    [0, 62_000],
    [1, 62_000],
    [1999, 62_000],
    [2000, 64_000],
  ])('is over a minute later, at the end of the slice: begun %i ms behind noon', (behind, until) => {
    const { line } = join({ ...empty, time: NOON + behind }, 1, limits, half);
    expect(line.lotUntil).toBe(NOON + until);
  });

  it.each([
    ['begins half an hour after the one before', empty, HALF_HOUR, true],
    ['does not begin sooner', empty, HALF_HOUR - 1, false],
    ['does not begin in another', empty, -MINUTE, false],
    ['does not begin where people wait', waiting, HALF_HOUR, false],
    ['nor where they wait, soon after the one before', waiting, 0, false],
  ])('%s', (_what, line, since, begins) => {
    const lotUntil = NOON - since;
    const joined = join({ ...line, lotUntil }, 1, limits, half);
    expect(joined.line.lotUntil).toBe(begins ? NOON + 62_000 : lotUntil);
  });

  it.each([
    ['begins where the line has been called to', 0, -1000, 60_000, 0, -1000],
    ['goes to its end', 0, -1000, 60_000, 0.5, 29_500],
    ['is over in its last instant: places are of the slice of now', 0, -1000, 0, 0.5, 1000],
    ['goes on until then', -1, -1000, 0, 0.5, -500],
    ['behind it a place is behind what was called of its slice', 1500, 1000, 0, 0.5, 1500],
    ['and else anywhere in its slice', 1500, -1000, 0, 0.25, 500],
  ])('%s', (_what, time, calledTo, lotUntil, random, place) => {
    const line = { ...waiting, firstSlice: NOON / SLICE - 1, time: NOON + time, calledTo: NOON + calledTo };
    const joined = join({ ...line, lotUntil: NOON + lotUntil }, 1, limits, () => random);
    expect(joined.places).toEqual([NOON + place]);
  });

  it.each([
    [0, [5, 6, 10]],
    [2, [4, 6, 11]],
    [3, [4, 6, 10, 1]],
    [5, [4, 6, 10, 0, 0, 1]],
  ])('counts a place in its slice, %i behind the first', (slice, arrivals) => {
    const { line } = join({ ...waiting, time: NOON + slice * SLICE }, 1, limits, half);
    expect(line.arrivals).toStrictEqual(arrivals);
  });
});
