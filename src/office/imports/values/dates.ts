import { readSerialDate } from '../../../infrastructure/spreadsheets/reading/cell-text';
import { ValueFault } from './value-fault';

const SPELLINGS = [
  /^(\d{4})-(\d{1,2})-(\d{1,2})$/,
  /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/,
  /^(\d{4})\.(\d{1,2})\.(\d{1,2})$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日$/,
  /^(\d{4})(\d{2})(\d{2})$/,
];
const MIDNIGHT = /[ T]0{1,2}:00(:00(\.0+)?)?$/;
const TIME = /[ T](\d{1,2}):(\d{2})(?::(\d{2}))?$/;
const FAULT = new ValueFault('malformed', '日期，例如2003-03-14');

/**
 * YYYY-MM-DD of a date in its usual spellings: 2003-03-14, 2003/3/14, 2003.3.14, 2003年3月14日, 20030314, and 37694,
 * the number of the day that a spreadsheet keeps and shows where the cell has lost its format.
 */
export function date(found: string): string | ValueFault {
  const text = found.replace(MIDNIGHT, '');
  if (/^\d{5}$/.test(text)) return readSerialDate(text) ?? FAULT;
  for (const spelling of SPELLINGS) {
    const [, year = '', month = '', day = ''] = spelling.exec(text) ?? [];
    if (year === '') continue;
    const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    return isDay(iso) ? iso : FAULT;
  }
  return FAULT;
}

/** An instant in Asia/Shanghai: a date as above, with or without HH:MM or HH:MM:SS behind it. ISO 8601 with offset. */
export function instant(found: string): string | ValueFault {
  const [time = '', hour = '0', minute = '00', second = '00'] = TIME.exec(found) ?? [];
  const day = date(found.slice(0, found.length - time.length).trim());
  if (day instanceof ValueFault || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return new ValueFault('malformed', '日期和时间，例如2021-07-20 15:30:00');
  return `${day}T${hour.padStart(2, '0')}:${minute}:${second}+08:00`;
}

function isDay(iso: string): boolean {
  const at = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) && iso >= '1900-01-01';
}
