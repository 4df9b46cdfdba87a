import type { Knex } from 'knex';

const PIECE = 2000;

/** Rows in pieces by ascending key: `select` gives those behind a key, which is the last row's `key`. */
export async function* readPieces<Row extends { readonly key: number | string }>(
  first: Row['key'],
  select: (after: Row['key'], limit: number) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  let after = first;
  for (;;) {
    const rows = await select(after, PIECE);
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PIECE) return;
    after = last.key;
  }
}

/** Rows of a statement that takes `:after` and `:limit` and gives a `key`. */
export async function queryPiece<Row>(
  db: Knex,
  sql: string,
  bindings: Readonly<Record<string, string | number | readonly string[]>>,
): Promise<readonly Row[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(sql, { ...bindings });
  return rows;
}
