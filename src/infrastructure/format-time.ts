/** Asia/Shanghai has kept this distance to UTC since 1992, without summer time; Intl takes 50 times as long. */
const AHEAD_OF_UTC_MS = 8 * 3600 * 1000;

function split(at: Date) {
  const text = new Date(at.getTime() + AHEAD_OF_UTC_MS).toISOString();
  return {
    year: text.slice(0, 4),
    month: text.slice(5, 7),
    day: text.slice(8, 10),
    hour: text.slice(11, 13),
    minute: text.slice(14, 16),
    second: text.slice(17, 19),
    fractionalSecond: text.slice(20, 23),
  };
}

/** 2021年05月17日 15:21:53 in Asia/Shanghai. */
export function formatInstant(at: Date): string {
  const { year, month, day, hour, minute, second } = split(at);
  return `${year}年${month}月${day}日 ${hour}:${minute}:${second}`;
}

/** 2021年05月17日 15:21:53.453, as the home page shows the sign-in. */
export function formatMillis(at: Date): string {
  return `${formatInstant(at)}.${split(at).fractionalSecond}`;
}

/** 05月17日 15:21. */
export function formatMinute(at: Date): string {
  const { month, day, hour, minute } = split(at);
  return `${month}月${day}日 ${hour}:${minute}`;
}

/** 2021年05月17日 15:21, as papers and the office's pages show a time. */
export function formatDayMinute(at: Date): string {
  return `${split(at).year}年${formatMinute(at)}`;
}

/** 2021-05-17, as fields and files write a day. */
export function formatDay(at: Date): string {
  const { year, month, day } = split(at);
  return `${year}-${month}-${day}`;
}

/** 15:21:53. */
export function formatTimeOfDay(at: Date): string {
  const { hour, minute, second } = split(at);
  return `${hour}:${minute}:${second}`;
}

/** 2003年09月01日 of 2003-09-01; anything else as it is. */
export function formatDate(day: string): string {
  return day.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$1年$2月$3日');
}

/** 15:21:53, or 06月27日 00:10:00 where `from` is of another day. */
export function formatUntil(at: Date, from: Date): string {
  const { month, day } = split(at);
  return formatDay(at) === formatDay(from)
    ? formatTimeOfDay(at)
    : `${month}月${day}日 ${formatTimeOfDay(at)}`;
}

/** 1小时, 90分钟: how long two saves must lie apart. */
export function formatInterval(minutes: number): string {
  return minutes > 0 && minutes % 60 === 0 ? `${minutes / 60}小时` : `${minutes}分钟`;
}

/** The instant of `2021-06-26 08:00` in Asia/Shanghai; null for anything else, and for days that do not exist. */
export function parseMinute(text: string): Date | null {
  const [, day = '', time = ''] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})$/.exec(text) ?? [];
  const at = new Date(`${day}T${time}:00+08:00`);
  return Number.isNaN(at.getTime()) || typeMinute(at) !== `${day} ${time}` ? null : at;
}

/** The instant of `2021-06-26 08:00:00`, or of a minute, in Asia/Shanghai; null for anything else. */
export function parseSecond(text: string): Date | null {
  const [, minute = '', second = '00'] = /^(.{16})(?::(\d{2}))?$/.exec(text) ?? [];
  const at = parseMinute(minute);
  return at === null || Number(second) > 59 ? null : new Date(at.getTime() + Number(second) * 1000);
}

/** 2021-06-26 08:00, as `parseMinute` reads it. */
export function typeMinute(at: Date): string {
  const { hour, minute } = split(at);
  return `${formatDay(at)} ${hour}:${minute}`;
}
