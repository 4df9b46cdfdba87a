import type { Knex } from 'knex';
import { createKnex } from '../../../src/infrastructure/database/knex';
import { createLogger } from '../../../src/infrastructure/logger';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

describe('a pool for looking up rows by their keys', () => {
  let database: TestDatabase;
  let points: Knex;
  beforeAll(async () => {
    database = await createTestDatabase({ demo: false });
    points = createKnex(database.url, { max: 1, pointReads: true });
  });
  afterAll(async () => {
    await points.destroy();
    await database.drop();
  });

  /** How often tables of filing were read from end to end. */
  async function countScans(knex: Knex, table: string): Promise<number> {
    await knex.raw('select pg_stat_force_next_flush()');
    const row = await knex('pg_stat_user_tables').where({ relname: table }).first('seq_scan');
    return Number(row?.seq_scan);
  }

  it('uses the index of a table that is still all but empty, as it has to when the table has grown', async () => {
    const { knex } = database;
    await knex.raw('create table growing (key text primary key, points int not null)');
    await knex('growing').insert({ key: 'first', points: 1 });
    await knex.raw('analyze growing');
    const ask = async (pool: Knex) => {
      const before = await countScans(knex, 'growing');
      // PostgreSQL settles on a plan for a prepared statement after five times.
      for (let time = 0; time < 12; time += 1)
        await pool.raw('select points from growing where key = any (?)', [[`${time}`, 'first', 'none']]);
      await pool.raw('select pg_stat_force_next_flush()');
      return (await countScans(knex, 'growing')) - before;
    };
    expect(await ask(points)).toBe(0);
    // What would happen without it.
    expect(await ask(knex)).toBe(12);
  });

  it('still reads what has no index', async () => {
    await database.knex.raw('create table plain (n int)');
    await database.knex('plain').insert([{ n: 1 }, { n: 2 }]);
    expect(await points('plain').sum('n as n')).toEqual([{ n: 3 }]);
  });
});

describe('what the library of pools has to say', () => {
  it('stands in the log, as everything else, and nowhere on the console', async () => {
    const console = jest.spyOn(globalThis.console, 'log');
    const lines: string[] = [];
    const log = createLogger('info', { write: (line) => void lines.push(line) });
    const [told, silent] = [log, undefined].map((one) =>
      createKnex('postgres://nobody@127.0.0.1:1/none', { max: 1, ...(one && { log: one }) }),
    );
    try {
      for (const pool of [told, silent])
        await expect(pool?.raw('select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      expect(console).not.toHaveBeenCalled();
      expect(lines.map((line) => JSON.parse(line).said)).toEqual([expect.stringContaining('ECONNREFUSED')]);
    } finally {
      console.mockRestore();
      await told?.destroy();
      await silent?.destroy();
    }
  });
});
