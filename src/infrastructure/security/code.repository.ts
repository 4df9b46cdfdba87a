import type { Knex } from 'knex';
import type { Pass } from './admissions';
import { everyHash } from './keyed-hash';

/** A code as it is sent; the code itself is kept as a keyed hash only. */
interface NewCode<Channel> {
  readonly serialNumber: string;
  readonly channel: Channel;
  readonly destinationIndex: Buffer;
  readonly codeHash: Buffer;
  readonly tries: number;
  readonly lifeSeconds: number;
}

/** A code that was sent. Times are real time. */
interface SentCode {
  readonly id: number;
  /** 8-digit 序列号 that the message and the page both show. */
  readonly serialNumber: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly triesLeft: number;
}

interface CodeTry {
  readonly id: number;
  readonly codeHash: Buffer;
  readonly destinationIndex: Buffer;
  readonly triesLeft: number;
}

/** The codes of one table; `Place` is where a code serves. */
interface CodeTable<Place, Channel> {
  /** Issues a code; earlier ones of the same place stop serving. */
  insert(transaction: Knex, code: Place & NewCode<Channel>): Promise<void>;
  /** The newest code of a place that was not used, whether or not it still serves. */
  findNewest(db: Knex, place: Place): Promise<SentCode | null>;
  /** Charges one try of the newest code before it is compared; null when none serves any more. */
  chargeTry(pass: Pass, db: Knex, place: Place): Promise<CodeTry | null>;
  /** Uses a code up. @returns how many rows changed: 1, or 0 when another request was faster. */
  use(db: Knex, id: number): Promise<number>;
}

/** `columnsOf`: the columns by which the table knows a place. */
export function defineCodeTable<Place, Channel>(
  table: string,
  columnsOf: (place: Place) => Readonly<Record<string, string | number | Buffer>>,
): CodeTable<Place, Channel> {
  const inPlace = (query: Knex.QueryBuilder, place: Place): void => {
    for (const [column, value] of Object.entries(columnsOf(place)))
      query.whereIn(column, Buffer.isBuffer(value) ? everyHash(value) : [value]);
  };
  return {
    async insert(transaction, code) {
      const place = columnsOf(code);
      await transaction(table)
        .where((query) => inPlace(query, code))
        .whereNull('used_at')
        .update({ expires_at: transaction.raw('least(expires_at, clock_timestamp())') });
      await transaction(table).insert({
        ...place,
        serial_number: code.serialNumber,
        channel: code.channel,
        destination_index: code.destinationIndex,
        code_hash: code.codeHash,
        tries_left: code.tries,
        expires_at: transaction.raw('clock_timestamp() + make_interval(secs => ?)', [code.lifeSeconds]),
      });
    },

    async findNewest(db, place) {
      const row = await db(table)
        .where((query) => inPlace(query, place))
        .whereNull('used_at')
        .orderBy('id', 'desc')
        .first({
          id: 'id',
          serialNumber: 'serial_number',
          createdAt: 'created_at',
          expiresAt: 'expires_at',
          triesLeft: 'tries_left',
        });
      return row ?? null;
    },

    async chargeTry(_pass, db, place) {
      const newest = db(table)
        .where((query) => inPlace(query, place))
        .orderBy('id', 'desc')
        .first('id');
      const rows = await db(table)
        .where('id', newest)
        .andWhere('tries_left', '>', 0)
        .whereNull('used_at')
        .andWhere('expires_at', '>', db.raw('clock_timestamp()'))
        .update({ tries_left: db.raw('tries_left - 1') })
        .returning<{ id: number; code_hash: Buffer; destination_index: Buffer; tries_left: number }[]>([
          'id',
          'code_hash',
          'destination_index',
          'tries_left',
        ]);
      const [tried] = rows;
      if (tried === undefined) return null;
      return {
        id: tried.id,
        codeHash: tried.code_hash,
        destinationIndex: tried.destination_index,
        triesLeft: tried.tries_left,
      };
    },

    async use(db, id) {
      return db(table)
        .where({ id })
        .whereNull('used_at')
        .update({ used_at: db.raw('clock_timestamp()') });
    },
  };
}
