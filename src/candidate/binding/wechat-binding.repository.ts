import type { Knex } from 'knex';
import type { Cipher } from '../../infrastructure/security/cipher';
import { everyHash } from '../../infrastructure/security/keyed-hash';

const CONTEXT = 'credentials.wechat_open_id';

export async function isOpenIdTaken(
  db: Knex,
  cipher: Cipher,
  openId: string,
  candidateId: number,
): Promise<boolean> {
  const row = await db('credentials')
    .whereIn('wechat_open_id_index', everyHash(cipher.blindIndex(openId, CONTEXT)))
    .whereNot({ candidate_id: candidateId })
    .first('candidate_id');
  return row !== undefined;
}

/** Binds a WeChat user to a candidate who has none. @returns how many rows changed. */
export async function bindWechat(
  transaction: Knex,
  cipher: Cipher,
  candidateId: number,
  openId: string,
): Promise<number> {
  return transaction('credentials')
    .where({ candidate_id: candidateId })
    .whereNull('wechat_open_id_cipher')
    .update({
      wechat_open_id_cipher: cipher.encrypt(openId, { column: CONTEXT, row: candidateId }),
      wechat_open_id_index: cipher.blindIndex(openId, CONTEXT),
      wechat_bound_at: transaction.fn.now(),
    });
}

/** @returns how many rows changed. */
export async function unbindWechat(transaction: Knex, candidateId: number): Promise<number> {
  return transaction('credentials')
    .where({ candidate_id: candidateId })
    .whereNotNull('wechat_open_id_cipher')
    .update({ wechat_open_id_cipher: null, wechat_open_id_index: null, wechat_bound_at: null });
}
