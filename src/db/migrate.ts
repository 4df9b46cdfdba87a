import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';

interface Migration {
  up(knex: Knex): Promise<void>;
  down(knex: Knex): Promise<void>;
}

const folder = path.resolve(__dirname, '../../migrations');

/** A migration's name carries no extension: .ts in development and .js in production are one migration. */
const migrationSource: Knex.MigrationSource<string> = {
  async getMigrations() {
    const files = readdirSync(folder).filter((file) => /^\d{4}-[a-z-]+\.(ts|js)$/.test(file));
    return files.map((file) => path.parse(file).name).sort();
  },
  getMigrationName: (name) => name,
  async getMigration(name): Promise<Migration> {
    return require(path.join(folder, name));
  },
};

/** Brings the schema to the newest version; safe when several processes start at once. */
export async function migrateToLatest(knex: Knex): Promise<void> {
  await knex.raw('select 1');
  const lock = 4_210_733;
  await knex.transaction(async (transaction) => {
    // Two starting processes wait here for each other instead of failing on knex's own lock table.
    await transaction.raw('select pg_advisory_xact_lock(?)', [lock]);
    await knex.migrate.latest({ migrationSource });
  });
}

/** Names of migrations that the code knows and the database has not run. */
export async function listPendingMigrations(knex: Knex): Promise<string[]> {
  const [, pending] = (await knex.migrate.list({ migrationSource })) as [unknown, string[]];
  return pending;
}
