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

/*
 * What names the row of an account is its user name, that of a person its subject: both stand before the row is written,
 * and never change.
 */

/** In place of a user name, for what is carried before there is an account; no user name has a blank. */
export const NO_ACCOUNT = 'no account';

/** 11 digits. */
export function sealAccountPhone(cipher: Cipher, phone: string, userName: string): Sealed {
  return {
    cipher: cipher.encrypt(phone, { column: PHONE, row: userName }),
    index: indexAccountPhone(cipher, phone),
  };
}

/** The keyed hash alone. */
export function indexAccountPhone(cipher: Cipher, phone: string): Buffer {
  return cipher.blindIndex(phone, PHONE);
}

export function openAccountPhone(cipher: Cipher, sealed: Buffer, userName: string): string {
  return cipher.decrypt(sealed, { column: PHONE, row: userName });
}

/** A mailbox in its normal form. */
export function sealEmail(cipher: Cipher, email: string, userName: string): Sealed {
  return {
    cipher: cipher.encrypt(email, { column: EMAIL, row: userName }),
    index: indexEmail(cipher, email),
  };
}

/** The keyed hash alone. */
export function indexEmail(cipher: Cipher, email: string): Buffer {
  return cipher.blindIndex(email, EMAIL);
}

export function openEmail(cipher: Cipher, sealed: Buffer, userName: string): string {
  return cipher.decrypt(sealed, { column: EMAIL, row: userName });
}

/** A number in its normal form, for the row of a person or an account: one keyed hash, whichever way it was typed. */
export function sealIdentity(cipher: Cipher, document: DocumentNumber, holder: string): Sealed {
  return {
    cipher: cipher.encrypt(document.number, { column: IDENTITY, row: holder }),
    index: indexIdentity(cipher, document),
  };
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

export function openIdentity(cipher: Cipher, sealed: Buffer, holder: string): string {
  return cipher.decrypt(sealed, { column: IDENTITY, row: holder });
}

/** Whom 微信 or 支付宝 named, and the keyed hash by which alone they are known again: the name is read for no page. */
export function sealFactor(cipher: Cipher, kind: string, subject: string): Sealed {
  return { cipher: cipher.encrypt(subject, FACTOR), index: cipher.blindIndex(`${kind}|${subject}`, FACTOR) };
}
