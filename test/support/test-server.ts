import {
  accessSync,
  chmodSync,
  constants,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import bcrypt from 'bcrypt';
import { Client } from 'pg';
import { demoPassword } from '../../seeds/demo/people';
import { seedDemo } from '../../seeds/demo/seed-demo';
import { seedReference } from '../../seeds/reference/seed-reference';
import { databaseClock } from '../../src/infrastructure/clock';
import { loadConfig } from '../../src/infrastructure/config/config';
import { EMBEDDED_APPLICATION } from '../../src/infrastructure/database/embedded/application-role';
import {
  findServerRecord,
  listLivingHolders,
} from '../../src/infrastructure/database/embedded/server-record';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/infrastructure/database/embedded/start-embedded-postgres';
import { createKnex, type Knex } from '../../src/infrastructure/database/knex';
import { bringUpSchema } from '../../src/infrastructure/database/roles';
import { createCipher } from '../../src/infrastructure/security/cipher';
import { claimInstallation } from '../../src/operations/installation';
import { claimKeys } from '../../src/operations/key-check';

/** Database with the newest schema and nothing in it; each test file gets a copy. */
export const TEMPLATE = 'zhiyuan_template';
/** The same with the demo's pack, windows, plan and people. */
export const DEMO_TEMPLATE = 'zhiyuan_demo_template';

const PREFIX = 'zhiyuan-test-';

/** A disk in memory where there is room on one: a flushed commit, which the tests are full of, costs nothing there. */
const ROOM_BYTES = 3e9;
const FOLDER = hasRoom('/dev/shm') ? '/dev/shm' : os.tmpdir();

function hasRoom(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > ROOM_BYTES;
  } catch {
    return false;
  }
}

/** jest runs the set-up and the teardown in one process, each with modules of its own. */
const run = globalThis as { testServer?: { postgres: EmbeddedPostgres; dataDir: string } | undefined };

/**
 * Starts the run's own PostgreSQL in a temporary folder and makes the template.
 * @returns the address of its database `zhiyuan`, for a role that may create databases
 */
export async function startTestServer(): Promise<string> {
  await removeLeftovers();
  const dataDir = mkdtempSync(path.join(FOLDER, PREFIX));
  chmodSync(dataDir, 0o711);
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  run.testServer = { postgres, dataDir };
  await allowCreatingDatabases(postgres.connectionString, dataDir);
  await createTemplates(postgres.connectionString);
  return postgres.connectionString;
}

/** Stops it and removes its folder. */
export async function stopTestServer(): Promise<void> {
  const { testServer } = run;
  if (testServer === undefined) return;
  await testServer.postgres.stop();
  // Another run that looks for leftovers may be reading there.
  rmSync(testServer.dataDir, { recursive: true, force: true, maxRetries: 10 });
}

/** The owner's role may not create databases; copying the template is the tests' own need. */
async function allowCreatingDatabases(connectionString: string, dataDir: string): Promise<void> {
  const { supervisorPassword } = JSON.parse(await readFile(path.join(dataDir, 'postgres.json'), 'utf8'));
  const url = new URL(connectionString);
  url.username = 'supervisor';
  url.password = supervisorPassword;
  process.env.TEST_SUPERVISOR_URL = url.href;
  await runStatements(url.href, [
    'alter role zhiyuan createdb',
    // Tests look who waits for whom and end connections, over all roles.
    'grant pg_read_all_stats, pg_signal_backend to zhiyuan',
  ]);
  await trustConnections(url.href);
}

/** A run opens thousands of connections; a proof of the password is a third of what each costs. */
async function trustConnections(supervisorUrl: string): Promise<void> {
  const client = new Client({ connectionString: supervisorUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ hba_file: string }>('show hba_file');
    for (const { hba_file: file } of rows)
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll('scram-sha-256', 'trust'));
    await client.query('select pg_reload_conf()');
  } finally {
    await client.end();
  }
}

async function createTemplates(connectionString: string): Promise<void> {
  await runStatements(connectionString, [`create database ${TEMPLATE}`]);
  await fillDatabase(connectionString, TEMPLATE, (knex) => bringUpSchema(knex, EMBEDDED_APPLICATION));
  await runStatements(connectionString, [`create database ${DEMO_TEMPLATE} template ${TEMPLATE}`]);
  await fillDatabase(connectionString, DEMO_TEMPLATE, async (knex) => {
    const { secrets } = loadConfig({});
    await claimInstallation(knex, 'demo');
    await claimKeys(knex, secrets);
    await seedReference(knex);
    await seedDemo(knex, createCipher(secrets.dataKey, secrets.indexKey), await databaseClock.now(knex));
    if (!process.env.LONG) await weakenPasswords(knex);
  });
  // No test can keep a copy from being made by connecting to the original.
  const closed = [TEMPLATE, DEMO_TEMPLATE].map((name) => `alter database ${name} allow_connections false`);
  await runStatements(connectionString, closed);
}

/** Thousands of sign-ins in a run: each compares a hash of bcrypt's least cost. The long run, which times them, does not. */
async function weakenPasswords(knex: Knex): Promise<void> {
  const hash = await bcrypt.hash(demoPassword, 4);
  for (const table of ['credentials', 'officers']) {
    await knex(table).whereNotNull('password_hash').update({ password_hash: hash });
  }
}

async function fillDatabase(
  connectionString: string,
  name: string,
  fill: (knex: Knex) => Promise<void>,
): Promise<void> {
  const url = new URL(connectionString);
  url.pathname = `/${name}`;
  const knex = createKnex(url.href);
  try {
    await fill(knex);
  } finally {
    await knex.destroy();
  }
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
  for (const name of readdirSync(FOLDER).filter((entry) => entry.startsWith(PREFIX))) {
    const dataDir = path.join(FOLDER, name);
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
