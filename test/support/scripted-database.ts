import knexFactory, { type Knex } from 'knex';

/** What a statement finds: its rows, or how many it wrote. */
export type Answer = readonly object[] | number;

export interface ScriptedDatabase {
  readonly db: Knex;
  /** Every statement that was sent, with its values. */
  readonly asked: (readonly [sql: string, values: readonly unknown[]])[];
}

type Told = (error: unknown, result: unknown) => void;

/**
 * A database without a server, for tests of what is decided once something was found or written: `answer` says what
 * each statement comes to. What the statements themselves find is tested against PostgreSQL.
 */
export function scriptDatabase(
  answer: (sql: string, values: readonly unknown[]) => Answer,
): ScriptedDatabase {
  const db = knexFactory({ client: 'pg' });
  const asked: (readonly [string, readonly unknown[]])[] = [];
  const query = ({ text, values = [] }: { text: string; values?: readonly unknown[] }, told?: Told) => {
    asked.push([text, values]);
    const result = resultOf(text, answer(text, values));
    told?.(null, result);
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
