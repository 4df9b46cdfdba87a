import type { Knex } from 'knex';
import { type Migration, migrations } from '../../../migrations';
import { StartRefused } from '../start-refused';
import { withoutTimeLimit } from './knex';

/** Advisory lock of whoever changes the schema or what roles may. */
export const MIGRATION_LOCK = 4_210_733;

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

/**
 * Brings the schema to the newest version; safe when several processes start at once.
 * @throws StartRefused when a newer version of the program has migrated the database
 */
export async function migrateToLatest(knex: Knex): Promise<void> {
  await knex.transaction(async (transaction) => {
    await withoutTimeLimit(transaction);
    // Two starting processes wait here for each other instead of failing on knex's own lock table.
    await transaction.raw('select pg_advisory_xact_lock(?)', [MIGRATION_LOCK]);
    await checkKnownMigrations(transaction);
    await knex.migrate.latest({ migrationSource });
  });
}

/** Names of the migrations that the database has not seen; nothing is changed. */
export async function listPendingMigrations(knex: Knex): Promise<readonly string[]> {
  const done = new Set(await listDoneMigrations(knex));
  return migrations.map(({ name }) => name).filter((name) => !done.has(name));
}

/** Refuses a schema that this version does not know. @throws StartRefused with what to do */
export async function checkKnownMigrations(knex: Knex): Promise<void> {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = (await listDoneMigrations(knex)).filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new StartRefused(
    `The database was migrated by a newer version of this program (${unknown.join(', ')}): start that version or a later one, or restore the backup from before it.`,
  );
}

async function listDoneMigrations(knex: Knex): Promise<readonly string[]> {
  if (!(await knex.schema.hasTable('knex_migrations'))) return [];
  return knex('knex_migrations').orderBy('id').pluck<string[]>('name');
}
