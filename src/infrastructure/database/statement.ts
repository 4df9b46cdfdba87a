import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { NamedQuery, QueryResult } from './prepared-query';
import { type Connections, sendBatched, sendInTransaction, sendTransaction } from './send-batched';

export type { NamedQuery } from './prepared-query';

/** What a statement found or wrote, and how many rows it concerned. */
interface StatementResult<Row> {
  readonly rows: readonly Row[];
  readonly rowCount: number;
}

/** Runs a statement on the pool or within a transaction; `values` stand for $1, $2 and so on. */
interface Statement<Row> {
  (db: Knex | Knex.Transaction, values: readonly unknown[]): Promise<StatementResult<Row>>;
  /** The same as a part of `runInOneTransaction`. */
  with(values: readonly unknown[]): NamedQuery;
  /** The same as a query that somebody else sends. */
  query<Result>(values: readonly unknown[], read: (rows: readonly Row[]) => Result): Query<Result>;
}

/** A statement with its values and how its answer is read: a repository builds it, a transaction sends it. */
export interface Query<Result> extends NamedQuery {
  /** @throws what the answer means, where it forbids to go on */
  readonly read: (answer: QueryResult) => Result;
}

/** What a list of queries is answered with. */
type Answers<Queries extends readonly Query<unknown>[]> = {
  -readonly [At in keyof Queries]: Queries[At] extends Query<infer Result> ? Result : never;
};

/**
 * A statement that is written out once and sent as a named, prepared one, past the query builder: for what runs
 * with every page and every save, where building the same text again costs as much as the database's answer. What
 * is asked of the pool, or of a transaction, in one tick leaves in one write; a transaction answers in the order in
 * which it was asked, each statement seeing what the one before it did or waited for.
 */
export function defineStatement<Row = never>(text: string): Statement<Row> {
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 24);
  const fill = (values: readonly unknown[]) => ({ name, text, values });
  const run = async (db: Knex | Knex.Transaction, values: readonly unknown[]) =>
    readResult<Row>(await askFor(db, fill(values)));
  const query = <Result>(values: readonly unknown[], read: (rows: readonly Row[]) => Result) => ({
    ...fill(values),
    read: (answer: QueryResult) => read(answer.rows as Row[]),
  });
  return Object.assign(run, { with: fill, query });
}

/** Sends a query by itself. */
export async function send<Result>(db: Knex | Knex.Transaction, query: Query<Result>): Promise<Result> {
  return query.read(await askFor(db, query));
}

/**
 * Sends queries in one write and reads their answers, both in this order: each statement sees what the ones before it
 * did or waited for. When one fails, none behind it is done.
 */
export async function sendInOrder<const Queries extends readonly Query<unknown>[]>(
  transaction: Knex.Transaction,
  queries: Queries,
): Promise<Answers<Queries>> {
  const answers = await Promise.all(queries.map((query) => askFor(transaction, query)));
  return queries.map((query, at) => query.read(answers[at] as QueryResult)) as Answers<Queries>;
}

/**
 * Runs statements as one transaction that costs one round trip, or within the transaction that is given; none may
 * need the answer of another. @returns how many rows each concerned
 */
export async function runInOneTransaction(
  db: Knex | Knex.Transaction,
  parts: readonly NamedQuery[],
): Promise<readonly QueryResult[]> {
  if (db.isTransaction !== true) return sendTransaction(db.client, parts);
  return Promise.all(parts.map((part) => askFor(db, part)));
}

const readResult = <Row>({ rows, rowCount }: QueryResult): StatementResult<Row> => ({
  rows: rows as Row[],
  rowCount: rowCount ?? 0,
});

function askFor(db: Knex | Knex.Transaction, query: NamedQuery): Promise<QueryResult> {
  const connections: Connections = db.client;
  if (db.isTransaction !== true) return sendBatched(connections, query);
  return sendInTransaction(connections, () => (db as Knex.Transaction).isCompleted(), query);
}

/** Columns under the names of their properties: `group_code as "group", …`. */
export function listColumns(columns: Readonly<Record<string, string>>): string {
  return Object.entries(columns)
    .map(([property, column]) => `${column} as "${property}"`)
    .join(', ');
}

/** Inserts one row, given by its columns. */
interface Insert<Column extends string> {
  (
    db: Knex | Knex.Transaction,
    row: Readonly<Record<Column, unknown>>,
  ): Promise<StatementResult<{ readonly id: number }>>;
  /** The same as a part of `runInOneTransaction`. */
  with(row: Readonly<Record<Column, unknown>>): NamedQuery;
}

/** An insert of one row into these columns; gives the new id back where it is asked for. */
export function defineInsert<Column extends string>(
  table: string,
  columns: readonly Column[],
  returning?: 'id',
): Insert<Column> {
  const places = columns.map((_column, index) => `$${index + 1}`);
  const end = returning === undefined ? '' : ` returning ${returning}`;
  const insert = defineStatement<{ readonly id: number }>(
    `insert into ${table} (${columns.join(', ')}) values (${places.join(', ')})${end}`,
  );
  const fill = (row: Readonly<Record<Column, unknown>>) => columns.map((column) => row[column]);
  const run = (db: Knex | Knex.Transaction, row: Readonly<Record<Column, unknown>>) => insert(db, fill(row));
  return Object.assign(run, { with: (row: Readonly<Record<Column, unknown>>) => insert.with(fill(row)) });
}
