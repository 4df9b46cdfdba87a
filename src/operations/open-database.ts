import type { Knex } from 'knex';
import type { Config } from '../config';
import { startEmbeddedPostgres } from '../db/embedded';
import { createKnex } from '../db/knex';
import type { Logger } from '../logger';

export interface OpenDatabase {
  readonly db: Knex;
  readonly url: string;
  readonly embedded: boolean;
  /** Closes the pool, then leaves the embedded server; the last to leave stops it. */
  close(): Promise<void>;
}

/** The database of DATABASE_URL, or the embedded one of the data folder. */
export async function openDatabase(config: Config, log: Logger): Promise<OpenDatabase> {
  if (config.databaseUrl !== null) {
    const db = createKnex(config.databaseUrl, { max: config.databasePoolSize });
    return { db, url: config.databaseUrl, embedded: false, close: () => db.destroy() };
  }
  const server = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    log: (message) => log.info(message),
  });
  const db = createKnex(server.connectionString, { max: config.databasePoolSize });
  return {
    db,
    url: server.connectionString,
    embedded: true,
    async close() {
      await db.destroy();
      await server.stop();
    },
  };
}
