import type { Cipher } from '../../infrastructure/security/cipher';

const IDENTITY_NUMBER = 'candidates.identity_number';
const PHONE = 'candidates.phone';

/** A value as the table holds it: encrypted, and keyed to be found again. */
interface Sealed {
  readonly cipher: Buffer;
  readonly index: Buffer;
}

/** `candidateNumber` names the row: the one thing of it that stands before it is written, and never changes. */
const seal = (cipher: Cipher, value: string, column: string, candidateNumber: string): Sealed => ({
  cipher: cipher.encrypt(value, { column, row: candidateNumber }),
  index: cipher.blindIndex(value, column),
});

/** 证件号码, normalised. */
export function sealIdentityNumber(cipher: Cipher, identityNumber: string, candidateNumber: string): Sealed {
  return seal(cipher, identityNumber, IDENTITY_NUMBER, candidateNumber);
}

/** A mobile number of 11 digits. */
export function sealPhone(cipher: Cipher, phone: string, candidateNumber: string): Sealed {
  return seal(cipher, phone, PHONE, candidateNumber);
}

/** The blind index of a normalised 证件号码. */
export function indexIdentityNumber(cipher: Cipher, identityNumber: string): Buffer {
  return cipher.blindIndex(identityNumber, IDENTITY_NUMBER);
}

/** 证件号码 in clear. */
export function openIdentityNumber(cipher: Cipher, sealed: Buffer, candidateNumber: string): string {
  return cipher.decrypt(sealed, { column: IDENTITY_NUMBER, row: candidateNumber });
}

/** A mobile number in clear. */
export function openPhone(cipher: Cipher, sealed: Buffer, candidateNumber: string): string {
  return cipher.decrypt(sealed, { column: PHONE, row: candidateNumber });
}
