import type { Cipher } from '../../infrastructure/security/cipher';
import { type DocumentNumber, splitDocumentNumber } from '../../rules/identity/identity-document';

/** A value at rest: what is stored, and the keyed hash by which it is found again. */
export interface Sealed {
  readonly cipher: Buffer;
  readonly index: Buffer;
}

const PHONE = 'accounts.phone';
const EMAIL = 'accounts.email';
const IDENTITY = 'persons.identity';
const FACTOR = 'account_factors.subject';

/** 11 digits. */
export function sealAccountPhone(cipher: Cipher, phone: string): Sealed {
  return { cipher: cipher.encrypt(phone, PHONE), index: cipher.blindIndex(phone, PHONE) };
}

export function openAccountPhone(cipher: Cipher, sealed: Buffer): string {
  return cipher.decrypt(sealed, PHONE);
}

/** A mailbox in its normal form. */
export function sealEmail(cipher: Cipher, email: string): Sealed {
  return { cipher: cipher.encrypt(email, EMAIL), index: cipher.blindIndex(email, EMAIL) };
}

export function openEmail(cipher: Cipher, sealed: Buffer): string {
  return cipher.decrypt(sealed, EMAIL);
}

/** A number in its normal form: one keyed hash a person, whichever way it was typed. */
export function sealIdentity(cipher: Cipher, document: DocumentNumber): Sealed {
  return { cipher: cipher.encrypt(document.number, IDENTITY), index: indexIdentity(cipher, document) };
}

/** The keyed hash alone. */
export function indexIdentity(cipher: Cipher, { series, number }: DocumentNumber): Buffer {
  return cipher.blindIndex(`${series}|${number}`, IDENTITY);
}

/** The keyed hashes under which a claimed number may stand: passports were once kept without their country. */
export function listIdentityIndexes(cipher: Cipher, document: DocumentNumber): readonly Buffer[] {
  const { country, number } = splitDocumentNumber(document.number);
  const own = indexIdentity(cipher, document);
  return country === null ? [own] : [own, indexIdentity(cipher, { ...document, number })];
}

export function openIdentity(cipher: Cipher, sealed: Buffer): string {
  return cipher.decrypt(sealed, IDENTITY);
}

/** Whom 微信 or 支付宝 named; one keyed hash a person there. */
export function sealFactor(cipher: Cipher, kind: string, subject: string): Sealed {
  return { cipher: cipher.encrypt(subject, FACTOR), index: cipher.blindIndex(`${kind}|${subject}`, FACTOR) };
}
