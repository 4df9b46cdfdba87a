import { type ReadValue, ValueFault } from './value-fault';

/** Text of at most so many characters. */
export function text(most: number): ReadValue<string> {
  return (found) => (found.length <= most ? found : new ValueFault('malformed', `不超过${most}个字的文字`));
}

/** Digits as they are counted with: half width, without blanks and commas between thousands. `１０`, `6,300`. */
export function tidyNumber(found: string): string {
  const text = found.normalize('NFKC').replace(/\s/g, '');
  return /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text;
}

/** A whole number within a range, both ends included. */
export function wholeNumber(min: number, max: number): ReadValue<number> {
  return (found) => {
    const text = tidyNumber(found);
    const number = /^-?\d{1,12}(\.0+)?$/.test(text) ? Number(text) : Number.NaN;
    return number >= min && number <= max ? number : new ValueFault('malformed', `${min}到${max}的整数`);
  };
}

/** A number of at most so many decimal places within a range, both ends included. */
export function decimal(min: number, max: number, places: number): ReadValue<number> {
  const shape = new RegExp(`^-?\\d{1,12}(\\.\\d{1,${places}})?0*$`);
  return (found) => {
    const text = tidyNumber(found);
    const number = shape.test(text) ? Number(text) : Number.NaN;
    return number >= min && number <= max
      ? number
      : new ValueFault('malformed', `${min}到${max}、最多${places}位小数的数`);
  };
}

const YES = ['是', '有', '1', 'Y', 'YES', 'TRUE', '√'];
const NO = ['否', '无', '0', 'N', 'NO', 'FALSE', '×'];

export function yesOrNo(found: string): boolean | ValueFault {
  const said = found.toUpperCase();
  if (YES.includes(said)) return true;
  return NO.includes(said) ? false : new ValueFault('malformed', '是或否');
}

/** The most names that a fault lists. */
const MAX_NAMES = 40;

/** One of several names, each with its value. A fault tells of `shown`, where not every name need be told. */
export function oneOf<T>(
  names: ReadonlyMap<string, T>,
  shown: readonly string[] = [...names.keys()],
): ReadValue<T> {
  const told = shown.slice(0, MAX_NAMES).join('、') + (shown.length > MAX_NAMES ? '等' : '');
  return (found) => names.get(found) ?? new ValueFault('notOneOf', told);
}

/** Texts with 、 or another sign between them. */
export function listOf<T>(read: ReadValue<T>): ReadValue<readonly T[]> {
  return (found) => {
    const values: T[] = [];
    for (const part of found.split(/[、,，;；|/]/).map((one) => one.trim())) {
      if (part === '') continue;
      const value = read(part);
      if (value instanceof ValueFault) return value;
      if (!values.includes(value)) values.push(value);
    }
    return values.length > 0 ? values : new ValueFault('malformed', '至少一项');
  };
}

/** What a spreadsheet makes of 3-1 and writes into CSV. */
const TURNED_DATE =
  /^(\d{1,2}月\d{1,2}日|\d{1,2}-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(19|20)\d\d[-/]\d{1,2}[-/]\d{1,2})$/i;

/** A text that is no date: a class 3-1 that a spreadsheet has turned into 3月1日 is refused. */
export function noDate(read: ReadValue<string>): ReadValue<string> {
  return (found) => (TURNED_DATE.test(found) ? new ValueFault('dateInstead') : read(found));
}
