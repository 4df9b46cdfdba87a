import { loadConfig } from '../../src/infrastructure/config/config';
import type { Knex } from '../../src/infrastructure/database/knex';
import { createLogger } from '../../src/infrastructure/logger';
import {
  countArrivalConnections,
  OFFICE_CONNECTIONS,
  openDatabase,
  openPools,
} from '../../src/operations/open-database';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

describe('the pools of a server', () => {
  it.each([
    [2, 2],
    [5, 3],
    [10, 6],
    [20, 12],
    [200, 12],
  ])('of %i connections for whoever files have %i for whoever comes', (files, comes) => {
    expect(countArrivalConnections(files)).toBe(comes);
  });

  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ demo: false });
  });
  afterAll(() => database.drop());

  it('keep who files, who comes and the office apart: none waits for another, and each plans as it needs', async () => {
    const config = loadConfig({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: '2' });
    const opened = await openDatabase(config, createLogger('silent'));
    const pools = openPools(opened, config, createLogger('silent'));
    try {
      const hold = (db: Knex, count: number) =>
        Promise.all(Array.from({ length: count }, () => db.transaction()));
      const office = await hold(pools.officeDb, OFFICE_CONNECTIONS);
      const arrivals = await hold(pools.arrivalsDb, countArrivalConnections(2));
      const candidates = await hold(pools.publicDb, 1);
      const [shown] = (await pools.publicDb.raw('show enable_seqscan')).rows;
      expect(shown).toEqual({ enable_seqscan: 'off' });
      await office.pop()?.rollback();
      candidates.push(...(await hold(pools.publicDb, 1)));
      const [usual] = (await pools.officeDb.raw('show enable_seqscan')).rows;
      expect(usual).toEqual({ enable_seqscan: 'on' });
      for (const held of [...office, ...arrivals, ...candidates]) await held.rollback();
    } finally {
      await pools.close();
      await opened.close();
    }
  });
});
