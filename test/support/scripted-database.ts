import knexFactory, { type Knex } from 'knex';
import { findDriverCallback } from './driver-callback';

/** What a statement finds: its rows, or how many it wrote. */
export type Answer = readonly object[] | number;

export interface ScriptedDatabase {
  readonly db: Knex;
  /** Every statement that was sent, with its values. */
  readonly asked: (readonly [sql: string, values: readonly unknown[]])[];
}

/**
 * A database without a server, for tests of what is decided once something was found or written: `answer` says what
 * each statement comes to. What the statements themselves find is tested against PostgreSQL.
 */
export function scriptDatabase(
  answer: (sql: string, values: readonly unknown[]) => Answer,
): ScriptedDatabase {
  const db = knexFactory({ client: 'pg' });
  const asked: (readonly [string, readonly unknown[]])[] = [];
  const query = (...given: readonly unknown[]) => {
    const [{ text, values = [] }] = given as readonly [{ text: string; values?: readonly unknown[] }];
    asked.push([text, values]);
    const result = resultOf(text, answer(text, values));
    findDriverCallback(given)?.(null, result);
    return Promise.resolve(result);
  };
  const connection = { query, pipeline: false, connection: { stream: { cork() {}, uncork() {} } } };
  Object.assign(db.client, {
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
  });
  return { db, asked };
}

function resultOf(text: string, found: Answer): object {
  const command = (/^\w+/.exec(text.trim())?.[0] ?? '').toUpperCase();
  return typeof found === 'number'
    ? { command, rows: [], rowCount: found }
    : { command: command === 'WITH' ? 'SELECT' : command, rows: [...found], rowCount: found.length };
}
