import { formatMinute, formatTimeOfDay } from '../../infrastructure/format-time';
import type { BatchStanding } from '../../rules/filing/batch-standing';
import type { Sessions } from '../../rules/windows/sessions';

/** 9:00, without the seconds and the zero that nobody says. */
const sayTime = (at: Date) => formatTimeOfDay(at).slice(0, 5).replace(/^0/, '');

/** 06月29日 9:00-19:00 */
const sayDay = (session: Sessions) =>
  `${formatMinute(session.opensAt).slice(0, 6)} ${sayTime(session.opensAt)}-${sayTime(session.closesAt)}`;

/**
 * The hours of a window with pauses: 每天9:00-18:00, and days that are otherwise, 每天9:00-18:00，其中07月05日 9:00-19:00;
 * '' where one may file day and night.
 */
export function presentHours({ sessions = [] }: Pick<Sessions, 'sessions'>): string {
  if (sessions.length === 0) return '';
  const hoursOf = (session: Sessions) => `${sayTime(session.opensAt)}-${sayTime(session.closesAt)}`;
  const all = sessions.map(hoursOf);
  // What most days say, the earliest of two alike.
  const usual = all.toSorted((one, other) => countOf(all, other) - countOf(all, one))[0];
  const others = sessions.filter((session) => hoursOf(session) !== usual);
  const except = others.length === 0 ? '' : `，其中${others.map(sayDay).join('、')}`;
  return `每天${usual}${except}`;
}

const countOf = (all: readonly string[], one: string) => all.filter((other) => other === one).length;

/** The same behind the times of a window: （每天9:00-18:00）, or nothing. */
export function presentHoursBeside(window: Sessions): string {
  const hours = presentHours(window);
  return hours === '' ? '' : `（${hours}）`;
}

/** 06月26日 08:00至06月28日 18:00, with the hours of each day where it has them. */
export function presentTimes(window: Sessions): string {
  return `${formatMinute(window.opensAt)}至${formatMinute(window.closesAt)}${presentHoursBeside(window)}`;
}

/** 今日填报时间已结束，请于07月06日 9:00后继续; '' where nothing pauses. */
export function presentPause({ pause }: Pick<BatchStanding, 'pause'>): string {
  if (pause === null) return '';
  const begun = pause.dayIsOver ? '已结束' : '还没有开始';
  return `今日填报时间${begun}，请于${formatMinute(pause.until)}后继续`;
}
