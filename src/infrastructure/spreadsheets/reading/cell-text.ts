import type { CellFault } from './cell-fault';
import { type ShownNumber, showNumber } from './number-formats';

const DAY_MS = 24 * 3600 * 1000;
/** Day 0 is 1899-12-30, since spreadsheets count a 29 February 1900. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
/** From 1900-03-01, where the count is right, to 2173. */
const FIRST_DAY = 61;
const LAST_DAY = 100_000;
/** Spreadsheets keep 15 digits of a number. */
const MAX_DIGITS = 15;
/** Decimal places that people enter; what has more was calculated. */
const MAX_ENTERED_PLACES = 3;
const ISO_DATE = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** The text of a cell, or why it has none that can be trusted. */
export type CellText = { readonly text: string; readonly fault?: CellFault; readonly isDate?: boolean };

/** Text of a number as the file keeps it (`1`, `112.5`, `4.1010120210101E13`) and its format shows it. */
export function readNumber(raw: string, shown: ShownNumber = { as: 'number' }): CellText {
  const number = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(number)) return { text: raw, fault: 'errorValue' };
  if (Math.abs(number) >= 10 ** MAX_DIGITS) return { text: raw, fault: 'imprecise' };
  const exact = Number(number.toPrecision(MAX_DIGITS));
  if (shown.as !== 'pattern' || (shown.pattern === '0' && Number.isInteger(exact)))
    return { text: String(exact) };
  const text = showNumber(shown.pattern, exact);
  if (text === null) return { text: String(exact), fault: 'unknownFormat' };
  return isCut(text, exact) ? { text: String(exact), fault: 'shownRounded' } : { text };
}

/** Whether a number that somebody entered is shown as another one: 112.5 as 113, but not 587.3333333333 as 587.33. */
function isCut(text: string, exact: number): boolean {
  const plain = text.replaceAll(',', '');
  if (!/^-?\d+(\.\d+)?$/.test(plain) || Number(plain) === exact) return false;
  return (String(exact).split('.')[1] ?? '').length <= MAX_ENTERED_PLACES;
}

/** YYYY-MM-DD of a day's number, with the time behind it where there is one; null beyond what a date may be. */
export function readSerialDate(raw: string | number, from1904 = false): string | null {
  const days = Number(raw);
  if (!(days >= FIRST_DAY && days < LAST_DAY)) return null;
  const epoch = from1904 ? EPOCH_1904 : EPOCH_1900;
  const instant = new Date(epoch + Math.round((days * DAY_MS) / 1000) * 1000).toISOString();
  const time = instant.slice(11, 19);
  return time === '00:00:00' ? instant.slice(0, 10) : `${instant.slice(0, 10)} ${time}`;
}

/** The date of a cell whose number is shown as one. */
export function readDateCell(raw: string, from1904: boolean): CellText {
  const date = readSerialDate(raw, from1904);
  return date === null ? { text: raw, fault: 'badDate' } : { text: date, isDate: true };
}

/** The date of a cell that holds it in ISO 8601, as Strict workbooks do: 2021-05-20, 2021-05-20T00:00:00Z. */
export function readIsoDateCell(raw: string): CellText {
  const [, day, time = '00:00:00'] = ISO_DATE.exec(raw.trim()) ?? [];
  if (day === undefined) return { text: raw, fault: 'badDate' };
  const isMidnight = /^00:00(:00)?$/.test(time);
  return { text: isMidnight ? day : `${day} ${time.length === 5 ? `${time}:00` : time}`, isDate: true };
}
