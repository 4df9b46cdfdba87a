const HOUR = 3_600_000;

/** An hour mark before a closing time, reached and not yet overtaken by the next one. */
interface ReminderMark {
  readonly hours: number;
  /** `closesAt` less so many hours. */
  readonly at: Date;
}

/**
 * The mark at which those with a draft and no save are to be reminded: the nearest one that `now` has reached.
 * Null before the first mark and from the closing instant on. With marks at 24 and 2 hours and closing on 07-02 at
 * 18:00, it is none at 07-01 17:59:59.999, 24 from 07-01 18:00:00, 2 from 07-02 16:00:00, none from 07-02 18:00:00.
 */
export function findReminderMark(hours: readonly number[], closesAt: Date, now: Date): ReminderMark | null {
  if (now.getTime() >= closesAt.getTime()) return null;
  const reached = hours
    .map((hour) => ({ hours: hour, at: new Date(closesAt.getTime() - hour * HOUR) }))
    .filter(({ at }) => at.getTime() <= now.getTime());
  return reached.toSorted((left, right) => left.hours - right.hours)[0] ?? null;
}
