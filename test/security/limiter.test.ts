import { createKnex } from '../../src/infrastructure/database/knex';
import { createLimiter } from '../../src/infrastructure/security/limiter';
import { sweepThrottles } from '../../src/infrastructure/security/throttle.repository';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const RULE = { prefix: 'probe', points: 3, duration: 60 };

describe('a limiter', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ demo: false });
  });
  afterAll(() => database.drop());
  beforeEach(() => database.knex('throttles').delete());

  it('lets so many through and names the whole minute from which it lets more', async () => {
    const limiter = createLimiter(database.knex, RULE);
    const before = Date.now();
    const answers: (Date | null)[] = [];
    for (let at = 0; at < 5; at += 1) answers.push(await limiter.charge('a'));
    expect(answers.slice(0, 3)).toEqual([null, null, null]);
    const until = answers[4]?.getTime() ?? 0;
    expect(until % 60_000).toBe(0);
    expect(until).toBeGreaterThanOrEqual(before + 60_000);
    expect(until).toBeLessThanOrEqual(Date.now() + 120_000);
    expect(await limiter.charge('b')).toBeNull();
  });

  it('counts exactly what comes at the same moment, of one key and of many', async () => {
    const limiter = createLimiter(database.knex, RULE);
    const other = createLimiter(database.knex, { ...RULE, prefix: 'other', points: 1 });
    const keys = Array.from({ length: 60 }, (_none, at) => `k${at % 6}`);
    const [answers, others] = await Promise.all([
      Promise.all(keys.map((key) => limiter.charge(key))),
      Promise.all(keys.toReversed().map((key) => other.charge(key))),
    ]);
    expect(answers.filter((until) => until === null)).toHaveLength(18);
    expect(others.filter((until) => until === null)).toHaveLength(6);
  });

  it('reads its own counters alone, however many there are, on a pool that looks up by keys', async () => {
    const points = createKnex(database.url, { max: 1, pointReads: true });
    const limiter = createLimiter(points, { ...RULE, points: 1_000_000 });
    const countRead = async () => {
      await points.raw('select pg_stat_force_next_flush()');
      await points.raw('select 1');
      const row = await database
        .knex('pg_stat_user_indexes')
        .where({ indexrelname: 'throttles_pkey' })
        .first('idx_tup_read');
      return Number(row?.idx_tup_read);
    };
    try {
      // A plan made while there was next to nothing stays.
      await database.knex.raw('analyze throttles');
      for (let at = 0; at < 12; at += 1) await limiter.clear(`early ${at}`, limiter.refundable('shared'));
      await Promise.all(Array.from({ length: 3000 }, (_none, at) => limiter.charge(`many ${at}`)));
      const before = await countRead();
      for (let at = 0; at < 20; at += 1) {
        await limiter.charge(`many ${at}`);
        await limiter.clear(`many ${at}`, limiter.refundable('shared'));
      }
      expect((await countRead()) - before).toBeLessThan(500);
    } finally {
      await points.destroy();
    }
  });

  it('never waits for another that takes the same keys in another order', async () => {
    const one = createLimiter(database.knex, RULE);
    const turns = Array.from({ length: 40 }, (_none, at) => at);
    await Promise.all(
      turns.map(async (turn) => {
        const keys = turn % 2 === 0 ? ['x', 'y', 'z'] : ['z', 'y', 'x'];
        await Promise.all(keys.map((key) => one.charge(key)));
        await Promise.all(keys.toReversed().map((key) => one.refund(key)));
        if (turn % 5 === 0) await Promise.all(keys.map((key) => one.clear(key)));
        await Promise.all([one.clear(keys[2] ?? '', one.refundable(keys[0] ?? '')), one.refund('y')]);
      }),
    );
    const rows = await database.knex('throttles').select('points');
    for (const { points } of rows) expect(points).toBeGreaterThanOrEqual(0);
  });

  it('begins anew once its time is over', async () => {
    const limiter = createLimiter(database.knex, { ...RULE, points: 1 });
    await limiter.charge('a');
    expect(await limiter.charge('a')).not.toBeNull();
    await database.knex('throttles').update({ expire: Date.now() - 1 });
    await limiter.clear('a');
    await limiter.charge('a');
    await database.knex('throttles').update({ expire: Date.now() - 1 });
    expect(await limiter.charge('a')).toBeNull();
    expect(await limiter.charge('a')).not.toBeNull();
  });

  it('gives back no more than there was, and forgets', async () => {
    const limiter = createLimiter(database.knex, RULE);
    await limiter.refund('a', 2);
    await limiter.charge('a');
    await limiter.refund('a', 5);
    for (let at = 0; at < 3; at += 1) expect(await limiter.charge('a')).toBeNull();
    expect(await limiter.charge('a')).not.toBeNull();
    await limiter.clear('a');
    expect(await limiter.charge('a')).toBeNull();
  });

  it('gives back of another counter as many as one held that is forgotten, once and at most what is named', async () => {
    const one = createLimiter(database.knex, RULE);
    const other = createLimiter(database.knex, { ...RULE, prefix: 'shared', points: 10 });
    const charge = async (limiter: typeof one, times: number) => {
      for (let at = 0; at < times; at += 1) await limiter.charge('s');
    };
    const left = async () => (await database.knex('throttles').where({ key: 'shared:s' }).first()).points;
    await charge(one, 3);
    await charge(other, 8);
    await Promise.all([one.clear('s', other.refundable('s')), one.clear('s', other.refundable('s'))]);
    expect(await left()).toBe(5);
    await charge(one, 3);
    await one.clear('s', other.refundable('s', 1));
    await one.clear('s', other.refundable('s', 1));
    expect(await left()).toBe(4);
    await charge(one, 2);
    await database
      .knex('throttles')
      .whereNot({ key: 'shared:s' })
      .update({ expire: Date.now() - 1 });
    await one.clear('s', other.refundable('s'));
    expect(await left()).toBe(4);
  });

  it('is swept an hour after it ran out', async () => {
    const { knex } = database;
    const limiter = createLimiter(knex, RULE);
    await Promise.all(['old', 'young'].map((key) => limiter.charge(key)));
    await knex('throttles')
      .where({ key: 'probe:old' })
      .update({ expire: Date.now() - 3_700_000 });
    await knex('throttles')
      .where({ key: 'probe:young' })
      .update({ expire: Date.now() - 3_500_000 });
    await sweepThrottles(knex);
    expect(await knex('throttles').pluck('key')).toEqual(['probe:young']);
  });
});
