import type { Sex } from '../../candidates';
import { isIdentityNumber, isName, normaliseIdentityNumber, normaliseName } from '../../rules/identity-facts';
import { findPhoneFault, normalisePhone } from '../../rules/phone';
import { date } from './dates';
import { MOST_SEEN, type ReadValue, ValueFault } from './value-fault';

const COMMON_NAME = /^[\u4e00-\u9fff]{2,25}$/;
const USUAL_NUMBER = /^\d{17}[\dX]$/;
/** Birth dates come again and again. */
const realDates = new Map<string, boolean>();

/** 姓名. */
export function personName(found: string): string | ValueFault {
  if (COMMON_NAME.test(found)) return found;
  const name = normaliseName(found);
  return isName(name) ? name : new ValueFault('malformed', '2到25个汉字，可以有间隔号');
}

/** 证件号码 of 18 characters with a right check digit, or the 15 digits of old cards. */
export function identityNumber(found: string): string | ValueFault {
  const number = USUAL_NUMBER.test(found) ? found : normaliseIdentityNumber(found);
  if (!/^(\d{15}|\d{17}[\dX])$/.test(number)) return new ValueFault('malformed', '18位（旧证15位）证件号码');
  if (!isIdentityNumber(number)) return new ValueFault('checkDigit');
  return isRealDate(bornOnOf(number)) ? number : new ValueFault('malformed', '含有真实出生日期的号码');
}

function isRealDate(text: string): boolean {
  const known = realDates.get(text);
  if (known !== undefined) return known;
  const real = !(date(text) instanceof ValueFault);
  if (realDates.size < MOST_SEEN) realDates.set(text, real);
  return real;
}

/** The birth date that a 证件号码 tells, YYYY-MM-DD; the cards of 15 digits were given to people born before 2000. */
export function bornOnOf(number: string): string {
  const digits = number.length === 18 ? number.slice(6, 14) : `19${number.slice(6, 12)}`;
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
}

/** The sex that a 证件号码 tells. */
export function sexOf(number: string): Sex {
  const digit = Number(number.length === 18 ? number[16] : number[14]);
  return digit % 2 === 1 ? 'male' : 'female';
}

/** 民族 without 族: 汉 or 汉族, 维吾尔. */
export function ethnicity(found: string): string | ValueFault {
  const name = found.replace(/族$/, '');
  return /^[\p{Script=Han}]{1,12}$/u.test(name) ? name : new ValueFault('malformed', '民族名称，例如汉族');
}

/** A mobile number that the pack lets be bound. */
export function mobileNumber(prefixes: readonly string[]): ReadValue<string> {
  return (found) => {
    const number = /^1\d{10}$/.test(found) ? found : normalisePhone(found);
    const fault = findPhoneFault(number, prefixes);
    if (fault === null) return number;
    return new ValueFault(
      'malformed',
      fault === 'notAllowed' ? `号段${prefixes.join('、')}的手机号码` : '11位手机号码',
    );
  };
}
