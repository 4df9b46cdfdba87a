import type { Knex } from 'knex';
import type { Config } from '../infrastructure/config/config';
import type { Databases } from '../infrastructure/database/databases';
import { startEmbeddedPostgres } from '../infrastructure/database/embedded/start-embedded-postgres';
import { createKnex, OFFICE_LIMITS, type TimeLimits } from '../infrastructure/database/knex';
import type { Logger } from '../infrastructure/logger';

/** Of the exam office and of what runs while nobody asks: its lists never wait for candidates, nor the reverse. */
export const OFFICE_CONNECTIONS = 8;

/** Opens the pool for candidates beside one that is open. @returns both, and how to close the one that was opened */
export function openPools(
  { db: officeDb, url }: OpenDatabase,
  { databasePoolSize }: Config,
): Databases & { close(): Promise<void> } {
  const publicDb = createKnex(url, { max: databasePoolSize, pointReads: true });
  return { publicDb, officeDb, close: () => publicDb.destroy() };
}

interface OpenDatabase {
  /** For whole tables and long work. */
  readonly db: Knex;
  readonly url: string;
  readonly embedded: boolean;
  /** Closes the pool, then leaves the embedded server; the last to leave stops it. */
  close(): Promise<void>;
}

/** The database of DATABASE_URL, or the embedded one of the data folder. */
export async function openDatabase(
  config: Config,
  log: Logger,
  limits: TimeLimits = OFFICE_LIMITS,
): Promise<OpenDatabase> {
  if (config.databaseUrl !== null) {
    const db = createKnex(config.databaseUrl, { max: OFFICE_CONNECTIONS, limits });
    return { db, url: config.databaseUrl, embedded: false, close: () => db.destroy() };
  }
  const server = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    archives: config.backups !== null,
    log: (message) => log.info(message),
  });
  const db = createKnex(server.connectionString, { max: OFFICE_CONNECTIONS, limits });
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
