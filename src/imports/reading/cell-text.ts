import type { FaultCode } from '../fault';

const DAY_MS = 24 * 3600 * 1000;
/** Day 0 is 1899-12-30, since spreadsheets count a 29 February 1900. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
/** From 1900-03-01, where the count is right, to 2173. */
const FIRST_DAY = 61;
const LAST_DAY = 100_000;
/** Spreadsheets keep 15 digits of a number. */
const MOST_DIGITS = 15;

/** The text of a cell, or why it has none that can be trusted. */
export type CellText = { readonly text: string; readonly fault?: FaultCode };

/** Text of a number as the file keeps it: `1`, `112.5`, `4.1010120210101E13`. */
export function readNumber(raw: string): CellText {
  const number = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(number)) return { text: raw, fault: 'errorValue' };
  const text = Number(number.toPrecision(MOST_DIGITS));
  if (Math.abs(number) >= 10 ** MOST_DIGITS) return { text: raw, fault: 'imprecise' };
  return { text: String(text) };
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
