import { createHash } from 'node:crypto';
import PostgresClient from 'knex/lib/dialects/postgres';
import { leavePipeline } from './send-batched';
import { watchOf } from './silent-server';
import { endPatience } from './watch-silence';

const MAX_STATEMENTS = 500;
const names = new Map<string, string>();

interface Query {
  sql: string;
  options?: Record<string, unknown>;
}

/**
 * Sends every statement with values as a named, prepared one, so that PostgreSQL parses and plans it once a
 * connection (1.5 times the pages and saves a second). The number of names is bounded; what is beyond it, and
 * what has no values (DDL, begin, commit), goes unnamed.
 */
export class PreparedStatementsClient extends PostgresClient {
  override _query(connection: unknown, query: Query & { bindings?: readonly unknown[] }): Promise<unknown> {
    const name = query.bindings && query.bindings.length > 0 ? findName(query.sql) : null;
    if (name !== null) query.options = { ...query.options, name };
    return super._query(connection, query);
  }

  private readonly server = watchOf(this.connectionSettings);

  /** Nobody waits for a server that let another wait in vain. */
  override acquireConnection(): Promise<unknown> {
    if (!this.server.suspected) return super.acquireConnection();
    return this.server.tryFirst().then(() => super.acquireConnection());
  }

  override acquireRawConnection(): Promise<unknown> {
    return super.acquireRawConnection().catch(this.server.judge);
  }

  /** Statements asked for together have left it in the driver's pipeline mode, which other work may not expect. */
  override releaseConnection(connection: { pipeline: boolean }): Promise<void> {
    leavePipeline(connection);
    endPatience(connection);
    return super.releaseConnection(connection);
  }
}

function findName(sql: string): string | null {
  const known = names.get(sql);
  if (known !== undefined) return known;
  if (names.size >= MAX_STATEMENTS) return null;
  const name = createHash('sha256').update(sql).digest('base64url').slice(0, 24);
  names.set(sql, name);
  return name;
}
