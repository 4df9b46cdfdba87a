import type { Knex } from 'knex';
import type { Cipher } from '../infrastructure/security/cipher';
import { openColumn, type SealedColumn, sealedColumns } from './sealed-columns';
import { forgetWalk, walkBlocks } from './walk-blocks';

export interface RewriteOptions {
  readonly signal: AbortSignal;
  /** `share`: of the whole work, 0 to 1. */
  onProgress(written: number, share: number): void;
}

/** Passes over everything, until nothing is left that a slow process wrote under the key before. */
const MOST_PASSES = 5;

interface Rewritten {
  readonly written: number;
  /** Values that stand under another key still; where the work was stopped, all there were before. */
  readonly left: number;
}

/**
 * Seals everything anew that does not stand under the current key, in small steps beside the requests: a step holds
 * its rows for moments. What cannot be opened ends the work with its place: it was changed, or its key is not at hand.
 * @throws Error naming the column where a value does not open
 */
export async function rewriteSealed(
  db: Knex,
  cipher: Cipher,
  keyId: string,
  { signal, onProgress }: RewriteOptions,
): Promise<Rewritten> {
  let written = 0;
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    for (const [at, column] of sealedColumns.entries()) {
      const whole = await walkBlocks(db, {
        kind: 'data',
        keyId,
        place: `${column.table}.${column.column}`,
        table: column.table,
        signal,
        write: (transaction, from, to) => rewriteStep(transaction, cipher, column, from, to),
        onProgress: (count, share) => {
          written += count;
          onProgress(written, (at + share) / sealedColumns.length);
        },
      });
      if (!whole) return { written, left: await countLeft(db, cipher) };
    }
    await forgetWalk(db, 'data', keyId);
    if ((await countLeft(db, cipher)) === 0) return { written, left: 0 };
  }
  return { written, left: await countLeft(db, cipher) };
}

interface FoundValue {
  readonly at: string;
  readonly sealed: Buffer;
}

async function rewriteStep(
  transaction: Knex.Transaction,
  cipher: Cipher,
  place: SealedColumn,
  from: string,
  to: string,
): Promise<number> {
  const { table, column, reads, atOnce } = place;
  const head = headOf(cipher, place);
  const found: readonly (FoundValue & Readonly<Record<string, unknown>>)[] = await transaction(table)
    .whereRaw('ctid >= ?::tid and ctid < ?::tid', [from, to])
    .whereNotNull(column)
    .whereRaw('substr(??, 1, ?) <> ?', [column, head.length, head])
    .limit(atOnce)
    .select(
      { at: transaction.raw('ctid::text'), sealed: column },
      ...reads.map((one) => transaction.raw(one)),
    );
  if (found.length === 0) return 0;
  const sealed = found.map((row) => resealed(cipher, place, row));
  await transaction.raw(
    `update ?? as held set ?? = given.after
       from unnest(?::text[], ?::bytea[], ?::bytea[]) as given (place, before, after)
      where held.ctid = any (?::tid[]) and held.ctid = given.place::tid and held.?? = given.before`,
    [
      table,
      column,
      found.map(({ at }) => at),
      found.map((row) => row.sealed),
      sealed,
      found.map(({ at }) => at),
      column,
    ],
  );
  return found.length;
}

function resealed(
  cipher: Cipher,
  place: SealedColumn,
  row: FoundValue & Readonly<Record<string, unknown>>,
): Buffer {
  try {
    const { plain, context } = openColumn(cipher, place, row);
    return cipher.encryptBytes(plain, context);
  } catch (error) {
    throw new Error(
      `a value of ${place.table}.${place.column} does not open: it was changed or moved, or sealed under a key that is not here`,
      { cause: error },
    );
  }
}

/** How a value begins that needs no writing anew. A column is bound to its rows, or is not, as a whole. */
const headOf = (cipher: Cipher, { contextOf }: SealedColumn): Buffer => cipher.head(contextOf({}));

/**
 * A column in which a value stands that versions before sealed without its row, as a program of before may have
 * written; null where there is none.
 */
export async function findUnboundColumn(db: Knex, cipher: Cipher): Promise<string | null> {
  for (const place of sealedColumns) {
    const { table, column } = place;
    const [form = 0] = headOf(cipher, place);
    const row = await db(table)
      .whereNotNull(column)
      .whereRaw('get_byte(??, 0) < ?', [column, form])
      .first(db.raw('1 as one'));
    if (row !== undefined) return `${table}.${column}`;
  }
  return null;
}

/** Values that do not stand under the current key. */
async function countLeft(db: Knex, cipher: Cipher): Promise<number> {
  let left = 0;
  for (const place of sealedColumns) {
    const { table, column } = place;
    const head = headOf(cipher, place);
    const row = await db(table)
      .whereNotNull(column)
      .whereRaw('substr(??, 1, ?) <> ?', [column, head.length, head])
      .first(db.raw('count(*)::int as count'));
    left += row?.count ?? 0;
  }
  return left;
}
