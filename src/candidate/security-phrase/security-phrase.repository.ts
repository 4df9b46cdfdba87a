import type { Knex } from 'knex';
import type { Cipher } from '../../infrastructure/security/cipher';
import { everyHash } from '../../infrastructure/security/keyed-hash';

const CONTEXT = 'credentials.security_phrase';

/** The keyed hash by which equal phrases of one school are counted; `phrase` is normalised. */
export function indexPhrase(cipher: Cipher, schoolCode: string, phrase: string): Buffer {
  return cipher.blindIndex(`${schoolCode}|${phrase}`, CONTEXT);
}

/** How many others of the school have the phrase behind `index`. */
export async function countSamePhrase(db: Knex, index: Buffer, candidateId: number): Promise<number> {
  const row = await db('credentials')
    .where((same) =>
      same
        .whereIn('security_phrase_index', everyHash(index))
        .orWhereIn('pending_phrase_index', everyHash(index)),
    )
    .whereNot({ candidate_id: candidateId })
    .first(db.raw('count(*)::int as count'));
  return row?.count ?? 0;
}

const NOTHING_PENDING = { pending_phrase_hash: null, pending_phrase_index: null, pending_phrase_at: null };

/**
 * Sets 密码验证信息 at once: bcrypt hash and keyed hash of the normalised phrase. One on its way no longer comes.
 * @returns how many rows changed
 */
export async function updatePhrase(
  db: Knex,
  candidateId: number,
  hash: string,
  index: Buffer,
): Promise<number> {
  return db('credentials')
    .where({ candidate_id: candidateId })
    .update({ security_phrase_hash: hash, security_phrase_index: index, ...NOTHING_PENDING });
}

/**
 * Sets a 密码验证信息 that takes the place of the one that serves now after so many hours. One on its way that has not
 * come yet no longer comes. @returns how many rows changed
 */
export async function delayPhrase(
  db: Knex,
  candidateId: number,
  phrase: { readonly hash: string; readonly index: Buffer; readonly hours: number },
): Promise<number> {
  const serving = (column: string) =>
    db.raw('case when pending_phrase_at <= clock_timestamp() then ?? else ?? end', [
      `pending_phrase_${column}`,
      `security_phrase_${column}`,
    ]);
  return db('credentials')
    .where({ candidate_id: candidateId })
    .update({
      security_phrase_hash: serving('hash'),
      security_phrase_index: serving('index'),
      pending_phrase_hash: phrase.hash,
      pending_phrase_index: phrase.index,
      pending_phrase_at: db.raw('clock_timestamp() + make_interval(hours => ?)', [phrase.hours]),
    });
}

/** Keeps a 密码验证信息 on its way from coming. @returns how many rows changed */
export async function cancelPhrase(db: Knex, candidateId: number): Promise<number> {
  return db('credentials')
    .where({ candidate_id: candidateId })
    .where('pending_phrase_at', '>', db.raw('clock_timestamp()'))
    .update(NOTHING_PENDING);
}
