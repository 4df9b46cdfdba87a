import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { createKnex, type Knex } from '../../src/infrastructure/database/knex';
import { DEMO_TEMPLATE, TEMPLATE } from './test-server';

/** A database of a test file's own. */
export interface TestDatabase {
  readonly url: string;
  readonly knex: Knex;
  /**
   * Closes `knex` and removes the database.
   * @throws when a connection that the test or the code under test opened is still open
   */
  drop(): Promise<void>;
}

const CLOSING_MS = 2_000;

/** A worker makes and drops its databases on connections that it keeps: a new one costs as much as the copy. */
const worker = globalThis as { testAdmins?: Pool };

function openAdmins(connectionString: string): Pool {
  // Nobody stays for them.
  const admins = new Pool({ connectionString, max: 4, idleTimeoutMillis: 0, allowExitOnIdle: true });
  // Some tests end the connections of others; the next who asks gets another.
  admins.on('error', () => undefined);
  return admins;
}

/**
 * Copies the migrated template, empty or with the demo in it, or makes one `bare`, without a table: call it in
 * `beforeAll`, and `drop` in `afterAll`.
 */
export async function createTestDatabase(
  options: { demo?: boolean; bare?: boolean } = {},
): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error('TEST_DATABASE_URL is not set: run the tests through jest');
  const name = `test_${randomBytes(8).toString('hex')}`;
  const filled = options.demo === true ? DEMO_TEMPLATE : TEMPLATE;
  worker.testAdmins ??= openAdmins(server);
  const admins = worker.testAdmins;
  // As files: block by block through shared memory takes longer, and four times as long on a new connection.
  const template = options.bare === true ? 'template1' : filled;
  await admins.query(`create database ${name} template ${template} strategy file_copy`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const knex = createKnex(url.href);
  return {
    url: url.href,
    knex,
    drop: async () => {
      await knex.destroy();
      const leaked = await listOpenConnections(admins, name);
      await dropDatabase(admins, name);
      if (leaked.length > 0) throw new Error(`Connections left open, last statements: ${leaked.join('; ')}`);
    },
  };
}

/** The server needs a moment to notice that a client has gone. */
async function listOpenConnections(admins: Pool, name: string): Promise<string[]> {
  for (let waited = 0; ; waited += 20) {
    const { rows } = await admins.query<{ query: string }>(
      'select query from pg_stat_activity where datname = $1',
      [name],
    );
    if (rows.length === 0 || waited >= CLOSING_MS) return rows.map(({ query }) => query || '(none)');
    await sleep(20);
  }
}

/** While the server vacuums it by itself, a database cannot be dropped by whoever is no superuser. */
async function dropDatabase(admins: Pool, name: string): Promise<void> {
  for (let waited = 0; ; waited += 100) {
    try {
      await admins.query(`drop database if exists ${name} with (force)`);
      return;
    } catch (error) {
      if (waited >= CLOSING_MS * 10) throw error;
      await sleep(100);
    }
  }
}
