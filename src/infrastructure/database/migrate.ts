import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { type Migration, migrations } from '../../../migrations';
import { StartRefused } from '../start-refused';
import { buildIndexes } from './build-indexes';
import { withoutTimeLimit } from './knex';

/** Advisory lock of whoever changes the schema or what roles may. */
export const MIGRATION_LOCK = 4_210_733;

/**
 * How long a migration waits for a table that somebody reads or writes: whoever asks for the table meanwhile waits as
 * long. Then it lets go, and tries again.
 */
const LOCK_MS = 500;
const PAUSE_MS = 300;
const TRIES_MS = 10 * 60_000;

/** lock_not_available, deadlock_detected. */
const HELD = ['55P03', '40P01'];

/** Since when each migration says whether programs of before may serve on what it makes. */
const FIRST_TOLD = '0122-tell-additive-migrations';

/**
 * Brings the schema to the newest version, each migration in a transaction of its own; safe when several processes
 * start at once, and beside others that serve. A schema of a newer version, on which this one may serve, stays as it is.
 * @throws StartRefused where this version may not serve on the schema, or a table does not come free
 */
export async function migrateToLatest(knex: Knex, list: readonly Migration[] = migrations): Promise<void> {
  await knex.transaction(async (transaction) => {
    await withoutTimeLimit(transaction);
    // Two starting processes wait here for each other; killed, the lock goes with the connection. Written out: a prepared
    // statement would keep its snapshot, and an index that is built beside others waits for all snapshots to end.
    await transaction.raw(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    // Nothing is read by this transaction: it would keep the list from a migration that changes it.
    await checkKnownMigrations(knex, list);
    if (!(await knex.schema.hasTable('knex_migrations'))) await createList(knex);
    const pending = new Set(await listPendingMigrations(knex, list));
    const { rows } = await knex.raw('select coalesce(max(batch), 0) + 1 as batch from knex_migrations');
    for (const migration of list.filter(({ name }) => pending.has(name)))
      await bring(knex, migration, rows[0].batch);
  });
}

/** In the form of knex, whose own way brings all that is to come in one transaction, and holds each lock to its end. */
async function createList(knex: Knex): Promise<void> {
  await knex.raw(
    'create table knex_migrations (id serial primary key, name text not null, batch integer not null, migration_time timestamptz not null)',
  );
}

async function bring(knex: Knex, migration: Migration, batch: number): Promise<void> {
  const { name, up, indexes = {}, breaks } = migration;
  await buildIndexes(knex, indexes);
  const told = name >= FIRST_TOLD ? { additive: breaks === undefined } : {};
  await untilFree(name, () =>
    knex.transaction(async (transaction) => {
      // An index over a province takes longer than any page may.
      await withoutTimeLimit(transaction);
      await transaction.raw(`set local lock_timeout = ${LOCK_MS}`);
      // Not flushed one by one: one that a power cut takes with it is brought again, and what is kept behind it is flushed with it.
      await transaction.raw('set local synchronous_commit = off');
      await up(transaction);
      await transaction('knex_migrations').insert({
        name,
        batch,
        migration_time: transaction.fn.now(),
        ...told,
      });
    }),
  );
}

async function untilFree(name: string, work: () => Promise<void>): Promise<void> {
  const end = performance.now() + TRIES_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!HELD.includes((error as { code?: string }).code ?? '')) throw error;
      if (performance.now() > end)
        throw new StartRefused(
          `${name} waits for a table that somebody holds: pg_stat_activity shows who; what was done stands, start again.`,
        );
      await sleep(PAUSE_MS);
    }
  }
}

/** Names of the migrations that the database has not seen; nothing is changed. */
export async function listPendingMigrations(
  knex: Knex,
  list: readonly Migration[] = migrations,
): Promise<readonly string[]> {
  const done = new Set((await listDoneMigrations(knex)).map(({ name }) => name));
  return list.map(({ name }) => name).filter((name) => !done.has(name));
}

/**
 * Refuses a schema that this version does not know and on which it may not serve.
 * @returns how many migrations of a newer version it may serve on
 * @throws StartRefused with what to do
 */
export async function checkKnownMigrations(
  knex: Knex,
  list: readonly Migration[] = migrations,
): Promise<number> {
  const known = new Set(list.map(({ name }) => name));
  const done = await listDoneMigrations(knex);
  const unknown = done.filter(({ name }) => !known.has(name));
  const whole = done.length - unknown.length === list.length;
  if (unknown.length === 0 || (whole && unknown.every(({ additive }) => additive === true)))
    return unknown.length;
  throw new StartRefused(
    `The database was migrated by a newer version of this program (${unknown.map(({ name }) => name).join(', ')}): start that version or a later one, or restore the backup from before it.`,
  );
}

async function listDoneMigrations(
  knex: Knex,
): Promise<readonly { readonly name: string; readonly additive?: boolean }[]> {
  if (!(await knex.schema.hasTable('knex_migrations'))) return [];
  return knex('knex_migrations').orderBy('id').select('*');
}
