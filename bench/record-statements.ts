import { AsyncLocalStorage } from 'node:async_hooks';
import { Server } from 'node:http';
import { Client } from 'pg';
import { POINT_READS } from '../src/infrastructure/database/knex';
import type { RecordedStatement } from './recording';

/**
 * Loaded into the application before anything else (`--require`): tells the parent process, on demand, every
 * statement that a request sent to PostgreSQL, beside which others, and what came back first. What the application
 * does by itself (polls, outbox) belongs to no request and is left out.
 */

type Callback = (error: Error | null, result?: { rows?: unknown[] }) => void;
type Query = { text: string; values?: unknown[]; name?: string; callback?: Callback };

let statements: RecordedStatement[] | null = null;
let tick = 0;
const requests = new AsyncLocalStorage<true>();

const emit = Server.prototype.emit as (...parts: unknown[]) => boolean;
Server.prototype.emit = function emitInRequest(this: Server, ...parts: unknown[]): boolean {
  const pass = () => emit.apply(this, parts);
  return parts[0] === 'request' ? requests.run(true, pass) : pass();
} as typeof Server.prototype.emit;

const original = Client.prototype.query as (...parts: unknown[]) => unknown;

Client.prototype.query = function record(this: Client, ...parts: unknown[]): unknown {
  if (statements === null || requests.getStore() === undefined) return original.apply(this, parts);
  const [query, second] = parts as [string | Query, unknown];
  const { text, values = [] } =
    typeof query === 'string' ? { text: query, values: Array.isArray(second) ? second : [] } : query;
  // What a connection is told when it is opened belongs to no request.
  if (text === POINT_READS) return original.apply(this, parts);
  const entry: RecordedStatement = { text, values, start: tick++, end: 0, row: null };
  statements.push(entry);
  const note = (result?: { rows?: unknown[] }) => {
    entry.end = tick++;
    entry.row = (result?.rows?.[0] ?? null) as RecordedStatement['row'];
  };
  const noting =
    (done: Callback): Callback =>
    (error, result) => {
      note(result);
      done(error, result);
    };
  if (typeof query === 'object' && query.callback !== undefined) {
    query.callback = noting(query.callback);
    return original.apply(this, parts);
  }
  const last = parts.at(-1);
  if (typeof last === 'function') {
    const noted = noting(last as Callback);
    return original.apply(this, [...parts.slice(0, -1), noted]);
  }
  const answer = original.apply(this, parts) as Promise<{ rows?: unknown[] }>;
  return answer.then((result) => {
    note(result);
    return result;
  });
} as unknown as typeof Client.prototype.query;

process.on('message', (message: unknown) => {
  if (message === 'record') {
    statements = [];
    tick = 0;
  } else if (message === 'report') {
    process.send?.({ statements });
    statements = null;
  }
});
