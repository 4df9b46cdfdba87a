import type { Writable } from 'node:stream';
import type { Knex } from 'knex';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { leavePipeline } from '../../../infrastructure/database/send-batched';
import type { StagingColumn } from './copy-line';

/** Rows of the file as they were read; gone with the transaction. */
export const STAGING_TABLE = 'import_rows';

/** Any number that no other lock of the program uses. */
const LOCK = 4_210_734;

/**
 * One import at a time, over all nodes, until the transaction ends. @returns false where another runs, or where the key
 * by which people are found again is changing: a list is compared with what is stored as a whole, under one key.
 */
export async function lockImports(transaction: Knex.Transaction): Promise<boolean> {
  const { rows } = await transaction.raw<{ rows: { locked: boolean }[] }>(
    'select pg_try_advisory_xact_lock(?) as locked',
    [LOCK],
  );
  return rows[0]?.locked === true && !(await isIndexMoving(transaction));
}

async function isIndexMoving(transaction: Knex.Transaction): Promise<boolean> {
  const row = await transaction('key_turns')
    .where({ kind: 'index' })
    .whereNotNull('former_at')
    .whereNull('rewritten_at')
    .first('key_id');
  return row !== undefined;
}

/** Waits until no import runs, and keeps new ones from beginning until the transaction ends. */
export async function holdImports(transaction: Knex.Transaction): Promise<void> {
  await transaction.raw('select pg_advisory_xact_lock(?)', [LOCK]);
}

/** Makes the table of rows, without WAL and for this transaction alone, and room to sort them in memory. */
export async function createStaging(
  transaction: Knex.Transaction,
  columns: readonly StagingColumn[],
): Promise<void> {
  const defined = columns.map(([name, type]) => `${name} ${type}`).join(', ');
  await transaction.raw("set local work_mem = '64MB'");
  await transaction.raw(
    `create temporary table ${STAGING_TABLE} (row_number integer not null, ${defined}) on commit drop`,
  );
}

/** A stream into the table of rows: lines of COPY's text format. */
export async function openStaging(
  transaction: Knex.Transaction,
  columns: readonly StagingColumn[],
): Promise<Writable> {
  const names = ['row_number', ...columns.map(([name]) => name)].join(', ');
  // Within a transaction knex gives that transaction's connection.
  const client: Client & { pipeline: boolean } = await transaction.client.acquireConnection();
  leavePipeline(client);
  return client.query(copyFrom(`copy ${STAGING_TABLE} (${names}) from stdin`));
}

/** Lets the planner know what was staged; temporary tables are never analysed otherwise. */
export async function analyseStaging(transaction: Knex.Transaction): Promise<void> {
  await transaction.raw(`analyze ${STAGING_TABLE}`);
}

/** The server process behind a transaction, for it to be cancelled. */
export async function getBackend(transaction: Knex.Transaction): Promise<number> {
  const { rows } = await transaction.raw<{ rows: { pid: number }[] }>('select pg_backend_pid() as pid');
  const [row] = rows;
  if (row === undefined) throw new Error('the transaction has no server process');
  return row.pid;
}

/** Stops the statement that a server process is at. */
export async function cancelBackend(db: Knex, pid: number): Promise<void> {
  await db.raw('select pg_cancel_backend(?)', [pid]);
}

/** The first and the last of the staged records, by number, with the value of each column as text. */
export async function listStagedRows(
  transaction: Knex.Transaction,
  columns: readonly string[],
  most: { readonly first: number; readonly last: number },
): Promise<readonly { readonly record: number; readonly values: readonly (string | null)[] }[]> {
  const values = columns.map((name) =>
    name.endsWith('[]') ? `array_to_string(${name.slice(0, -2)}, '、')` : `${name}::text`,
  );
  const { rows } = await transaction.raw<{ rows: { record: number; values: (string | null)[] }[] }>(
    `with counted as (
       select *, row_number() over (order by row_number) as at, count(*) over () as total from ${STAGING_TABLE})
     select row_number as record, array[${values.join(', ')}] as values
       from counted where at <= :first or at > total - :last order by row_number`,
    { ...most },
  );
  return rows;
}
