import knexFactory, { type Knex } from 'knex';
import { types } from 'pg';
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

/** A pool of at most `max` connections to the database. */
export function createKnex(connectionString: string, options: { max?: number } = {}): Knex {
  return knexFactory({
    client: PreparedStatementsClient,
    connection: { connectionString, application_name: 'zhiyuan' },
    pool: { min: 0, max: options.max ?? 10 },
    acquireConnectionTimeout: 10_000,
  });
}
