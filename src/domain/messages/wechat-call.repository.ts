import { createHash } from 'node:crypto';
import type { Knex } from 'knex';

/** Longer than a signature serves. */
const KEPT_MINUTES = 15;

/**
 * Takes a signature for one content: the official account signs time and nonce alone, so that whoever has seen a call
 * could send another one under its signature. The same call once more is the same call, as it is sent again where no
 * answer came. @returns false where the signature was seen with other content
 */
export async function takeWechatCall(db: Knex, signature: string, content: string): Promise<boolean> {
  const hash = createHash('sha256').update(content).digest();
  await db('wechat_calls').insert({ signature, body_hash: hash }).onConflict('signature').ignore();
  const kept = await db('wechat_calls').where({ signature }).first('body_hash');
  return kept !== undefined && hash.equals(kept.body_hash);
}

/** Deletes what no signature serves for any more. */
export async function sweepWechatCalls(db: Knex): Promise<void> {
  await db('wechat_calls')
    .whereRaw('at < clock_timestamp() - make_interval(mins => ?)', [KEPT_MINUTES])
    .delete();
}
