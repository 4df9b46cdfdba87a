const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});

function split(at: Date): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(at).map((part) => [part.type, part.value]));
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

/** 2021-05-17. */
export function formatDay(at: Date): string {
  const { year, month, day } = split(at);
  return `${year}-${month}-${day}`;
}

/** 15:21:53. */
export function formatTimeOfDay(at: Date): string {
  const { hour, minute, second } = split(at);
  return `${hour}:${minute}:${second}`;
}
