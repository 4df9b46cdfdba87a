import { randomInt } from 'node:crypto';
import type { Knex } from 'knex';
import type { Pass } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import { isSameHash } from '../../infrastructure/security/keyed-hash';
import { updateFirstSecret } from './sign-in.repository';

/** Crockford's Base32: no I, L, O and U. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 2;
const GROUP_LENGTH = 5;
const CONTEXT = 'credentials.first_secret';
const DAY_SECONDS = 24 * 3600;

/** The secret of a county's letter: 50 random bits as two groups of five, such as `7KQ2M-9XTRB` (P17). */
export function createFirstSecret(): string {
  const group = () =>
    Array.from({ length: GROUP_LENGTH }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** How a secret is looked up: a keyed hash, since a million slow ones take half a day. Blanks, dashes and small letters are forgiven. */
export function hashFirstSecret(cipher: Cipher, typed: string): Buffer {
  return cipher.blindIndex(normaliseSecret(typed), CONTEXT);
}

/** A typed secret in the letters it was made of. */
export function normaliseSecret(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Dash}]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
}

/** Whether what was typed is this secret; the pass is of the try that was charged for it. */
export function isFirstSecret(_pass: Pass, cipher: Cipher, typed: string, hash: Buffer): boolean {
  return isSameHash(hash, hashFirstSecret(cipher, typed));
}

/**
 * Keeps the hash of a secret for somebody who has no password, in place of an earlier one. It serves once, for
 * `days` days of real time. @returns how many rows changed: 0 when a password is set already.
 */
export async function storeFirstSecret(
  transaction: Knex,
  cipher: Cipher,
  secret: { readonly candidateId: number; readonly text: string; readonly days: number },
): Promise<number> {
  return updateFirstSecret(transaction, secret.candidateId, {
    hash: hashFirstSecret(cipher, secret.text),
    lifeSeconds: secret.days * DAY_SECONDS,
  });
}
