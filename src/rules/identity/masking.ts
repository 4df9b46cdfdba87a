import { splitDocumentNumber } from './identity-document';

/** 考生号 as 2141****151001: enough to recognise or complete one's own, too little to sign in with. */
export function maskCandidateNumber(candidateNumber: string): string {
  return `${candidateNumber.slice(0, 4)}****${candidateNumber.slice(8)}`;
}

/** 秦知远 as 秦**, 阿卜杜·热合曼 as 阿**·***, MARIA GARCIA as M**** ******: where the parts of a name stand is no secret. */
export function maskName(name: string): string {
  const [first = '', ...rest] = [...name];
  return first + rest.map((one) => (/[\p{L}\p{M}\p{N}]/u.test(one) ? '*' : one)).join('');
}

/** A 证件号码 as an account keeps it, as `maskIdentityNumber` shows it; of a passport with its country. */
export function maskDocumentNumber(kept: string): string {
  const { country, number } = splitDocumentNumber(kept);
  return `${country === null ? '' : `${country} `}${maskIdentityNumber(number)}`;
}

const HEAD = 3;
const TAIL = 4;
/** Below this length head and tail would give most of the number away. */
const MIN_LENGTH_WITH_HEAD = 12;

/**
 * On one's own pages and papers, and where an officer tells two people of one name apart by it: 410***********1234. A
 * number that is unusually short shows its last two only.
 */
export function maskIdentityNumber(identityNumber: string): string {
  const long = identityNumber.length >= MIN_LENGTH_WITH_HEAD;
  const head = identityNumber.slice(0, long ? HEAD : 0);
  const tail = identityNumber.slice(long ? -TAIL : -2);
  return head + '*'.repeat(Math.max(0, identityNumber.length - head.length - tail.length)) + tail;
}

/**
 * What a platform is told of a 证件号码, as its owner agrees to on the consent page: 41**************34. Four digits at
 * the end and three at the head would be the number itself to a platform that knows the birth date and the county.
 */
export function maskForPlatform(kept: string): string {
  const { country, number } = splitDocumentNumber(kept);
  const head = number.length >= MIN_LENGTH_WITH_HEAD ? number.slice(0, 2) : '';
  const hidden = '*'.repeat(Math.max(0, number.length - head.length - 2));
  return `${country === null ? '' : `${country} `}${head}${hidden}${number.slice(-2)}`;
}

/** 159****845: enough to recognise one's own number, too little for anybody else (M14). */
export function maskPhone(phone: string): string {
  return `${phone.slice(0, 3)}****${phone.slice(-3)}`;
}

/** li****@example.com: enough to recognise one's own mailbox. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, Math.min(2, at - 1))}****${email.slice(at)}`;
}

/** A run of digits that may be a phone or a number of a paper; full-width digits too. */
const LONG_NUMBER = /[0-9０-９]{10,}[0-9０-９Xx]/g;
const PHONE_LENGTH = 11;

/** A text with every number in it that is as long as a phone, a 考生号 or a 证件号码, each shown as it is alone. */
export function maskNumbersIn(text: string): string {
  return text.replace(LONG_NUMBER, (number) =>
    number.length === PHONE_LENGTH ? maskPhone(number) : maskIdentityNumber(number),
  );
}

/** A run of as many digits as a phone has, or a 证件号码 of either length; a 考生号 has fourteen. */
const PERSONAL_NUMBER = /(?<![0-9])(?:1[3-9][0-9]{9}|[0-9]{15}|[0-9]{17}[0-9Xx])(?![0-9])/g;

/** A text with every phone and 证件号码 in it masked, wherever they were typed; other numbers stay. */
export function maskPersonalNumbersIn(text: string): string {
  return text.replace(PERSONAL_NUMBER, (number) =>
    number.length === PHONE_LENGTH ? maskPhone(number) : maskIdentityNumber(number),
  );
}
