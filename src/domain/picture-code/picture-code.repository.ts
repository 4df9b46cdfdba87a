import type { Knex } from 'knex';
import type { Pass } from '../../infrastructure/security/admissions';
import { everyHash } from '../../infrastructure/security/keyed-hash';

/** Records a picture to be shown, and sweeps a few that nobody answered. */
export async function insertPictureCode(
  db: Knex,
  code: { readonly id: string; readonly deviceHash: Buffer; readonly lifeSeconds: number },
): Promise<void> {
  await db.raw(
    `with swept as (
       delete from picture_codes where id in (
         select id from picture_codes where expires_at < clock_timestamp()
          order by expires_at limit 10 for update skip locked))
     insert into picture_codes (id, device_hash, expires_at)
     values (?, ?, clock_timestamp() + make_interval(secs => ?))`,
    [code.id, code.deviceHash, code.lifeSeconds],
  );
}

/** Keeps the hash of the letters that were drawn; the last drawing counts. @returns how many rows changed. */
export async function updatePictureAnswer(
  db: Knex,
  id: string,
  deviceHash: Buffer,
  answerHash: Buffer,
): Promise<number> {
  return db('picture_codes')
    .where({ id })
    .whereIn('device_hash', everyHash(deviceHash))
    .andWhere('expires_at', '>', db.raw('clock_timestamp()'))
    .update({ answer_hash: answerHash });
}

/** Uses a picture up, whatever was typed. @returns the hash of its letters; null when it does not serve. */
export async function takePictureCode(
  _pass: Pass,
  db: Knex,
  id: string,
  deviceHash: Buffer,
): Promise<Buffer | null> {
  const rows: { answer_hash: Buffer | null }[] = await db('picture_codes')
    .where({ id })
    .whereIn('device_hash', everyHash(deviceHash))
    .andWhere('expires_at', '>', db.raw('clock_timestamp()'))
    .delete('answer_hash');
  return rows[0]?.answer_hash ?? null;
}
