import type { Knex } from 'knex';
import type { Cipher } from '../../infrastructure/security/cipher';
import { everyHash } from '../../infrastructure/security/keyed-hash';

const COLUMN = 'candidates.phone';

/** A mobile number as it is stored and sent to: never in clear. */
export interface SealedPhone {
  readonly cipher: Buffer;
  readonly index: Buffer;
}

/** Seals a number in its normal form of 11 digits, for the row of this candidate. */
export function sealPhone(cipher: Cipher, phone: string, candidateNumber: string): SealedPhone {
  return {
    cipher: cipher.encrypt(phone, { column: COLUMN, row: candidateNumber }),
    index: indexPhone(cipher, phone),
  };
}

/** The keyed hash alone. */
export function indexPhone(cipher: Cipher, phone: string): Buffer {
  return cipher.blindIndex(phone, COLUMN);
}

export function openPhone(cipher: Cipher, sealed: Buffer, candidateNumber: string): string {
  return cipher.decrypt(sealed, { column: COLUMN, row: candidateNumber });
}

/** The phone that is bound to a candidate; null where none is. */
export async function findPhone(
  db: Knex,
  cipher: Cipher,
  { id, candidateNumber }: { readonly id: number; readonly candidateNumber: string },
): Promise<string | null> {
  const row = await db('candidates').where({ id }).first('phone_cipher');
  const sealed: Buffer | null = row?.phone_cipher ?? null;
  return sealed === null ? null : openPhone(cipher, sealed, candidateNumber);
}

/** A number that was sealed a while ago, under the keys that are current. */
export function resealPhone(cipher: Cipher, sealed: SealedPhone, candidateNumber: string): SealedPhone {
  return sealPhone(cipher, openPhone(cipher, sealed.cipher, candidateNumber), candidateNumber);
}

/** Whether another candidate has bound the number. */
export async function isTaken(db: Knex, index: Buffer, candidateId: number): Promise<boolean> {
  const row = await db('candidates')
    .whereIn('phone_index', everyHash(index))
    .whereNot({ id: candidateId })
    .first('id');
  return row !== undefined;
}

/**
 * Binds a number, or takes it away (`next` null), provided that `before` is still what is bound.
 * @returns how many rows changed.
 */
export async function updatePhone(
  transaction: Knex,
  candidateId: number,
  before: Buffer | null,
  next: SealedPhone | null,
): Promise<number> {
  const query = transaction('candidates').where({ id: candidateId });
  const guarded = before === null ? query.whereNull('phone_index') : query.where({ phone_index: before });
  return guarded.update({
    phone_cipher: next?.cipher ?? null,
    phone_index: next?.index ?? null,
    phone_bound_at: next === null ? null : transaction.raw('clock_timestamp()'),
  });
}
