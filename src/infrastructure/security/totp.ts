import { createHmac, randomBytes } from 'node:crypto';
import type { Pass } from './admissions';

const DIGITS = 8;
const PERIOD_SECONDS = 30;
const STEPS_AROUND = 1;
const SECRET_BYTES = 20;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new secret of 160 bits, in Base32 as authenticator apps take it. */
export function createTotpSecret(): string {
  return toBase32(randomBytes(SECRET_BYTES));
}

/** 动态密码 of one 30-second counter: RFC 6238 over HMAC-SHA-1, 8 digits. `secret` is Base32. */
export function computeTotp(secret: string, counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac('sha1', fromBase32(secret)).update(message).digest();
  const offset = (digest.at(-1) ?? 0) & 0x0f;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** The counter at an instant in milliseconds of real time. */
export function totpCounter(at: number): number {
  return Math.floor(at / 1000 / PERIOD_SECONDS);
}

/** The counter whose code was typed (the pass is of the try that was charged for it), one step before or after `at` included; null when none fits. */
export function findTotpCounter(_pass: Pass, secret: string, code: string, at: number): number | null {
  if (!/^\d{8}$/.test(code)) return null;
  const now = totpCounter(at);
  const counters = Array.from({ length: 2 * STEPS_AROUND + 1 }, (_none, index) => now - STEPS_AROUND + index);
  return counters.find((counter) => computeTotp(secret, counter) === code) ?? null;
}

/** What the QR code holds; apps that ignore `digits` show 6 digits and cannot be used. */
export function totpAddress(secret: string, issuer: string, account: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const query = new URLSearchParams({
    secret,
    issuer,
    algorithm: 'SHA1',
    digits: String(DIGITS),
    period: String(PERIOD_SECONDS),
  });
  return `otpauth://totp/${label}?${query}`;
}

function toBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join('');
}

function fromBase32(text: string): Buffer {
  const bits = [...text.toUpperCase().replace(/[\s=]/g, '')].map((letter) => {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw new Error('not Base32');
    return value.toString(2).padStart(5, '0');
  });
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}
