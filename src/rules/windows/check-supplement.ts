import type { DailyHours } from '../pack/rule-pack';
import { areHours, layOutHours } from './sessions';

/** When a 征集 is to be filed, beside what stands of the batch whose places are left. */
interface SupplementTimes {
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly dailyHours: DailyHours | null;
  /** Windows of the batch, and of each 征集 that it has had. */
  readonly former: readonly { readonly opensAt: Date; readonly closesAt: Date }[];
}

export interface SupplementFault {
  readonly field: 'base' | 'opensAt' | 'closesAt' | 'dailyUntil';
  readonly code: 'running' | 'past' | 'order' | 'overlaps' | 'hours';
  /** Until when the batch, or its 征集, may be filed. */
  readonly until?: Date;
}

/**
 * Why a 征集 cannot be filed then. Places are left of what is over: while the batch or a former 征集 of it may be filed
 * there is none, and it begins with the end of the last of them or later.
 *
 * Worked cases, now 07-25 12:00, the batch until 07-25 12:00: 07-25 12:01 to 18:00 is well; from 07-25 12:00 it has
 * begun, which is past; the batch until 12:01 is running; another 征集 of 07-26 08:00 to 18:00 lets none begin before
 * its end; hours of 9:00-18:00 from 18:00 to 20:00 leave nothing.
 */
export function listSupplementFaults(times: SupplementTimes, now: Date): readonly SupplementFault[] {
  const { opensAt, closesAt, dailyHours, former } = times;
  const faults: SupplementFault[] = [];
  const running = former.find((window) => window.opensAt <= now && window.closesAt > now);
  if (running !== undefined) faults.push({ field: 'base', code: 'running', until: running.closesAt });
  const later = former.filter((window) => window !== running && window.closesAt > opensAt);
  const last = Math.max(...later.map((window) => window.closesAt.getTime()));
  if (opensAt <= now) faults.push({ field: 'opensAt', code: 'past' });
  else if (later.length > 0) faults.push({ field: 'opensAt', code: 'overlaps', until: new Date(last) });
  if (closesAt <= opensAt) faults.push({ field: 'closesAt', code: 'order' });
  else if (dailyHours !== null && !(areHours(dailyHours) && layOutHours(opensAt, closesAt, dailyHours)))
    faults.push({ field: 'dailyUntil', code: 'hours' });
  return faults;
}
