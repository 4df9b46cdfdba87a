import type { Knex } from 'knex';
import { defineStatement, runInOneTransaction } from '../../../src/infrastructure/database/statement';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

const selectNumber = defineStatement<{ backend: number; value: number }>(
  'select pg_backend_pid() as backend, $1::int as value',
);
const selectSlowly = defineStatement<{ backend: number }>('select pg_backend_pid() as backend, pg_sleep(1)');
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
    const results = await runInOneTransaction(database.knex, [
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
        runInOneTransaction(
          database.knex,
          values.map((value) => insert.with([value])),
        ),
      ).rejects.toThrow('division by zero');
    expect(await count()).toBe(before);
  });

  it('tell what failed, also those that stood behind it', async () => {
    await expect(
      database.knex.transaction(async (transaction) => {
        const asked = [divide(transaction, [0]), divide(transaction, [5]), selectNumber(transaction, [1])];
        for (const one of await Promise.allSettled(asked))
          expect(one).toMatchObject({ status: 'rejected', reason: { message: 'division by zero' } });
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
  });

  it('belong to the transaction that is given', async () => {
    const before = await count();
    await expect(
      database.knex.transaction(async (transaction) => {
        await runInOneTransaction(transaction, [insert.with([4]), insert.with([5])]);
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    expect(await count()).toBe(before);
  });
});

describe('statements asked of a transaction in one tick', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ demo: false });
    await database.knex.raw('create table counted (id int primary key, n int not null)');
    await database.knex('counted').insert({ id: 1, n: 0 });
  });
  afterAll(() => database.drop());

  const lock = defineStatement('select from counted where id = $1 for update');
  const read = defineStatement<{ n: number }>('select n from counted where id = $1');
  const write = defineStatement('update counted set n = $2 where id = $1');
  const countTo = async (db: Knex.Transaction) => {
    const [, { rows }] = await Promise.all([lock(db, [1]), read(db, [1])]);
    const next = (rows[0]?.n ?? 0) + 1;
    const [{ rowCount }] = await Promise.all([write(db, [1, next]), read(db, [1])]);
    return { next, rowCount };
  };

  it('are answered in that order, each seeing what the lock before it waited for', async () => {
    const { knex } = database;
    const done = await Promise.all(Array.from({ length: 32 }, () => knex.transaction(countTo)));
    expect(done.map(({ next }) => next).toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: 32 }, (_none, at) => at + 1),
    );
    expect(done.every(({ rowCount }) => rowCount === 1)).toBe(true);
    expect((await read(knex, [1])).rows[0]?.n).toBe(32);
  });

  it('all fail behind the one that fails, which is told, and nothing is kept', async () => {
    const { knex } = database;
    const before = (await read(knex, [1])).rows[0]?.n;
    const transaction = knex.transaction(async (db) => {
      await Promise.all([write(db, [1, -1]), divide(db, [0]), write(db, [1, -2])]);
    });
    await expect(transaction).rejects.toThrow('division by zero');
    expect((await read(knex, [1])).rows[0]?.n).toBe(before);
  });

  it('never run once the transaction has ended', async () => {
    const { knex } = database;
    const before = (await read(knex, [1])).rows[0]?.n;
    let late: Promise<unknown> = Promise.resolve();
    await expect(
      knex.transaction(async (db) => {
        const failing = divide(db, [0]);
        late = failing.catch(async () => {
          await new Promise((resolve) => setTimeout(resolve, 50));
          return write(db, [1, -3]);
        });
        late.catch(() => undefined);
        await failing;
      }),
    ).rejects.toThrow('division by zero');
    await expect(late).rejects.toThrow('the transaction has ended already');
    expect((await read(knex, [1])).rows[0]?.n).toBe(before);
  });

  it('leave the connection as other work needs it', async () => {
    const { knex } = database;
    await knex.transaction(countTo);
    const connection = await knex.client.acquireConnection();
    expect(connection.pipeline).toBe(false);
    await knex.client.releaseConnection(connection);
  });
});

describe('statements asked for in one tick', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ demo: false });
  });
  afterAll(() => database.drop());

  it('share a connection, and each gets its own answer', async () => {
    const { knex } = database;
    const values = Array.from({ length: 30 }, (_none, at) => at);
    // The first keeps its connection busy: whoever does not wait behind it is on another.
    const [slow, ...answers] = await Promise.all([
      selectSlowly(knex, []),
      ...values.map((value) => selectNumber(knex, [value])),
    ]);
    expect(answers.map(({ rows }) => rows[0]?.value)).toEqual(values);
    // Eight at most wait behind one connection.
    const behind = answers.map(({ rows }) => rows[0]?.backend === slow.rows[0]?.backend);
    expect(behind).toEqual(values.map((value) => value < 7));
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
