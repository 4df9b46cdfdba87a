import type { Knex } from 'knex';
import type { Config } from '../infrastructure/config/config';
import type { Databases } from '../infrastructure/database/databases';
import { applicationUrlOf, EMBEDDED_APPLICATION } from '../infrastructure/database/embedded/application-role';
import { startEmbeddedPostgres } from '../infrastructure/database/embedded/start-embedded-postgres';
import { createKnex, OFFICE_LIMITS, type TimeLimits } from '../infrastructure/database/knex';
import type { Logger } from '../infrastructure/logger';

/** Of the exam office and of what runs while nobody asks: its lists never wait for candidates, nor the reverse. */
export const OFFICE_CONNECTIONS = 8;
const MOST_ARRIVALS = 12;

/**
 * Connections for whoever comes, beside so many for whoever files: three for five. On PostgreSQL's own machine three
 * carry some 150 sign-ins a second, more than a process can hash passwords for.
 */
export function countArrivalConnections(poolSize: number): number {
  return Math.min(MOST_ARRIVALS, Math.ceil(poolSize * 0.6));
}

/** Opens the pools that serve requests, as the application's role. @returns both, and how to close them */
export function openPools(
  { applicationUrl }: OpenDatabase,
  { databasePoolSize }: Config,
  log: Logger,
): Databases & { close(): Promise<void> } {
  const publicDb = createKnex(applicationUrl, { max: databasePoolSize, pointReads: true, log });
  const arrivalsDb = createKnex(applicationUrl, {
    max: countArrivalConnections(databasePoolSize),
    pointReads: true,
    log,
  });
  const officeDb = createKnex(applicationUrl, { max: OFFICE_CONNECTIONS, limits: OFFICE_LIMITS, log });
  return {
    publicDb,
    arrivalsDb,
    officeDb,
    async close() {
      await publicDb.destroy();
      await arrivalsDb.destroy();
      await officeDb.destroy();
    },
  };
}

export interface OpenDatabase {
  /** Of the tables' owner, as far as it is given: for schema, seeds and the operator's command. */
  readonly db: Knex;
  /** Where the owner connects to, as far as it is given. */
  readonly ownerUrl: string;
  /** Where the application connects to, and under which name. */
  readonly applicationUrl: string;
  readonly applicationRole: string;
  readonly embedded: boolean;
  /** Closes the pool, then leaves the embedded server; the last to leave stops it. */
  close(): Promise<void>;
}

/**
 * The database of DATABASE_URL, or the embedded one of the data folder.
 * @param meanwhile done while the embedded server starts, where it has to
 */
export async function openDatabase(
  config: Config,
  log: Logger,
  limits: TimeLimits = OFFICE_LIMITS,
  meanwhile?: () => void,
): Promise<OpenDatabase> {
  if (config.databaseUrl !== null) {
    const applicationUrl = config.databaseUrl;
    const db = createKnex(config.databaseOwnerUrl ?? applicationUrl, {
      max: OFFICE_CONNECTIONS,
      limits,
      log,
    });
    const applicationRole = decodeURIComponent(new URL(applicationUrl).username);
    const ownerUrl = config.databaseOwnerUrl ?? applicationUrl;
    return { db, ownerUrl, applicationUrl, applicationRole, embedded: false, close: () => db.destroy() };
  }
  const server = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    archives: config.backups !== null,
    log: (message) => log.info(message),
    meanwhile,
  });
  const db = createKnex(server.connectionString, { max: OFFICE_CONNECTIONS, limits, log });
  return {
    db,
    ownerUrl: server.connectionString,
    applicationUrl: applicationUrlOf(server.connectionString),
    applicationRole: EMBEDDED_APPLICATION,
    embedded: true,
    async close() {
      await db.destroy();
      await server.stop();
    },
  };
}
