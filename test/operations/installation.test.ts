import {
  addClockShift,
  databaseClock,
  findClockShift,
  resetClockShift,
} from '../../src/infrastructure/clock';
import { checkDatabaseSettings, claimInstallation } from '../../src/operations/installation';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

describe('an installation', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('belongs to the environment of its first start', async () => {
    await claimInstallation(database.knex, 'demo');
    await claimInstallation(database.knex, 'demo');
    await expect(claimInstallation(database.knex, 'live')).rejects.toThrow('holds the data of demo');
    await expect(claimInstallation(database.knex, 'drill')).rejects.toThrow('holds the data of demo');
  });

  it('refuses a shifted clock outside the demo', async () => {
    await database.knex('installations').update({ environment: 'live' });
    await claimInstallation(database.knex, 'live');
    await addClockShift(database.knex, 60);
    await expect(claimInstallation(database.knex, 'live')).rejects.toThrow(
      'clock of this database is shifted',
    );
    await resetClockShift(database.knex);
    await claimInstallation(database.knex, 'live');
    await database.knex('installations').update({ environment: 'demo' });
  });

  it('moves business time by what was added, and back', async () => {
    const before = await databaseClock.now(database.knex);
    await addClockShift(database.knex, 3600);
    await addClockShift(database.knex, 60);
    const after = await databaseClock.now(database.knex);
    expect(after.getTime() - before.getTime()).toBeGreaterThanOrEqual(3_660_000);
    await resetClockShift(database.knex);
    expect(await findClockShift(database.knex)).toBe(0);
  });

  it('sees one instant in a transaction, however long it takes', async () => {
    await database.knex.transaction(async (transaction) => {
      const first = await databaseClock.now(transaction);
      await transaction.raw('select pg_sleep(0.02)');
      expect(await databaseClock.now(transaction)).toEqual(first);
    });
  });

  it.each([
    ['fsync', 'off', 'fsync is off'],
    ['full_page_writes', 'off', 'full_page_writes is off'],
    ['synchronous_commit', 'off', 'synchronous_commit is off'],
    ['server_version_num', '140012', 'older than PostgreSQL 15'],
    ['server_encoding', 'SQL_ASCII', 'it must be UTF8'],
  ])('refuses a server with %s = %s', async (name, setting, sentence) => {
    const { rows } = await database.knex.raw(`select name, setting from pg_settings`);
    const changed = rows.map((row: { name: string }) => (row.name === name ? { name, setting } : row));
    const server = { raw: async () => ({ rows: changed }) } as unknown as typeof database.knex;
    await expect(checkDatabaseSettings(server)).rejects.toThrow(sentence);
  });

  it('takes the server that we start', async () => {
    await expect(checkDatabaseSettings(database.knex)).resolves.toBeUndefined();
  });
});
