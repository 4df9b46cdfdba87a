import type { Cipher } from '../../infrastructure/security/cipher';

const IDENTITY_NUMBER = 'candidates.identity_number';
const PHONE = 'candidates.phone';

/** A value as the table holds it: encrypted, and keyed to be found again. */
interface Sealed {
  readonly cipher: Buffer;
  readonly index: Buffer;
}

const seal = (cipher: Cipher, value: string, context: string): Sealed => ({
  cipher: cipher.encrypt(value, context),
  index: cipher.blindIndex(value, context),
});

/** 证件号码, normalised. */
export function sealIdentityNumber(cipher: Cipher, identityNumber: string): Sealed {
  return seal(cipher, identityNumber, IDENTITY_NUMBER);
}

/** A mobile number of 11 digits. */
export function sealPhone(cipher: Cipher, phone: string): Sealed {
  return seal(cipher, phone, PHONE);
}

/** The blind index of a normalised 证件号码. */
export function indexIdentityNumber(cipher: Cipher, identityNumber: string): Buffer {
  return cipher.blindIndex(identityNumber, IDENTITY_NUMBER);
}

/** 证件号码 in clear. */
export function openIdentityNumber(cipher: Cipher, sealed: Buffer): string {
  return cipher.decrypt(sealed, IDENTITY_NUMBER);
}

/** A mobile number in clear. */
export function openPhone(cipher: Cipher, sealed: Buffer): string {
  return cipher.decrypt(sealed, PHONE);
}
