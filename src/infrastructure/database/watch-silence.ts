import type { SilenceWatch } from './silent-server';

/** What a connection of the driver is to this file. */
export interface WatchedConnection {
  /** Whether every statement that was sent has been answered. */
  readonly readyForQuery?: boolean;
  readonly connection: {
    readonly stream: {
      setTimeout(ms: number): unknown;
      on(event: 'timeout', silent: () => void): unknown;
      destroy(error: Error): unknown;
    };
  };
}

/** How much longer than its own time limit a server that is alive may take to say that it keeps it, in milliseconds. */
const GRACE_MS = 2_000;

/** Connections whose work takes the time that it takes. */
const patient = new WeakSet<object>();

/**
 * Closes a connection on which an answer is awaited and from which nothing comes. A server that is alive says itself
 * that a statement took too long; one that is frozen, or behind a wire that swallows everything, says nothing, and
 * whoever asked would wait without end. Whether the statement was done is not known then.
 * @param statementMs the server's own limit of a statement; 0 is without end
 * @param server remembers that it said nothing, for whoever asks behind this
 */
export function watchSilence(connection: WatchedConnection, statementMs: number, server: SilenceWatch): void {
  if (statementMs === 0) return;
  const { stream } = connection.connection;
  const ms = statementMs + GRACE_MS;
  // The socket's own timer: it is pushed on by whatever is sent or comes, and costs nothing but that.
  stream.setTimeout(ms);
  stream.on('timeout', () => {
    if (connection.readyForQuery !== false || patient.has(connection)) return;
    server.suspect();
    stream.destroy(new ServerSilent(ms));
  });
}

/** Nothing came from the database for longer than it may take to answer. */
class ServerSilent extends Error {
  readonly code = 'ETIMEDOUT';
  constructor(ms: number) {
    super(`the database has said nothing for ${ms} ms`);
  }
}

/** From now on until it is given back, a connection may be silent however long. */
export function bearSilence(connection: object): void {
  patient.add(connection);
}

/** Work that takes its time has ended. */
export function endPatience(connection: object): void {
  patient.delete(connection);
}
