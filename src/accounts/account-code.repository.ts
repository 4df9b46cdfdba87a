import type { Knex } from 'knex';

export type CodeChannel = 'sms' | 'email';

/** Where a code serves: one purpose in one journey of one browser. */
export interface CodePlace {
  readonly purpose: string;
  readonly journeyHash: Buffer;
}

export interface NewAccountCode extends CodePlace {
  readonly serialNumber: string;
  readonly channel: CodeChannel;
  readonly destinationIndex: Buffer;
  readonly codeHash: Buffer;
  readonly tries: number;
  readonly lifeSeconds: number;
}

export interface AccountCode {
  readonly id: number;
  readonly serialNumber: string;
  readonly channel: CodeChannel;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly triesLeft: number;
}

const at = ({ purpose, journeyHash }: CodePlace) => ({ purpose, journey_hash: journeyHash });

/** Issues a code; earlier ones of the same place stop serving. */
export async function insertAccountCode(transaction: Knex, code: NewAccountCode): Promise<void> {
  await transaction('account_codes')
    .where(at(code))
    .whereNull('used_at')
    .update({ expires_at: transaction.raw('least(expires_at, clock_timestamp())') });
  await transaction('account_codes').insert({
    ...at(code),
    serial_number: code.serialNumber,
    channel: code.channel,
    destination_index: code.destinationIndex,
    code_hash: code.codeHash,
    tries_left: code.tries,
    expires_at: transaction.raw('clock_timestamp() + make_interval(secs => ?)', [code.lifeSeconds]),
  });
}

/** The newest code of a place that was not used, whether or not it still serves. */
export async function findNewestAccountCode(db: Knex, place: CodePlace): Promise<AccountCode | null> {
  const row = await db('account_codes').where(at(place)).whereNull('used_at').orderBy('id', 'desc').first({
    id: 'id',
    serialNumber: 'serial_number',
    channel: 'channel',
    createdAt: 'created_at',
    expiresAt: 'expires_at',
    triesLeft: 'tries_left',
  });
  return row ?? null;
}

export interface AccountCodeTry {
  readonly id: number;
  readonly codeHash: Buffer;
  readonly destinationIndex: Buffer;
}

/** Charges one try of the newest code before it is compared; null when none serves any more. */
export async function chargeAccountCodeTry(db: Knex, place: CodePlace): Promise<AccountCodeTry | null> {
  const result = await db.raw<{ rows: AccountCodeTry[] }>(
    `update account_codes set tries_left = tries_left - 1
      where id = (select id from account_codes where purpose = ? and journey_hash = ? order by id desc limit 1)
        and tries_left > 0 and used_at is null and expires_at > clock_timestamp()
      returning id, code_hash as "codeHash", destination_index as "destinationIndex"`,
    [place.purpose, place.journeyHash],
  );
  return result.rows[0] ?? null;
}

/** Uses a code up. @returns how many rows changed: 1, or 0 when another request was faster. */
export async function useAccountCode(db: Knex, id: number): Promise<number> {
  return db('account_codes')
    .where({ id })
    .whereNull('used_at')
    .update({ used_at: db.raw('clock_timestamp()') });
}
