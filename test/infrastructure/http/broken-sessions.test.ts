import Redis from 'ioredis';
import { people, signIn } from '../../candidate/filing/filing';
import { startRedis, type TestRedis } from '../../support/redis';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';

const sound = { originalMaxAge: null, expires: null, path: '/' };

/** What may stand where a session should, that can be read as JSON. */
const wrong: readonly unknown[] = [
  null,
  0,
  'text',
  [],
  {},
  { cookie: null },
  { cookie: 'x' },
  { cookie: { ...sound, expires: 'never' } },
  { cookie: { ...sound, originalMaxAge: 'x' } },
  { cookie: { ...sound, sameSite: 'perhaps' } },
  { cookie: sound, candidate: 'x' },
  { cookie: sound, candidate: null },
  { cookie: sound, candidate: { id: 'x' } },
  { cookie: sound, candidate: { id: -1 } },
  { cookie: sound, candidate: { id: 1e300 } },
  { cookie: sound, renewedAt: 'x', candidate: { id: 1 } },
];

/** And what cannot. */
const unreadable = [
  '',
  '{',
  '{"cookie":{"originalMaxAge":null,"expi',
  'null\u0000',
  '\u0000\u0001',
  'undefined',
];

async function expectNewSignIn(client: TestClient, told: unknown): Promise<void> {
  const page = await client.get('/');
  expect([told, page.status, page.url]).toEqual([told, 200, '/sign-in']);
}

describe('a broken session is a new sign-in', () => {
  describe('in Redis', () => {
    let redis: TestRedis;
    let app: TestApp;
    let direct: Redis;

    beforeAll(async () => {
      redis = await startRedis();
      app = await startTestApp({ redisUrl: redis.url });
      direct = new Redis(redis.url);
    });
    afterAll(async () => {
      direct.disconnect();
      await app.close();
      await redis.stop();
    });

    it('whatever stands under its key', async () => {
      const client = await signIn(app, people.pilot);
      const [key = ''] = await direct.keys('zhiyuan:session:*');
      const good = await direct.get(key);
      const cookies = new Map(client.cookies);
      const broken = [...unreadable, ...wrong.map((one) => JSON.stringify(one))];
      const fill: (() => Promise<unknown>)[] = broken.map((text) => () => direct.set(key, text));
      fill.push(
        () => direct.hset(key, 'a', 'b'),
        () => direct.lpush(key, 'a'),
        () => direct.sadd(key, 'a'),
        () => direct.set(key, Buffer.from([0xff, 0xfe, 0x00])),
      );
      for (const put of fill) {
        await direct.del(key);
        await put();
        client.cookies.clear();
        for (const [name, value] of cookies) client.cookies.set(name, value);
        await expectNewSignIn(client, put.toString());
      }
      await direct.del(key);
      await direct.set(key, good ?? '');
      client.cookies.clear();
      for (const [name, value] of cookies) client.cookies.set(name, value);
      expect((await client.get('/')).url).toBe('/');
    });
  });

  it('in PostgreSQL too', async () => {
    const app = await startTestApp();
    try {
      const { knex } = app.database;
      const client = await signIn(app, people.pilot);
      const cookies = new Map(client.cookies);
      for (const value of wrong) {
        await knex('sessions').update({ sess: JSON.stringify(value) });
        client.cookies.clear();
        for (const [name, kept] of cookies) client.cookies.set(name, kept);
        await expectNewSignIn(client, value);
      }
    } finally {
      await app.close();
    }
  });
});
