import type { Knex } from 'knex';
import { type Migration, migrations } from '../../../migrations';
import { withoutTimeLimit } from './knex';

/** A migration's name carries no extension: .ts in development and .js in production are one migration. */
const migrationSource: Knex.MigrationSource<Migration> = {
  getMigrations: async () => [...migrations],
  getMigrationName: ({ name }) => name,
  getMigration: async ({ up, down }) => ({
    // An index over a province takes longer than any page may.
    async up(knex) {
      await withoutTimeLimit(knex as Knex.Transaction);
      await up(knex);
    },
    down,
  }),
};

/** Brings the schema to the newest version; safe when several processes start at once. */
export async function migrateToLatest(knex: Knex): Promise<void> {
  const lock = 4_210_733;
  await knex.transaction(async (transaction) => {
    await withoutTimeLimit(transaction);
    // Two starting processes wait here for each other instead of failing on knex's own lock table.
    await transaction.raw('select pg_advisory_xact_lock(?)', [lock]);
    await knex.migrate.latest({ migrationSource });
  });
}

/** Names of the migrations that the database has not seen; nothing is changed. */
export async function listPendingMigrations(knex: Knex): Promise<readonly string[]> {
  if (!(await knex.schema.hasTable('knex_migrations'))) return migrations.map(({ name }) => name);
  const done = new Set<string>(await knex('knex_migrations').pluck('name'));
  return migrations.map(({ name }) => name).filter((name) => !done.has(name));
}
