export interface NamedQuery {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface QueryResult {
  readonly rows: unknown[];
  readonly rowCount: number | null;
}

interface Connection {
  /** Sends what is asked without waiting for the answers before it; each still stands or fails by itself. */
  pipeline: boolean;
  readonly connection: { readonly stream: { cork(): void; uncork(): void } };
  query(query: NamedQuery): Promise<QueryResult>;
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
const MOST = 8;

const asked = new WeakMap<Connections, Asked[]>();

/**
 * Asks the pool for a statement. Statements asked for in one breath share a connection and leave in one write: a page
 * that needs five answers costs one system call and one place in the pool instead of five.
 */
export function askTogether(connections: Connections, query: NamedQuery): Promise<QueryResult> {
  return new Promise((answer) => {
    const waiting = asked.get(connections);
    if (waiting !== undefined && waiting.length < MOST) {
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

async function send(connections: Connections, together: readonly Asked[]): Promise<void> {
  let connection: Connection;
  try {
    connection = await connections.acquireConnection();
  } catch (error) {
    for (const { answer } of together) answer(Promise.reject(error));
    return;
  }
  const { stream } = connection.connection;
  connection.pipeline = true;
  stream.cork();
  const results = together.map(({ query }) => connection.query(query));
  stream.uncork();
  together.forEach(({ answer }, at) => {
    answer(results[at] ?? Promise.reject(new Error('a statement was not sent')));
  });
  await Promise.allSettled(results);
  connection.pipeline = false;
  await connections.releaseConnection(connection);
}
