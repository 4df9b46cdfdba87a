import type { Knex } from 'knex';
import { createPostgresPlaces } from '../../../src/domain/waiting-room/place.repository';
import { defineStatement } from '../../../src/infrastructure/database/statement';
import { chargeThrottles } from '../../../src/infrastructure/security/throttle.repository';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

describe('counters of tries and of places in the line', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ demo: false });
  });
  afterAll(() => database.drop());

  const show = async (db: Knex) => (await db.raw('show synchronous_commit')).rows[0].synchronous_commit;

  const showBehind = defineStatement<{ kept: string }>(
    "select current_setting('synchronous_commit') as kept",
  );

  it.each<[string, (db: Knex) => Promise<unknown>]>([
    ['a try', (db) => chargeThrottles(db, [{ key: 'unflushed|a', points: 3, lifeMs: 60_000 }])],
    ['a place that is used', (db) => createPostgresPlaces(db).countUse('unflushed')],
    ['a place that is used up', (db) => createPostgresPlaces(db).useUp('unflushed')],
  ])('do not wait for the disk: %s; what comes after them on the connection does', async (_what, count) => {
    const transaction = await database.knex.transaction();
    expect(await show(transaction)).toBe('on');
    await count(transaction);
    expect(await show(transaction)).toBe('off');
    await transaction.commit();
    const next = await database.knex.transaction();
    expect(await show(next)).toBe('on');
    await next.rollback();
  });

  it('do not hold what leaves in the same write', async () => {
    const { knex } = database;
    const [, { rows }] = await Promise.all([
      chargeThrottles(knex, [{ key: 'unflushed|b', points: 3, lifeMs: 60_000 }]),
      showBehind(knex, []),
    ]);
    expect(rows).toEqual([{ kept: 'on' }]);
  });
});
