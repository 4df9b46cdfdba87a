import { drawBytes } from '../security/drawn-bytes';

/** Between the two halves of a CSRF token: its HMAC and the random text that it is of. */
const DELIMITER = '.';
const HEX = /^[0-9a-f]+$/;
const MASKED = /^[A-Za-z0-9_-]+$/;

/**
 * Another text for the same CSRF token at each page. Pages are compressed: a token that stays the same, beside something
 * that a visitor chooses, can be guessed sign by sign from the lengths of answers (BREACH).
 * @param token two halves of hexadecimal digits, equally long
 */
export function maskToken(token: string): string {
  const [one = '', other = ''] = token.split(DELIMITER);
  if (one.length !== other.length || !HEX.test(one) || !HEX.test(other))
    throw new Error('a CSRF token has another shape than expected');
  const bytes = Buffer.from(one + other, 'hex');
  const pad = drawBytes(bytes.length);
  return Buffer.concat([pad, cross(bytes, pad)]).toString('base64url');
}

/** The token that `maskToken` masked; '' for anything else. */
export function unmaskToken(masked: string): string {
  const bytes = Buffer.from(MASKED.test(masked) ? masked : '', 'base64url');
  if (bytes.length === 0 || bytes.length % 4 !== 0) return '';
  const half = bytes.length / 2;
  const hex = cross(bytes.subarray(half), bytes.subarray(0, half)).toString('hex');
  return hex.slice(0, half) + DELIMITER + hex.slice(half);
}

const cross = (bytes: Buffer, pad: Buffer) => Buffer.from(bytes.map((byte, at) => byte ^ (pad[at] ?? 0)));
