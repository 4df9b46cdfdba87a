import type { Knex } from 'knex';
import type { Cipher } from '../infrastructure/security/cipher';
import { everyHash } from '../infrastructure/security/keyed-hash';
import type { RewriteOptions } from './rewrite-sealed';
import { getSealedColumn, openColumn, type SealedColumn } from './sealed-columns';
import { forgetWalk, walkBlocks } from './walk-blocks';

type Row = Readonly<Record<string, unknown>>;

/** A keyed hash by which a row is found, and the sealed value from which it follows. */
interface IndexColumn {
  readonly table: string;
  readonly index: string;
  readonly sealed: string;
  /** For which the value is hashed. */
  readonly context: string;
  /** Columns of which `valuesOf` speaks. */
  readonly reads: readonly string[];
  /** What may have been hashed of a value: the one that fits is. */
  valuesOf(plain: string, row: Row): readonly string[];
  /** Where the same hash stands in other tables, which are found by it: they change together. */
  readonly together: readonly { readonly table: string; readonly index: string }[];
}

/** Of which a number may be (`src/rules/identity/identity-document.ts`). */
const SERIES = ['citizen', 'homeReturn', 'taiwanTravel', 'foreignResident', 'passport'];

const plainly = (table: string, name: string, context = `${table}.${name}`): IndexColumn => ({
  table,
  index: `${name}_index`,
  sealed: `${name}_cipher`,
  context,
  reads: [],
  valuesOf: (plain) => [plain],
  together: [],
});

const ofDocument = (plain: string) => SERIES.map((series) => `${series}|${plain}`);

/** What a change of INDEX_KEY goes through. People before their accounts, which are found by the same number. */
const indexColumns: readonly IndexColumn[] = [
  plainly('candidates', 'identity_number'),
  plainly('candidates', 'phone'),
  plainly('credentials', 'wechat_open_id'),
  {
    ...plainly('persons', 'identity'),
    valuesOf: ofDocument,
    together: [{ table: 'accounts', index: 'identity_index' }],
  },
  { ...plainly('accounts', 'identity', 'persons.identity'), valuesOf: ofDocument },
  plainly('accounts', 'phone'),
  { ...plainly('accounts', 'email'), together: [{ table: 'used_emails', index: 'email_index' }] },
  {
    ...plainly('account_factors', 'subject'),
    reads: ['kind'],
    valuesOf: (plain, { kind }) => [`${kind}|${plain}`],
  },
  plainly('student_records', 'number'),
];

/** Passes over everything, until nothing is left that a slow process wrote under the key before. */
const MOST_PASSES = 5;

/** Hashes everything anew that is found by a keyed hash under another key, and can be read. @returns as `rewriteSealed` */
export async function rewriteIndexes(
  db: Knex,
  cipher: Cipher,
  keyId: string,
  { signal, onProgress }: RewriteOptions,
): Promise<{ readonly written: number; readonly left: number }> {
  let written = 0;
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const before = written;
    for (const [at, column] of indexColumns.entries()) {
      const whole = await walkBlocks(db, {
        kind: 'index',
        keyId,
        place: `${column.table}.${column.index}`,
        table: column.table,
        signal,
        write: (transaction, from, to) => rehashStep(transaction, cipher, column, from, to),
        onProgress: (count, share) => {
          written += count;
          onProgress(written, (at + share) / indexColumns.length);
        },
      });
      if (!whole) return { written, left: 1 };
    }
    await forgetWalk(db, 'index', keyId);
    // The pass in which nothing was left to write has looked at everything.
    if (written === before) return { written, left: 0 };
  }
  return { written, left: 1 };
}

interface Move {
  readonly at: string;
  readonly before: Buffer;
  readonly after: Buffer;
}

async function rehashStep(
  transaction: Knex.Transaction,
  cipher: Cipher,
  column: IndexColumn,
  from: string,
  to: string,
): Promise<number> {
  const { table, index, sealed, reads } = column;
  const place = getSealedColumn(table, sealed);
  const rows: readonly (Row & { readonly at: string; readonly sealed: Buffer; readonly index: Buffer })[] =
    await transaction(table)
      .whereRaw('ctid >= ?::tid and ctid < ?::tid', [from, to])
      .whereNotNull(index)
      .select(
        { at: transaction.raw('ctid::text'), sealed, index },
        ...[...reads, ...place.reads].map((one) => transaction.raw(one)),
      );
  const moves = rows.flatMap((row): Move[] => {
    const after = findAfter(cipher, column, place, row);
    return after === null ? [] : [{ at: row.at, before: row.index, after }];
  });
  if (moves.length === 0) return 0;
  const before = moves.map((move) => move.before);
  const after = moves.map((move) => move.after);
  const places = moves.map(({ at }) => at);
  await transaction.raw(
    `update ?? as held set ?? = given.after
       from unnest(?::text[], ?::bytea[], ?::bytea[]) as given (place, before, after)
      where held.ctid = any (?::tid[]) and held.ctid = given.place::tid and held.?? = given.before`,
    [table, index, places, before, after, places, index],
  );
  for (const other of column.together)
    await transaction.raw(
      `update ?? as held set ?? = given.after from unnest(?::bytea[], ?::bytea[]) as given (before, after)
        where held.?? = given.before`,
      [other.table, other.index, before, after, other.index],
    );
  return moves.length;
}

/** The hash under the current key; null where it stands there. @throws Error where it is that of another value */
function findAfter(
  cipher: Cipher,
  { table, index, context, valuesOf }: IndexColumn,
  place: SealedColumn,
  row: Row & { readonly sealed: Buffer; readonly index: Buffer },
): Buffer | null {
  for (const value of valuesOf(openColumn(cipher, place, row).plain.toString('utf8'), row)) {
    const hash = cipher.blindIndex(value, context);
    if (hash.equals(row.index)) return null;
    if (everyHash(hash).some((one) => one.equals(row.index))) return hash;
  }
  throw new Error(
    `a hash of ${table}.${index} is not that of its value: it was changed, or made under a key that is not here`,
  );
}

/** What is found by a hash alone, of which nobody knows the value: it stays under the key before. */
const UNREADABLE = [
  {
    what: 'firstSecrets',
    table: 'credentials',
    where: 'first_secret_hash is not null and first_secret_expires_at > clock_timestamp()',
  },
  {
    what: 'officerSecrets',
    table: 'officers',
    where: 'first_secret_hash is not null and first_secret_expires_at > clock_timestamp()',
  },
  {
    what: 'counterCodes',
    table: 'counter_codes',
    where: 'used_at is null and withdrawn_at is null and expires_at > clock_timestamp()',
  },
  {
    what: 'usedMailboxes',
    table: 'used_emails',
    where: 'not exists (select from accounts where accounts.email_index = used_emails.email_index)',
  },
] as const;

/** How many first secrets, codes and used mailboxes there are of which some stand under the key before. */
export async function countUnreadable(
  db: Knex,
): Promise<Readonly<Record<(typeof UNREADABLE)[number]['what'], number>>> {
  const counts = { firstSecrets: 0, officerSecrets: 0, counterCodes: 0, usedMailboxes: 0 };
  for (const { what, table, where } of UNREADABLE) {
    const row = await db(table).whereRaw(where).first(db.raw('count(*)::int as count'));
    counts[what] = row?.count ?? 0;
  }
  return counts;
}
