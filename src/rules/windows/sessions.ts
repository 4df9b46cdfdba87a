import type { DailyHours } from '../pack/rule-pack';

/** A stretch without a pause in which one may file; `closesAt` is exclusive. */
interface Session {
  readonly opensAt: Date;
  readonly closesAt: Date;
}

/** An interval that may be cut into sessions. */
export interface Sessions extends Session {
  /** One for each day, in order and apart: the first begins with the whole, the last ends with it. None: no pause. */
  readonly sessions?: readonly Session[];
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** All of China keeps one time, this far ahead of UTC, without summer time since 1992. */
const AHEAD_OF_UTC_MS = 8 * 60 * MINUTE_MS;

/** The most days that hours are laid out over: a slip of the hand in the year is told, and not done. */
export const MAX_DAYS_WITH_HOURS = 60;

const dayOf = (at: Date): number => Math.floor((at.getTime() + AHEAD_OF_UTC_MS) / DAY_MS);

/** Whether two instants are of one day, as the province counts days. */
export function isSameDay(one: Date, other: Date): boolean {
  return dayOf(one) === dayOf(other);
}

/** Minutes after midnight of `09:00`; null for anything else. */
function readTimeOfDay(text: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** Whether hours are two times of a day in their order. */
export function areHours({ from, until }: DailyHours): boolean {
  const [start, end] = [readTimeOfDay(from), readTimeOfDay(until)];
  return start !== null && end !== null && start < end;
}

/**
 * An interval with the same hours on each of its days. It begins with its first session and ends with its last; one
 * session alone is the whole. Null where the hours are none, lie outside, or the days are too many.
 *
 * Worked cases, 9:00-18:00: 07-05 09:00 to 07-07 18:00 is three days; 07-05 12:00 to 07-06 09:30 is 12:00-18:00 and
 * 09:00-09:30; 07-05 18:00 to 07-06 09:00 is nothing.
 */
export function layOutHours(opensAt: Date, closesAt: Date, hours: DailyHours): Sessions | null {
  const [from, until] = [readTimeOfDay(hours.from), readTimeOfDay(hours.until)];
  const days = dayOf(closesAt) - dayOf(opensAt) + 1;
  if (from === null || until === null || from >= until || days > MAX_DAYS_WITH_HOURS) return null;
  const sessions = Array.from({ length: Math.max(0, days) }, (_none, index) => {
    const midnight = (dayOf(opensAt) + index) * DAY_MS - AHEAD_OF_UTC_MS;
    return {
      opensAt: new Date(Math.max(opensAt.getTime(), midnight + from * MINUTE_MS)),
      closesAt: new Date(Math.min(closesAt.getTime(), midnight + until * MINUTE_MS)),
    };
  }).filter((session) => session.opensAt < session.closesAt);
  const [first, last] = [sessions[0], sessions.at(-1)];
  if (first === undefined || last === undefined) return null;
  const whole = { opensAt: first.opensAt, closesAt: last.closesAt };
  return sessions.length === 1 ? whole : { ...whole, sessions };
}

/** The sessions of an interval; the interval itself where it has no pause. */
export function listSessions({ opensAt, closesAt, sessions = [] }: Sessions): readonly Session[] {
  return sessions.length > 0 ? sessions : [{ opensAt, closesAt }];
}

/** Until when one may file without a pause: the end of the session that runs, or ended last, or comes first. */
export function findSessionEnd(window: Sessions, now: Date): Date {
  const begun = listSessions(window).findLast(({ opensAt }) => opensAt.getTime() <= now.getTime());
  return (begun ?? listSessions(window)[0] ?? window).closesAt;
}

/** The session that comes next; null once the last has begun. */
export function findNextSession(window: Sessions, now: Date): Session | null {
  return listSessions(window).find(({ opensAt }) => opensAt.getTime() > now.getTime()) ?? null;
}

/** Whether two intervals are the same instants. */
export function isSameTime(one: Sessions, other: Sessions): boolean {
  return markTimes(one) === markTimes(other);
}

/** The instants of an interval as one text, to see whether they still stand. */
export function markTimes(window: Sessions): string {
  return listSessions(window)
    .map(({ opensAt, closesAt }) => `${opensAt.getTime()}-${closesAt.getTime()}`)
    .join(' ');
}

/** Whether all that one interval leaves from `now` on lies within another. */
export function covers(wide: Sessions, narrow: Sessions, now: Date): boolean {
  const within = listSessions(wide);
  return listSessions(narrow).every(({ opensAt, closesAt }) => {
    if (closesAt.getTime() <= now.getTime()) return true;
    const from = Math.max(opensAt.getTime(), now.getTime());
    return within.some((one) => one.opensAt.getTime() <= from && one.closesAt >= closesAt);
  });
}

/** Whether an interval ends before another: the whole of it, or one of its days. */
export function endsSooner(one: Sessions, other: Sessions): boolean {
  if (one.closesAt.getTime() < other.closesAt.getTime()) return true;
  if ((one.sessions ?? []).length === 0) return false;
  return (other.sessions ?? []).some(({ closesAt }) =>
    listSessions(one).some((own) => isSameDay(own.closesAt, closesAt) && own.closesAt < closesAt),
  );
}

/**
 * An interval that is lengthened: by its session that runs, else by that of the same day that is over, else by the next,
 * else by the last. With the last session the whole ends later. Null where the next session would be reached.
 *
 * Worked cases, 9:00-18:00 on 07-05 and 07-06, +60: at 07-05 10:00 or 20:00 the first day ends at 19:00; at 07-06
 * 03:00 or later the second does, and the whole.
 */
export function lengthenSession<T extends Sessions>(window: T, minutes: number, now: Date): T | null {
  const longer = (at: Date) => new Date(at.getTime() + minutes * MINUTE_MS);
  const all = window.sessions ?? [];
  if (all.length === 0) return { ...window, closesAt: longer(window.closesAt) };
  const running = ({ opensAt, closesAt }: Session) => opensAt <= now && now < closesAt;
  const find = (test: (session: Session) => boolean) => all.findIndex(test);
  const found = [
    find(running),
    find(({ closesAt }) => closesAt <= now && isSameDay(closesAt, now)),
    find(({ opensAt }) => opensAt > now),
    all.length - 1,
  ].find((index) => index >= 0);
  const sessions = all.map((session, index) =>
    index === found ? { ...session, closesAt: longer(session.closesAt) } : session,
  );
  const apart = sessions.every(({ opensAt }, index) => {
    const before = sessions[index - 1];
    return before === undefined || before.closesAt < opensAt;
  });
  return apart ? { ...window, sessions, closesAt: sessions.at(-1)?.closesAt ?? window.closesAt } : null;
}
