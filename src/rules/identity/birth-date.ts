const BEIJING_MS = 8 * 3600 * 1000;
const DAY_MS = 24 * 3600 * 1000;
/** Years that nobody has outlived in China. */
const MAX_YEARS = 120;

/** Whether YYYYMMDD is a day on which somebody alive can have been born: real, not after today in Beijing, within a life. */
export function isBirthDate(text: string, now: Date): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (year === '' || date.toISOString().slice(0, 10) !== `${year}-${month}-${day}`) return false;
  const today = Math.floor((now.getTime() + BEIJING_MS) / DAY_MS) * DAY_MS;
  const first = new Date(today);
  first.setUTCFullYear(first.getUTCFullYear() - MAX_YEARS);
  return date.getTime() <= today && date.getTime() >= first.getTime();
}
