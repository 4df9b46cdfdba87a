import { Client, type QueryResult, types } from 'pg';
import { PreparedQuery } from '../../../src/infrastructure/database/prepared-query';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

/** The driver's list of types stops before it. */
const POINT = 600 as never;

interface Wire {
  describe(order: object): void;
}

describe('a prepared statement', () => {
  let database: TestDatabase;
  let client: Client;
  let described = 0;
  beforeAll(async () => {
    database = await createTestDatabase({ demo: false });
    client = new Client(database.url);
    await client.connect();
    await client.query('create temporary table kept (n int check (n > 0))');
    const { connection } = client as unknown as { connection: Wire };
    const describe = connection.describe.bind(connection);
    connection.describe = (order) => {
      described += 1;
      describe(order);
    };
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });
  beforeEach(() => {
    described = 0;
  });

  const ask = (name: string, text: string, values: readonly unknown[] = []) =>
    new Promise<Pick<QueryResult, 'command' | 'rows' | 'rowCount'>>((resolve, reject) => {
      client.query(
        new PreparedQuery({ name, text, values }, (error, result) =>
          error === null ? resolve(result as QueryResult) : reject(error),
        ) as never,
      );
    });

  const VALUES = `select $1::int as "n", '院校'::text as "t", true as "b", null::text as "none", now() as "at",
    array['一', '二'] as "list", '{"a": [1, null]}'::jsonb as "j", '\\x00ff'::bytea as "bytes", 1.5::numeric as "dec",
    12345678901::bigint as "big", date '2026-06-25' as "day", 1 as "c1", 2 as "c2", 3 as "c3", 4 as "c4", 5 as "c5"
    from generate_series(1, 2)`;

  it('gives what the driver gives, whatever the types, and has its columns described once', async () => {
    await client.query('begin');
    const { rows: expected } = await client.query(VALUES.replace('$1', '7'));
    described = 0;
    for (let turn = 0; turn < 3; turn += 1) {
      const { rows, rowCount, command } = await ask('values', VALUES, [7]);
      expect(rows).toEqual(expected);
      expect(Object.keys(rows[0])).toEqual(Object.keys(expected[0]));
      expect([rowCount, command]).toEqual([2, 'SELECT']);
    }
    expect(described).toBe(1);
    await client.query('commit');
  });

  it('gives rows that are their own: what is written into one stands in no other', async () => {
    const [first] = (await ask('one', 'select 1 as "n", null::int as "none"')).rows;
    first.none = 9;
    expect((await ask('one', 'select 1 as "n", null::int as "none"')).rows).toEqual([{ n: 1, none: null }]);
  });

  it('gives no rows where it finds or returns none', async () => {
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await ask('none', 'select 1 as "n" where false')).toMatchObject({ rows: [], rowCount: 0 });
      expect(await ask('insert', 'insert into kept values ($1)', [3])).toMatchObject({
        rows: [],
        rowCount: 1,
      });
    }
    expect(described).toBe(2);
  });

  it('serves again after it has failed, the first time and later', async () => {
    const insert = (n: number) => ask('checked', 'insert into kept values ($1) returning n as "n"', [n]);
    for (let turn = 0; turn < 2; turn += 1) {
      await expect(insert(-1)).rejects.toMatchObject({ code: '23514' });
      expect((await insert(5)).rows).toEqual([{ n: 5 }]);
    }
    await expect(ask('wrong', 'select nothing_of_this')).rejects.toMatchObject({ code: '42703' });
    expect((await insert(6)).rows).toEqual([{ n: 6 }]);
  });

  it('fails alone where a value cannot be read', async () => {
    const readPoint = types.getTypeParser(POINT);
    types.setTypeParser(POINT, () => {
      throw new Error('cannot be read');
    });
    try {
      for (let turn = 0; turn < 2; turn += 1)
        await expect(ask('point', "select point '(1,2)' as p")).rejects.toThrow('cannot be read');
    } finally {
      types.setTypeParser(POINT, readPoint);
    }
    expect((await ask('one', 'select 1 as "n", null::int as "none"')).rows).toHaveLength(1);
  });
});
