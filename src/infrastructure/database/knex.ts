import knexFactory, { type Knex } from 'knex';
import { type Client, types } from 'pg';
import type { Logger } from '../logger';
import { PreparedStatementsClient } from './prepared-statements';
import { type SilenceWatch, watchOf } from './silent-server';
import { bearSilence, type WatchedConnection, watchSilence } from './watch-silence';
import { type ReplicatedConnection, watchStandby } from './watch-standby';

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

/** How long things may take, in milliseconds; 0 is without end. */
export interface TimeLimits {
  /** Until a statement is done. */
  readonly statement: number;
  /** Until a lock is had. */
  readonly lock: number;
  /** Until a place in the pool, or the server, is had. */
  readonly connection: number;
}

/** What a candidate waits for is done in moments, or not now. */
export const PAGE_LIMITS: TimeLimits = { statement: 15_000, lock: 8_000, connection: 10_000 };
/** Of the office's pages, and of work beside the requests; whole tables take their time (`withoutTimeLimit`). */
export const OFFICE_LIMITS: TimeLimits = { statement: 60_000, lock: 10_000, connection: 10_000 };
/** Of the operator's command, which waits for a server that works on. */
export const COMMAND_LIMITS: TimeLimits = { statement: 0, lock: 60_000, connection: 15_000 };

/** A transaction whose holder has gone silent keeps its locks from others no longer than this. */
const SILENT_MS = 5 * 60_000;

/** The limits as a connection is told of them when it is opened. */
export function describeLimits({ statement, lock, connection }: TimeLimits) {
  return {
    statement_timeout: statement,
    lock_timeout: lock,
    idle_in_transaction_session_timeout: SILENT_MS,
    connectionTimeoutMillis: connection,
    // Finds out that a server vanished without closing its connections.
    keepAlive: true,
  };
}

/** Lifts all limits of time until a transaction ends: for what goes over whole tables. */
export async function withoutTimeLimit(transaction: Knex.Transaction): Promise<void> {
  // Within a transaction knex gives that transaction's connection.
  bearSilence(await transaction.client.acquireConnection());
  await transaction.raw(
    'set local statement_timeout = 0; set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0',
  );
}

interface PoolOptions {
  readonly max?: number;
  readonly pointReads?: boolean;
  readonly limits?: TimeLimits;
  /** Where connections that are lost are told; nowhere without it. Whoever asked is told by what is thrown. */
  readonly log?: Logger;
}

/** A pool of at most `max` connections to the database. */
export function createKnex(connectionString: string, options: PoolOptions = {}): Knex {
  const { max = 10, pointReads = false, limits = PAGE_LIMITS, log } = options;
  const connection = { connectionString, application_name: 'zhiyuan', ...describeLimits(limits) };
  return knexFactory({
    client: PreparedStatementsClient,
    connection,
    pool: { min: 0, max, afterCreate: prepareConnection(limits, pointReads, watchOf(connection)) },
    acquireConnectionTimeout: limits.connection,
    log: sayTo(log),
  });
}

/** The library would write its words between the lines of the log, which are JSON. */
function sayTo(log: Logger | undefined) {
  const say = (said: unknown) => log?.warn({ said: String(said) }, 'a pool of the database says');
  return { warn: say, error: say, deprecate: say, debug: () => undefined };
}

type Done = (error: Error | null, connection: Client) => void;

function prepareConnection(limits: TimeLimits, pointReads: boolean, server: SilenceWatch) {
  return (connection: Client & WatchedConnection & ReplicatedConnection, done: Done) => {
    watchSilence(connection, limits.statement, server);
    watchStandby(connection);
    if (pointReads) connection.query(POINT_READS, (error) => done(error, connection));
    else done(null, connection);
  };
}
