import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import type { Config } from '../../infrastructure/config/config';
import { startEmbeddedPostgres } from '../../infrastructure/database/embedded/start-embedded-postgres';
import { createKnex, OFFICE_LIMITS } from '../../infrastructure/database/knex';
import { StartRefused } from '../../infrastructure/start-refused';

/** A database that holds nothing but a rehearsal, and is empty again behind it. */
export interface ScratchDatabase {
  readonly url: string;
  readonly db: Knex;
  /** A folder of the rehearsal's own. */
  readonly folder: string;
  close(): Promise<void>;
}

const CONNECTIONS = 8;

/**
 * The empty database that was named, or an embedded one in a temporary folder.
 * @throws StartRefused for the database of the installation, and for any in which there is a table
 */
export async function openScratchDatabase(
  named: string | null,
  config: Pick<Config, 'databaseUrl' | 'databaseOwnerUrl'>,
): Promise<ScratchDatabase> {
  if (named !== null) refuseInstallation(named, config);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-rehearsal-'));
  // The embedded server runs as a user of its own where this is root.
  chmodSync(folder, 0o711);
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  try {
    return named === null
      ? await openEmbedded(folder, removeFolder)
      : await openNamed(named, folder, removeFolder);
  } catch (error) {
    removeFolder();
    throw error;
  }
}

async function openEmbedded(folder: string, removeFolder: () => void): Promise<ScratchDatabase> {
  const server = await startEmbeddedPostgres({ dataDir: folder, log: () => undefined });
  const db = createKnex(server.connectionString, { max: CONNECTIONS, limits: OFFICE_LIMITS });
  return {
    ...{ url: server.connectionString, db, folder },
    async close() {
      await db.destroy();
      await server.stop();
      removeFolder();
    },
  };
}

async function openNamed(url: string, folder: string, removeFolder: () => void): Promise<ScratchDatabase> {
  const db = createKnex(url, { max: CONNECTIONS, limits: OFFICE_LIMITS });
  try {
    await refuseTables(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    ...{ url, db, folder },
    async close() {
      try {
        // It was empty: everything in it is the rehearsal's.
        await db.raw('drop schema public cascade');
        await db.raw('create schema public');
      } finally {
        await db.destroy();
        removeFolder();
      }
    },
  };
}

async function refuseTables(db: Knex): Promise<void> {
  const { rows } = await db.raw<{ rows: { found: string }[] }>(
    `select relname::text as found from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where relkind in ('r', 'p', 'v', 'm', 'S', 'f') and nspname !~ '^pg_' and nspname <> 'information_schema' limit 1`,
  );
  if (rows[0] !== undefined)
    throw new StartRefused(
      `The database is not empty (${rows[0].found}): a rehearsal wants one of its own, such as createdb makes.`,
    );
}

/** Host, port and name of a database, whoever signs in there. */
const placeOf = (url: string) => {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname === 'localhost' ? '127.0.0.1' : hostname}:${port || '5432'}${pathname}`;
};

function refuseInstallation(
  named: string,
  { databaseUrl, databaseOwnerUrl }: Pick<Config, 'databaseUrl' | 'databaseOwnerUrl'>,
): void {
  const own = [databaseUrl, databaseOwnerUrl].flatMap((url) => (url === null ? [] : [placeOf(url)]));
  if (own.includes(placeOf(named)))
    throw new StartRefused('This is the database of the installation: a rehearsal wants one of its own.');
}
