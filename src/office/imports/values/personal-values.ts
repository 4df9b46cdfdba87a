import {
  type CandidateDocument,
  type CandidateDocumentFault,
  readCandidateDocument,
} from '../../../rules/identity/candidate-document';
import type { DocumentKind } from '../../../rules/identity/identity-document';
import { isPersonName, normalisePersonName } from '../../../rules/identity/person-name';
import { findPhoneFault, normalisePhone, type PhoneFault } from '../../../rules/identity/phone';
import { type ReadValue, ValueFault } from './value-fault';

const COMMON_NAME = /^[\u4e00-\u9fff]{2,25}$/;

/** 姓名, on whatever document. */
export function personName(found: string): string | ValueFault {
  return nameOn(null)(found);
}

/** 姓名 on a document of a kind; null where the kind is not known. */
export function nameOn(kind: DocumentKind | null): ReadValue<string> {
  return (found) => {
    if (COMMON_NAME.test(found)) return found;
    const name = normalisePersonName(found);
    if (isPersonName(name, kind)) return name;
    const latin = kind === 'resident' ? '' : '，或证件上的外文姓名';
    return new ValueFault('malformed', `2-25个汉字，可以有间隔号${latin}`);
  };
}

const faults: Readonly<Record<CandidateDocumentFault, ValueFault>> = {
  shape: new ValueFault('malformed', '18位（旧证15位）证件号码'),
  place: new ValueFault(
    'malformed',
    '居民身份证、港澳台居民居住证或外国人永久居留身份证的号码，开头的数字不对',
  ),
  birthDate: new ValueFault('malformed', '含有真实出生日期的号码（不在今天后，也不早于120年前）'),
  checkDigit: new ValueFault('checkDigit'),
  otherKind: new ValueFault(
    'malformed',
    '居民身份证、港澳台居民居住证（81、82、83开头）或外国人永久居留身份证的号码，不能是来往内地（大陆）通行证或护照的',
  ),
};

/** 证件号码: one that can be somebody's by the day of `now`. */
export function identityDocument(now: Date): ReadValue<CandidateDocument> {
  return (found) => {
    // A spreadsheet turned the number into a power of ten: its digits are lost.
    if (/^\d(?:[.,]\d+)?E\+?\d+$/i.test(found.trim())) return new ValueFault('imprecise');
    const document = readCandidateDocument(found, now);
    return typeof document === 'string' ? faults[document] : document;
  };
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
    return new ValueFault('malformed', phoneWords(fault, prefixes));
  };
}

function phoneWords(fault: PhoneFault, prefixes: readonly string[]): string {
  if (fault === 'notAllowed') return `号段${prefixes.join('、')}的手机号码`;
  return fault === 'foreign' ? '中国内地（大陆）的11位手机号码' : '11位手机号码';
}
