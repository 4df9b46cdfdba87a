import { type NamedQuery, PreparedQuery, type QueryResult } from './prepared-query';

interface Connection {
  /** Sends what is asked without waiting for the answers before it. COPY cannot live with it. */
  pipeline: boolean;
  readonly connection: { readonly stream: { cork(): void; uncork(): void } };
  query(query: PreparedQuery): unknown;
}

/** What knex lets through to its pool; inside a transaction it always gives that transaction's connection. */
export interface Connections {
  acquireConnection(): Promise<Connection>;
  releaseConnection(connection: Connection): Promise<void>;
}

interface Asked {
  readonly query: NamedQuery;
  readonly answer: (result: Promise<QueryResult>) => void;
}

/** A long row behind one connection would make the last of it wait. */
const MAX = 8;

const asked = new WeakMap<Connections, Asked[]>();

/**
 * Asks the pool for a statement. Statements asked for in one tick share a connection and leave in one write: a page
 * that needs five answers costs one system call and one place in the pool instead of five.
 */
export function sendBatched(connections: Connections, query: NamedQuery): Promise<QueryResult> {
  return new Promise((answer) => {
    const waiting = asked.get(connections);
    if (waiting !== undefined && waiting.length < MAX) {
      waiting.push({ query, answer });
      return;
    }
    const first = [{ query, answer }];
    asked.set(connections, first);
    process.nextTick(() => {
      if (asked.get(connections) === first) asked.delete(connections);
      send(connections, first);
    });
  });
}

/**
 * A transaction of statements that do not wait for each other's answers, begun and committed in one write.
 * @throws what the first that failed threw; nothing is kept then
 */
export async function sendTransaction(
  connections: Connections,
  queries: readonly NamedQuery[],
): Promise<readonly QueryResult[]> {
  const connection = await connections.acquireConnection();
  const results = write(connection, [BEGIN, ...queries, COMMIT]);
  await settle(connections, connection, results);
  const answers = await Promise.all(results);
  if (answers.at(-1)?.command !== 'COMMIT') throw new Error('the transaction was not committed');
  return answers.slice(1, -1);
}

/**
 * Asks a transaction for a statement, behind what was asked before and without waiting for its answer. Statements
 * asked for in one tick leave in one write. When one fails, those behind it fail too.
 * @throws Error where the transaction has ended
 */
export async function sendInTransaction(
  connections: Connections,
  isCompleted: () => boolean,
  query: NamedQuery,
): Promise<QueryResult> {
  const connection = await connections.acquireConnection();
  // Checked right before sending: after the end of the transaction the statement would run outside it.
  if (isCompleted()) throw new Error('the transaction has ended already');
  const { stream } = connection.connection;
  connection.pipeline = true;
  stream.cork();
  process.nextTick(() => stream.uncork());
  return ask(connection, query).catch((error: unknown) => {
    throw findFirstFault(connections, error);
  });
}

const IN_FAILED_TRANSACTION = '25P02';
const firstFaults = new WeakMap<Connections, unknown>();

/** Why a transaction failed: what is said to the statements behind the one that failed tells nothing. */
function findFirstFault(connections: Connections, error: unknown): unknown {
  const behind = error instanceof Error && 'code' in error && error.code === IN_FAILED_TRANSACTION;
  if (!behind) firstFaults.set(connections, error);
  return behind ? (firstFaults.get(connections) ?? error) : error;
}

/** Takes a connection, with nothing under way on it, out of the driver's pipeline mode. */
export function leavePipeline(connection: { pipeline: boolean }): void {
  connection.pipeline = false;
}

const BEGIN = { name: 'begin', text: 'begin', values: [] };
const COMMIT = { name: 'commit', text: 'commit', values: [] };

async function send(connections: Connections, together: readonly Asked[]): Promise<void> {
  let connection: Connection;
  try {
    connection = await connections.acquireConnection();
  } catch (error) {
    for (const { answer } of together) answer(Promise.reject(error));
    return;
  }
  const results = write(
    connection,
    together.map(({ query }) => query),
  );
  together.forEach(({ answer }, at) => {
    answer(results[at] ?? Promise.reject(new Error('a statement was not sent')));
  });
  await settle(connections, connection, results);
}

function write(connection: Connection, queries: readonly NamedQuery[]): readonly Promise<QueryResult>[] {
  const { stream } = connection.connection;
  connection.pipeline = true;
  stream.cork();
  const results = queries.map((query) => ask(connection, query));
  stream.uncork();
  return results;
}

function ask(connection: Connection, query: NamedQuery): Promise<QueryResult> {
  return new Promise((resolve, reject) => {
    connection.query(
      new PreparedQuery(query, (error, result) => (error === null ? resolve(result) : reject(error))),
    );
  });
}

/** Gives the connection back when everything has been answered; with that it leaves the driver's pipeline mode. */
async function settle(
  connections: Connections,
  connection: Connection,
  results: readonly Promise<QueryResult>[],
): Promise<void> {
  await Promise.allSettled(results);
  await connections.releaseConnection(connection);
}
