import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Migration, migrations } from '../../../migrations';
import {
  checkKnownMigrations,
  listPendingMigrations,
  migrateToLatest,
} from '../../../src/infrastructure/database/migrate';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

const root = path.resolve(__dirname, '../../..');

const migration = (name: string, sql: string, more: Partial<Migration> = {}): Migration => ({
  name,
  up: async (knex) => void (await knex.raw(sql)),
  down: async () => undefined,
  ...more,
});

/** The compiled program's way, with two migrations of which the second takes ten minutes. */
const HALF_WAY = `
  const { migrations } = require('./dist/migrations');
  const { createKnex } = require('./dist/src/infrastructure/database/knex');
  const { migrateToLatest } = require('./dist/src/infrastructure/database/migrate');
  const up = (sql) => ({ up: (knex) => knex.raw(sql), down: async () => undefined });
  migrateToLatest(createKnex(process.argv[1]), [
    ...migrations,
    { name: '9001-first', ...up('create table first_half (id int)') },
    { name: '9002-second', ...up('create table second_half (id int); select pg_sleep(600)') },
  ]);
`;

describe('the schema is brought up', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  const bring = (...more: readonly Migration[]) => migrateToLatest(database.knex, [...migrations, ...more]);
  const hasTable = (name: string) => database.knex.schema.hasTable(name);

  it('by a second try where the first was killed half way: nothing is there twice or in part', async () => {
    const child = spawn(process.execPath, ['-e', HALF_WAY, database.url], { cwd: root, stdio: 'inherit' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const sleeping = () =>
      database.knex.raw(
        "select pid from pg_stat_activity where query like '%pg_sleep(600)%' and pid <> pg_backend_pid() and datname = current_database()",
      );
    while ((await sleeping()).rows.length === 0) await sleep(50);
    child.kill('SIGKILL');
    await ended;
    // The server notices when it next writes to a client that is gone; an operator's restart ends it as well.
    await database.knex.raw(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
    );
    expect([await hasTable('first_half'), await hasTable('second_half')]).toEqual([true, false]);
    const rest = [
      migration('9001-first', 'create table first_half (id int)'),
      migration('9002-second', 'create table second_half (id int)'),
    ];
    await bring(...rest);
    expect(await hasTable('second_half')).toBe(true);
    expect(await listPendingMigrations(database.knex, [...migrations, ...rest])).toEqual([]);
  });

  it('once by several that start together', async () => {
    const one = migration('9001-once', 'create table once (id int)');
    await Promise.all([bring(one), bring(one), bring(one)]);
    expect(await database.knex('knex_migrations').where({ name: one.name })).toHaveLength(1);
  });

  it('where a migration changes the list of migrations itself', async () => {
    await bring(migration('9001-list', 'alter table knex_migrations add column note text'));
    expect(await database.knex.schema.hasColumn('knex_migrations', 'note')).toBe(true);
  });

  it('without a line of waiting people behind it, where somebody reads for long', async () => {
    const { knex } = database;
    const reader = await knex.transaction();
    await reader.raw('select count(*) from application_groups');
    const change = bring(migration('9001-add', 'alter table application_groups add column note text'));
    const waits: number[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      const began = performance.now();
      await knex.raw('select count(*) from application_groups');
      waits.push(performance.now() - began);
      await sleep(50);
    }
    expect(await knex.schema.hasColumn('application_groups', 'note')).toBe(false);
    await reader.rollback();
    await change;
    expect(await knex.schema.hasColumn('application_groups', 'note')).toBe(true);
    expect(Math.max(...waits)).toBeLessThan(1000);
    expect(Math.max(...waits)).toBeGreaterThan(100);
  });

  it('with an index of a large table that was left half built', async () => {
    const { knex } = database;
    await knex.raw('create table many as select 1 as id from generate_series(1, 2)');
    await knex.raw('create unique index concurrently many_id on many (id)').catch(() => undefined);
    const isValid = async () =>
      (await knex.raw("select indisvalid as valid from pg_index where indexrelid = to_regclass('many_id')"))
        .rows[0]?.valid;
    expect(await isValid()).toBe(false);
    await bring(migration('9001-index', 'select 1', { indexes: { many_id: 'many (id)' } }));
    expect(await isValid()).toBe(true);
    expect((await knex.raw('show statement_timeout')).rows[0].statement_timeout).not.toBe('0');
  });

  it('for a program of before too, where nothing breaks that; it leaves the schema as it is', async () => {
    const { knex } = database;
    await bring(migration('9001-adds', 'create table added (id int)'));
    expect(await checkKnownMigrations(knex)).toBe(1);
    await migrateToLatest(knex);
    // Of a line of development that went another way some are to come here: that is no version of before.
    await expect(migrateToLatest(knex, [...migrations, migration('9000-other', 'select 1')])).rejects.toThrow(
      '9001-adds',
    );
    await bring(migration('9001-adds', ''), migration('9002-takes', 'drop table added', { breaks: 'gone' }));
    await expect(migrateToLatest(knex)).rejects.toThrow('9001-adds, 9002-takes');
  });
});
