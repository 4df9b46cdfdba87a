/**
 * The line before 登录: who came before whom, and up to whom it has been called. It keeps no persons: a place is an
 * instant of the line's own time, and is called once `calledTo` has passed it. How many came in each slice of two
 * seconds is all that is kept, whether ten wait or a million; those of one slice stand in it evenly, by lot.
 */
export interface Line {
  /** The line's own time in milliseconds. It never goes back, and a little ahead where a slice is called before its end. */
  readonly time: number;
  /** For how long the line has been there: real time in milliseconds, without jumps backwards. */
  readonly ran: number;
  /** What the store's clock said last, in milliseconds. */
  readonly readAt: number;
  /** Places before this instant are called. */
  readonly calledTo: number;
  /** Number of the slice in which `calledTo` stands. */
  readonly firstSlice: number;
  /** How many wait in that slice and in those after it. */
  readonly arrivals: readonly number[];
  /** Sign-ins that may begin at once. */
  readonly budget: number;
  /** Until when places of the first minute are drawn by lot; places until then are taken. */
  readonly lotUntil: number;
  /** Begun sign-ins by minute of `ran`, from `firstMinute` on: 30 at most. */
  readonly firstMinute: number;
  readonly admitted: readonly number[];
  /** How many are thought to be inside: whoever is let in stays a quarter of an hour, some longer and some shorter. */
  readonly inside: number;
  /** Places before this were called ten minutes ago or longer, and serve no more. */
  readonly expiredTo: number;
  readonly expiringTo: number;
  readonly markedAt: number;
}

export interface LineLimits {
  /** Sign-ins a second. */
  readonly rate: number;
  /** Candidates inside at a time. */
  readonly most: number;
  /** Nobody is called while the door is closed, or while whoever looks has more to do than they can. */
  readonly calls: boolean;
}

const SLICE_MS = 2000;
const LOT_MS = 60_000;
/** A rush is drawn by lot once in so long; a line that empties and forms again keeps its order. */
const LOT_EVERY_MS = 30 * 60_000;
const MINUTE_MS = 60_000;
const ADMITTED_MINUTES = 30;
const STAY_MS = 15 * 60_000;
/** A place that is called serves so long at least, and twice as long at most. */
const CALL_LIFE_MS = 10 * 60_000;
/** What a pause saves up, in seconds of the rate. */
const BURST_SECONDS = 5;

/** A line in which nobody waits. `clock`: milliseconds. */
export function openLine(clock: number): Line {
  return {
    time: clock,
    ran: 0,
    readAt: clock,
    calledTo: clock,
    firstSlice: sliceOf(clock),
    arrivals: [],
    // As much as a pause saves up: the first look cuts it.
    budget: Number.MAX_SAFE_INTEGER,
    lotUntil: 0,
    firstMinute: 0,
    admitted: [],
    inside: 0,
    expiredTo: 0,
    expiringTo: clock,
    markedAt: 0,
  };
}

/** How many wait. */
export function countWaiting({ arrivals }: Line): number {
  return Math.round(arrivals.reduce((sum, count) => sum + count, 0));
}

/** Sign-ins begun in the last half hour. */
export function countAdmitted({ admitted }: Line): number {
  return admitted.reduce((sum, count) => sum + count, 0);
}

/** How many are thought to be inside. */
export function countInside({ inside }: Line): number {
  return Math.round(inside);
}

export function isCalled({ calledTo }: Line, place: number): boolean {
  return place < calledTo;
}

/** Whether a place was called so long ago that it serves no more, or is none of this line. */
export function isGone({ expiredTo, time, lotUntil }: Line, place: number): boolean {
  return place < expiredTo || place > Math.max(time, lotUntil) + SLICE_MS;
}

/** How many wait before a place, near enough. */
export function countAhead(line: Line, place: number): number {
  const { arrivals, firstSlice } = line;
  const own = sliceOf(place) - firstSlice;
  if (own < 0) return 0;
  const before = arrivals.slice(0, own).reduce((sum, count) => sum + count, 0);
  const [from, to] = boundsOf(firstSlice + own, line.calledTo);
  return Math.floor(before + (arrivals[own] ?? 0) * Math.max(0, (place - from) / (to - from)));
}

/** The line at a later look: more may be called, and as many are as wait and as the limits let in. */
export function advance(line: Line, clock: number, limits: LineLimits): Line {
  const passed = Math.max(0, clock - line.readAt);
  const earned = limits.calls ? (limits.rate * passed) / 1000 : 0;
  const budget = Math.min(line.budget + earned, limits.rate * BURST_SECONDS);
  const inside = line.inside * Math.exp(-passed / STAY_MS);
  return callNext(
    mark(
      turnMinutes({
        ...line,
        time: line.time + passed,
        ran: line.ran + passed,
        readAt: clock,
        budget,
        inside,
      }),
    ),
    limits,
  );
}

