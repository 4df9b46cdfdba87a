import { Client } from 'pg';
import { createTestDatabase } from './test-database';

test('each test file has a database of its own, with the newest schema', async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await first.knex.schema.createTable('only_in_first', (table) => table.integer('id'));
  expect(await second.knex.schema.hasTable('only_in_first')).toBe(false);
  expect(await second.knex.schema.hasTable('knex_migrations')).toBe(true);
  await Promise.all([first.drop(), second.drop()]);
});

test('a connection that is left open fails the test and is named by its last statement', async () => {
  const database = await createTestDatabase();
  const leaked = new Client({ connectionString: database.url });
  leaked.on('error', () => undefined);
  await leaked.connect();
  await leaked.query('select 42 as leaked');
  await expect(database.drop()).rejects.toThrow('select 42 as leaked');
});

test('the application has no rights beyond its own database', async () => {
  const database = await createTestDatabase();
  const { rows } = await database.knex.raw<{ rows: { rolsuper: boolean }[] }>(
    'select rolsuper from pg_roles where rolname = current_user',
  );
  expect(rows).toEqual([{ rolsuper: false }]);
  await database.drop();
});
