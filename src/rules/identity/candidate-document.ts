import { isBirthDate } from './birth-date';
import { type DocumentFault, type DocumentKind, readDocument } from './identity-document';
import { foldNumber } from './typed-text';

/** Documents with which one registers for the 高考 here, by whose numbers no two people are one. */
const kinds = ['resident', 'residencePermit', 'foreignResident'] as const;

/** 来往内地（大陆）通行证 and passports as most countries number them. */
const OTHER = /^(?:[HM]\d{8}(?:\d{2})?|\d{8}|[A-Z]{1,2}\d{7,8})$/;

/** The document of a candidate: one number a person, however it was typed. */
export interface CandidateDocument {
  readonly kind: DocumentKind;
  /** 18 characters, or the 15 of a 外国人永久居留身份证 of before 2023. */
  readonly number: string;
}

/** `otherKind`: a passport's or a 来往内地通行证's number, with which no candidate is registered. */
export type CandidateDocumentFault = Exclude<DocumentFault, 'country'> | 'otherKind';

/**
 * A typed 证件号码 of a candidate in its normal form, or why it can be nobody's.
 *
 * Worked cases: 410122690107001 is 410122196901070012 (the same person); 41012220030709984X fits and
 * 410122200307099840 does not; H12345678 is of another kind.
 */
export function readCandidateDocument(typed: string, now: Date): CandidateDocument | CandidateDocumentFault {
  const text = foldNumber(typed);
  const kind = kindOf(text);
  const found = readDocument(kind, text, { now });
  if (typeof found !== 'string') return { kind, number: found.number };
  if (found !== 'shape') return found === 'country' ? 'shape' : found;
  return OTHER.test(text) ? 'otherKind' : 'shape';
}

function kindOf(text: string): (typeof kinds)[number] {
  if (/^[A-Z]{3}|^9/.test(text)) return 'foreignResident';
  return /^8/.test(text) ? 'residencePermit' : 'resident';
}

/** Sex and birth date, YYYY-MM-DD, as far as a number in normal form tells them. */
interface NumberTells {
  readonly sex: 'male' | 'female' | null;
  readonly bornOn: string;
}

/** What a number in normal form tells of its owner; the cards of before 2023 tell no sex, and a birth within a life. */
export function readNumberTells({ number }: CandidateDocument, now: Date): NumberTells {
  const odd = Number(number[16]) % 2 === 1;
  if (number.length === 18) return { sex: odd ? 'male' : 'female', bornOn: toDate(number.slice(6, 14)) };
  const born = number.slice(7, 13);
  return { sex: null, bornOn: toDate(isBirthDate(`20${born}`, now) ? `20${born}` : `19${born}`) };
}

function toDate(digits: string): string {
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
}
