import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/db/embedded';
import { findServerRecord, listLivingHolders } from '../../src/db/embedded/server-record';
import { createKnex } from '../../src/db/knex';
import { migrateToLatest } from '../../src/db/migrate';

/** Database with the newest schema and nothing in it; each test file gets a copy. */
export const TEMPLATE = 'zhiyuan_template';

const PREFIX = 'zhiyuan-test-';

/** jest runs the set-up and the teardown in one process, each with modules of its own. */
const run = globalThis as { testServer?: { postgres: EmbeddedPostgres; dataDir: string } | undefined };

/**
 * Starts the run's own PostgreSQL in a temporary folder and makes the template.
 * @returns the address of its database `zhiyuan`, for a role that may create databases
 */
export async function startTestServer(): Promise<string> {
  await removeLeftovers();
  const dataDir = mkdtempSync(path.join(os.tmpdir(), PREFIX));
  chmodSync(dataDir, 0o711);
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  run.testServer = { postgres, dataDir };
  await allowCreatingDatabases(postgres.connectionString, dataDir);
  await createTemplate(postgres.connectionString);
  return postgres.connectionString;
}

/** Stops it and removes its folder. */
export async function stopTestServer(): Promise<void> {
  const { testServer } = run;
  if (testServer === undefined) return;
  await testServer.postgres.stop();
  rmSync(testServer.dataDir, { recursive: true, force: true });
}

/** The application's role may not create databases; copying the template is the tests' own need. */
async function allowCreatingDatabases(connectionString: string, dataDir: string): Promise<void> {
  const { supervisorPassword } = JSON.parse(await readFile(path.join(dataDir, 'postgres.json'), 'utf8'));
  const url = new URL(connectionString);
  url.username = 'supervisor';
  url.password = supervisorPassword;
  await runStatements(url.href, ['alter role zhiyuan createdb']);
}

async function createTemplate(connectionString: string): Promise<void> {
  await runStatements(connectionString, [`create database ${TEMPLATE}`]);
  const url = new URL(connectionString);
  url.pathname = `/${TEMPLATE}`;
  const knex = createKnex(url.href);
  try {
    await migrateToLatest(knex);
  } finally {
    await knex.destroy();
  }
  // No test can keep a copy from being made by connecting to the original.
  await runStatements(connectionString, [`alter database ${TEMPLATE} allow_connections false`]);
}

async function runStatements(connectionString: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A run that was killed leaves its server behind; nobody else will stop it. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(os.tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const dataDir = path.join(os.tmpdir(), name);
    try {
      const record = await findServerRecord(path.join(dataDir, 'postgres.json'));
      // Without a record a run is just beginning.
      if (record === null || listLivingHolders(record).length > 0) continue;
      const joined = await startEmbeddedPostgres({ dataDir, log: () => undefined });
      await joined.stop();
      rmSync(dataDir, { recursive: true, force: true });
    } catch {
      // Another account's, or another run removed it meanwhile.
    }
  }
}
