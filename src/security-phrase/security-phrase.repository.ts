import type { Knex } from 'knex';
import type { Cipher } from '../security/cipher';

const CONTEXT = 'credentials.security_phrase';

/** The keyed hash by which equal phrases of one school are counted; `phrase` is normalised. */
export function indexPhrase(cipher: Cipher, schoolCode: string, phrase: string): Buffer {
  return cipher.blindIndex(`${schoolCode}|${phrase}`, CONTEXT);
}

/** How many others of the school have the phrase behind `index`. */
export async function countSamePhrase(db: Knex, index: Buffer, candidateId: number): Promise<number> {
  const row = await db('credentials')
    .where({ security_phrase_index: index })
    .whereNot({ candidate_id: candidateId })
    .first(db.raw('count(*)::int as count'));
  return row?.count ?? 0;
}

/** Sets 密码验证信息: bcrypt hash and keyed hash of the normalised phrase. @returns how many rows changed. */
export async function updatePhrase(
  db: Knex,
  candidateId: number,
  hash: string,
  index: Buffer,
): Promise<number> {
  return db('credentials')
    .where({ candidate_id: candidateId })
    .update({ security_phrase_hash: hash, security_phrase_index: index });
}
