declare module 'knex/lib/dialects/postgres' {
  import { Knex } from 'knex';

  class PostgresClient extends Knex.Client {
    /** As they were given. */
    connectionSettings: { connectionString: string };
    acquireConnection(): Promise<unknown>;
    _query(
      connection: unknown,
      query: { sql: string; bindings?: readonly unknown[]; options?: Record<string, unknown> },
    ): Promise<unknown>;
  }
  export = PostgresClient;
}
