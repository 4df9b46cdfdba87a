/** A phone that was bound with a 柜台码, by whom it was handed out. */
export interface CounterBinding {
  readonly at: Date;
  /** A second officer approved it. */
  readonly byTwo: boolean;
}

interface Ripening {
  /** What was bound with a 柜台码, the oldest first. */
  readonly bindings: readonly CounterBinding[];
  /** Hours that what one officer let be bound takes before it proves anything. */
  readonly hours: number;
  readonly now: number;
}

/**
 * When a factor begins to prove who somebody is; null where it does. One officer alone may hand out the code by which
 * a phone is bound, and must not be able to play the candidate with it (S17): such a phone, and whatever was bound by
 * means of it, proves nothing for some hours, in which its owner has been told.
 *
 * Worked cases, 24 hours: phone bound by one officer at 10:00, asked at 12:00: at 10:00 tomorrow; approved by a second
 * one: null; 动态密码 bound at 11:00 behind it: at 10:00 tomorrow; 动态密码 bound yesterday: null; a phone bound by two
 * at 13:00, beside 动态密码 of 11:00: null, and 10:00 tomorrow.
 */
export function findRipeAt(boundAt: Date, { bindings, hours, now }: Ripening): Date | null {
  const last = bindings.findLast(({ at }) => at.getTime() <= boundAt.getTime());
  if (last === undefined || last.byTwo) return null;
  const ripeAt = last.at.getTime() + hours * 3_600_000;
  return ripeAt > now ? new Date(ripeAt) : null;
}
