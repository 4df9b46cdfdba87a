import { type ReadValue, ValueFault } from './value-fault';

/** Text of at most so many characters. */
export function text(most: number): ReadValue<string> {
  return (found) => (found.length <= most ? found : new ValueFault('malformed', `不超过${most}个字的文字`));
}

/** A whole number within a range, both ends included. */
export function wholeNumber(min: number, max: number): ReadValue<number> {
  return (found) => {
    const number = /^-?\d{1,12}$/.test(found) ? Number(found) : Number.NaN;
    return number >= min && number <= max ? number : new ValueFault('malformed', `${min}到${max}的整数`);
  };
}

/** A number of at most so many decimal places within a range, both ends included. */
export function decimal(min: number, max: number, places: number): ReadValue<number> {
  const shape = new RegExp(`^-?\\d{1,12}(\\.\\d{1,${places}})?0*$`);
  return (found) => {
    const number = shape.test(found) ? Number(found) : Number.NaN;
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
const MOST_NAMES = 40;

/** One of several names, each with its value. A fault tells of `shown`, where not every name need be told. */
export function oneOf<T>(
  names: ReadonlyMap<string, T>,
  shown: readonly string[] = [...names.keys()],
): ReadValue<T> {
  const told = shown.slice(0, MOST_NAMES).join('、') + (shown.length > MOST_NAMES ? '等' : '');
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
