import { defineStatement, runAsOne } from '../../src/db/statement';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const selectNumber = defineStatement<{ backend: number; value: number }>(
  'select pg_backend_pid() as backend, $1::int as value',
);
const divide = defineStatement<{ value: number }>('select 100 / $1::int as value');

describe('statements run as one', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ demo: false });
    await database.knex.raw('create table noted (n int)');
  });
  afterAll(() => database.drop());

  const insert = defineStatement('insert into noted values (100 / $1::int) returning n, txid_current()');
  const count = async () => Number((await database.knex('noted').count('* as n').first())?.n);

  it('are one transaction, and each sees what the one before it did', async () => {
    const results = await runAsOne(database.knex, [
      insert.with([10]),
      insert.with([20]),
      defineStatement('select count(*)::int as n from noted').with([]),
    ]);
    expect(results.map(({ rowCount }) => rowCount)).toEqual([1, 1, 1]);
    const [first, second, counted] = results.map(
      ({ rows }) => rows[0] as { n: number; txid_current?: string },
    );
    expect(first?.txid_current).toBe(second?.txid_current);
    expect(counted?.n).toBe(2);
    expect(await count()).toBe(2);
  });

  it('keep nothing when one fails, wherever it stands', async () => {
    const before = await count();
    for (const values of [
      [0, 5],
      [5, 0],
      [5, 0, 4],
    ])
      await expect(
        runAsOne(
          database.knex,
          values.map((value) => insert.with([value])),
        ),
      ).rejects.toThrow('division by zero');
    expect(await count()).toBe(before);
  });

  it('belong to the transaction that is given', async () => {
    const before = await count();
    await expect(
      database.knex.transaction(async (transaction) => {
        await runAsOne(transaction, [insert.with([4]), insert.with([5])]);
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    expect(await count()).toBe(before);
  });
});

describe('statements asked for in one breath', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ demo: false });
  });
  afterAll(() => database.drop());

  it('share a connection, and each gets its own answer', async () => {
    const { knex } = database;
    const values = Array.from({ length: 30 }, (_none, at) => at);
    const answers = await Promise.all(values.map((value) => selectNumber(knex, [value])));
    expect(answers.map(({ rows }) => rows[0]?.value)).toEqual(values);
    // Eight at most wait behind one connection.
    const backends = answers.map(({ rows }) => rows[0]?.backend);
    expect(new Set(backends.slice(0, 8)).size).toBe(1);
    expect(new Set(backends).size).toBeGreaterThan(1);
  });

  it('stand or fail by themselves', async () => {
    const { knex } = database;
    const answers = await Promise.allSettled([5, 0, 4].map((value) => divide(knex, [value])));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await divide(knex, [20])).rows[0]?.value).toBe(5);
  });

  it('leave the connection as other work needs it', async () => {
    const { knex } = database;
    await Promise.all([1, 2, 3].map((value) => selectNumber(knex, [value])));
    const connection = await knex.client.acquireConnection();
    expect(connection.pipeline).toBe(false);
    await knex.client.releaseConnection(connection);
  });

  it('stay out of transactions, and a transaction out of them', async () => {
    const { knex } = database;
    await knex.raw('create table told (n int)');
    const insert = defineStatement('insert into told values ($1)');
    const count = defineStatement<{ n: number }>('select count(*)::int as n from told where n > $1');
    await knex.transaction(async (transaction) => {
      const [, outside, inside] = await Promise.all([
        insert(transaction, [1]),
        count(knex, [0]),
        insert(transaction, [2]).then(() => count(transaction, [0])),
      ]);
      expect(outside.rows[0]?.n).toBe(0);
      expect(inside.rows[0]?.n).toBe(2);
    });
    expect((await count(knex, [0])).rows[0]?.n).toBe(2);
  });

  it('all fail with a connection that is cut, and the next ones find another', async () => {
    const { knex } = database;
    const kill = defineStatement('select pg_terminate_backend(pg_backend_pid()), $1::int');
    const answers = await Promise.allSettled([
      selectNumber(knex, [1]),
      kill(knex, [2]),
      selectNumber(knex, [3]),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect((await selectNumber(knex, [4])).rows[0]?.value).toBe(4);
  });
});
