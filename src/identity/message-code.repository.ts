import type { Knex } from 'knex';
import type { CodePurpose } from '../rules/rule-pack';

export type CodeChannel = 'sms' | 'wechat';

/** A code as it was issued; the code itself is kept as a keyed hash only. Times are real time. */
export interface MessageCode {
  readonly id: number;
  /** 8-digit 序列号 that the message and the page both show. */
  readonly serialNumber: string;
  readonly channel: CodeChannel;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly triesLeft: number;
}

export interface NewMessageCode {
  readonly serialNumber: string;
  readonly purpose: CodePurpose;
  readonly candidateId: number;
  readonly journeyHash: Buffer;
  readonly channel: CodeChannel;
  readonly destinationIndex: Buffer;
  readonly codeHash: Buffer;
  readonly tries: number;
  readonly lifeSeconds: number;
}

/** Where a code serves: one candidate, one purpose, one journey of one browser. */
export interface CodePlace {
  readonly candidateId: number;
  readonly purpose: CodePurpose;
  readonly journeyHash: Buffer;
}

const columns = {
  id: 'id',
  serialNumber: 'serial_number',
  channel: 'channel',
  createdAt: 'created_at',
  expiresAt: 'expires_at',
  triesLeft: 'tries_left',
} as const;

const at = (place: CodePlace) => ({
  candidate_id: place.candidateId,
  purpose: place.purpose,
  journey_hash: place.journeyHash,
});

/** Issues a code; earlier ones of the same place stop serving. */
export async function insertMessageCode(transaction: Knex, code: NewMessageCode): Promise<void> {
  await transaction('message_codes')
    .where(at(code))
    .whereNull('used_at')
    .update({ expires_at: transaction.raw('least(expires_at, clock_timestamp())') });
  await transaction('message_codes').insert({
    ...at(code),
    serial_number: code.serialNumber,
    channel: code.channel,
    destination_index: code.destinationIndex,
    code_hash: code.codeHash,
    tries_left: code.tries,
    expires_at: transaction.raw('clock_timestamp() + make_interval(secs => ?)', [code.lifeSeconds]),
  });
}

/** The newest code of a place, whether or not it still serves. */
export async function findNewestCode(db: Knex, place: CodePlace): Promise<MessageCode | null> {
  const row = await db('message_codes')
    .where(at(place))
    .whereNull('used_at')
    .orderBy('id', 'desc')
    .first(columns);
  return row ?? null;
}

export interface CodeTry {
  readonly id: number;
  readonly codeHash: Buffer;
  readonly destinationIndex: Buffer;
  readonly triesLeft: number;
}

/** Charges one try of the newest code before it is compared; null when none serves any more. */
export async function chargeCodeTry(db: Knex, place: CodePlace): Promise<CodeTry | null> {
  const result = await db.raw<{ rows: CodeTry[] }>(
    `update message_codes set tries_left = tries_left - 1
      where id = (select id from message_codes
                   where candidate_id = ? and purpose = ? and journey_hash = ?
                   order by id desc limit 1)
        and tries_left > 0 and used_at is null and expires_at > clock_timestamp()
      returning id, code_hash as "codeHash", destination_index as "destinationIndex", tries_left as "triesLeft"`,
    [place.candidateId, place.purpose, place.journeyHash],
  );
  return result.rows[0] ?? null;
}

/** Uses a code up. @returns how many rows changed: 1, or 0 when another request was faster. */
export async function useCode(db: Knex, id: number): Promise<number> {
  return db('message_codes')
    .where({ id })
    .whereNull('used_at')
    .update({ used_at: db.raw('clock_timestamp()') });
}