/** What newcomers get: in at once (null), or a place. */
interface Joined {
  readonly line: Line;
  readonly places: readonly (number | null)[];
}

/**
 * Newcomers, `count` of them, behind a line that was just advanced: while nobody waits they are let in at once as far as
 * the budget goes. In the first minute of a rush places are drawn by lot, so that it does not matter who was the fastest
 * by a second (P10); then they are in the order of arrival. `random`: from 0 to 1, without 1.
 */
export function join(line: Line, count: number, limits: LineLimits, random: () => number): Joined {
  const atOnce =
    countWaiting(line) > 0 || !limits.calls
      ? 0
      : Math.min(count, Math.floor(Math.max(0, Math.min(line.budget, roomOf(line, limits)))));
  let next = admit(line, atOnce);
  const places: (number | null)[] = Array.from({ length: atOnce }, () => null);
  if (count > atOnce) next = beginLot(next);
  for (let at = atOnce; at < count; at += 1) {
    const place = choosePlace(next, random);
    places.push(place);
    next = addArrival(next, place);
  }
  return { line: next, places };
}

const sliceOf = (instant: number) => Math.floor(instant / SLICE_MS);
const minuteOf = (instant: number) => Math.floor(instant / MINUTE_MS);
const roomOf = ({ inside }: Line, { most }: LineLimits) => most - inside;

/** Where the people of a slice stand who are not called yet. */
const boundsOf = (slice: number, calledTo: number) =>
  [Math.max(slice * SLICE_MS, calledTo), (slice + 1) * SLICE_MS] as const;

/** Within the lot anywhere in what is left of it, else anywhere in the slice of now. */
function choosePlace({ time, lotUntil, calledTo }: Line, random: () => number): number {
  const [from, to] = time < lotUntil ? [calledTo, lotUntil] : boundsOf(sliceOf(time), calledTo);
  return from + random() * (to - from);
}

function beginLot(line: Line): Line {
  const { time, lotUntil } = line;
  const isRush = countWaiting(line) === 0 && time - lotUntil >= LOT_EVERY_MS;
  return isRush ? { ...line, lotUntil: (sliceOf(time + LOT_MS) + 1) * SLICE_MS } : line;
}

function addArrival(line: Line, place: number): Line {
  const index = Math.max(0, sliceOf(place) - line.firstSlice);
  const arrivals = [...line.arrivals];
  while (arrivals.length <= index) arrivals.push(0);
  arrivals[index] = (arrivals[index] ?? 0) + 1;
  return { ...line, arrivals };
}

function admit(line: Line, count: number): Line {
  if (count === 0) return line;
  const admitted = [...line.admitted];
  const index = Math.max(0, minuteOf(line.ran) - line.firstMinute);
  while (admitted.length <= index) admitted.push(0);
  admitted[index] = (admitted[index] ?? 0) + count;
  return { ...line, admitted, inside: line.inside + count, budget: line.budget - count };
}

function turnMinutes(line: Line): Line {
  const first = minuteOf(line.ran) - ADMITTED_MINUTES + 1;
  if (first <= line.firstMinute) return line;
  return { ...line, firstMinute: first, admitted: line.admitted.slice(first - line.firstMinute) };
}

function mark(line: Line): Line {
  const passed = line.ran - line.markedAt;
  if (passed < CALL_LIFE_MS) return line;
  const expiredTo = passed < 2 * CALL_LIFE_MS ? line.expiringTo : line.calledTo;
  return { ...line, expiredTo, expiringTo: line.calledTo, markedAt: line.ran };
}

/** Calls as many as may come: whole slices, and of the last one the part that the budget reaches. */
function callNext(line: Line, limits: LineLimits): Line {
  let left = limits.calls ? Math.floor(Math.max(0, Math.min(line.budget, roomOf(line, limits)))) : 0;
  const all = countWaiting(line);
  if (all === 0) return { ...line, ...restAt(line.time) };
  if (all <= left) {
    // Nobody waits any more: the line's time goes on from behind the last place that was given.
    const time = Math.max(line.time, (line.firstSlice + line.arrivals.length) * SLICE_MS);
    return { ...admit({ ...line, time }, all), ...restAt(time) };
  }
  let { calledTo, firstSlice } = line;
  const arrivals = [...line.arrivals];
  const called = left;
  while (left > 0 && arrivals.length > 0) {
    const waiting = arrivals[0] ?? 0;
    const [from, to] = boundsOf(firstSlice, calledTo);
    if (waiting <= left) {
      arrivals.shift();
      firstSlice += 1;
      calledTo = firstSlice * SLICE_MS;
      left -= waiting;
    } else {
      calledTo = from + (to - from) * (left / waiting);
      arrivals[0] = waiting - left;
      left = 0;
    }
  }
  return admit({ ...line, calledTo, firstSlice, arrivals }, called);
}

const restAt = (time: number) => ({ calledTo: time, firstSlice: sliceOf(time), arrivals: [] });
