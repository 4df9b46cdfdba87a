import knexFactory, { type Knex } from 'knex';
import { type Client, types } from 'pg';
import { PreparedStatementsClient } from './prepared-statements';

const DATE = 1082;
const BIGINT = 20;
const NUMERIC = 1700;

// A date stays the text it is: a Date object would shift it by the time zone.
types.setTypeParser(DATE, (value) => value);
types.setTypeParser(BIGINT, (value) => {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new Error(`bigint ${value} does not fit a number`);
  return number;
});
types.setTypeParser(NUMERIC, Number);

export type { Knex };

/**
 * For connections that look up rows by their keys and nothing else. A plan that PostgreSQL made for a prepared
 * statement while a table was small reads it from end to end until its statistics are renewed: at the opening, when
 * every table of filing grows from nothing, for a minute in which it costs more with each candidate.
 */
export const POINT_READS = 'set enable_seqscan = off; set jit = off';

/** A pool of at most `max` connections to the database. */
export function createKnex(
  connectionString: string,
  options: { max?: number; pointReads?: boolean } = {},
): Knex {
  const { max = 10, pointReads = false } = options;
  return knexFactory({
    client: PreparedStatementsClient,
    connection: { connectionString, application_name: 'zhiyuan' },
    pool: { min: 0, max, ...(pointReads && { afterCreate: preferIndexes }) },
    acquireConnectionTimeout: 10_000,
  });
}

function preferIndexes(connection: Client, done: (error: Error | null, connection: Client) => void): void {
  connection.query(POINT_READS, (error) => done(error, connection));
}
