import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { loadConfig } from '../../../src/infrastructure/config/config';
import { createKnex, withoutTimeLimit } from '../../../src/infrastructure/database/knex';
import { sendTransaction } from '../../../src/infrastructure/database/send-batched';
import { findTrouble } from '../../../src/infrastructure/database/trouble';
import { openSessionBackend, type SessionBackend } from '../../../src/infrastructure/http/set-up-sessions';
import { createLogger } from '../../../src/infrastructure/logger';
import { openForm, people, signIn, sound } from '../../candidate/filing/filing';
import { type MuteProxy, openMuteProxy } from '../../support/mute-proxy';
import { startTestApp } from '../../support/test-app';
import { createTestClient } from '../../support/test-client';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

const LIMITS = { statement: 1_000, lock: 800, connection: 20_000 };
/** The limit, and what a server that is alive may take to say so. */
const GIVEN_UP_MS = 3_000;
/** Nobody waits without end, however busy the machine is. */
const END_MS = 30_000;

const readSession = ({ store }: SessionBackend) =>
  new Promise((done, fail) => store.get('nobody', (error, session) => (error ? fail(error) : done(session))));

const itOnLongRuns = process.env.LONG === '1' ? it : it.skip;

describe('a database that says nothing', () => {
  let database: TestDatabase;
  let proxy: MuteProxy;
  let knex: Knex;
  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
    proxy = await openMuteProxy(database.url);
    knex = createKnex(proxy.url, { max: 3, limits: LIMITS });
  });
  afterAll(async () => {
    await knex.destroy();
    await proxy.close();
    await database.drop();
  });

  const ask = () => knex.raw('select 1 where 1 = ?', [1]);

  /** What each was told that was asked while the database said nothing, and after how long. */
  async function askInSilence(asks: readonly (() => Promise<unknown>)[]) {
    // Connections that are there before, one for each: opening one has a limit of its own.
    const held: Knex.Transaction[] = [];
    for (const _one of asks) held.push(await knex.transaction());
    for (const transaction of held) await transaction.rollback();
    proxy.silence();
    const begun = Date.now();
    const told = await Promise.all(
      asks.map(async (one) => {
        const error = await one().catch((thrown: unknown) => thrown);
        return { trouble: findTrouble(error), ms: Date.now() - begun };
      }),
    );
    proxy.speak();
    return told;
  }

  it('is given up behind the time limit, with an unknown outcome', async () => {
    const told = await askInSilence([
      ask,
      () => knex.transaction((transaction) => transaction.raw('select 1 where 1 = ?', [1])),
      () => sendTransaction(knex.client, [{ name: 'one', text: 'select 1', values: [] }]),
    ]);
    for (const { trouble, ms } of told) {
      expect(trouble).toBe('uncertain');
      expect(ms).toBeGreaterThanOrEqual(GIVEN_UP_MS - 50);
      expect(ms).toBeLessThan(END_MS);
    }
    // The next who asks has a connection of its own, and an answer.
    expect((await knex.raw('select 2 as two where 1 = ?', [1])).rows).toEqual([{ two: 2 }]);
  });

  it('is not waited for by whoever asks behind that, and asked again as soon as it speaks', async () => {
    // A connection that is there before: what is sent on it is waited for.
    await ask();
    proxy.silence();
    const sessions = await openSessionBackend(loadConfig({}), proxy.url, createLogger('silent'));
    const another = createKnex(proxy.url, { max: 2 });
    try {
      await expect(ask()).rejects.toMatchObject({ code: 'ETIMEDOUT' });
      const begun = Date.now();
      const told = await Promise.all(
        [
          ...Array.from({ length: 12 }, () => ask),
          () => another.raw('select 1'),
          () => readSession(sessions),
        ].map((one) => one().catch((thrown: unknown) => thrown)),
      );
      for (const error of told) expect(findTrouble(error)).toBe('away');
      // A new connection is tried once for all of them: its own limit would be twenty seconds.
      expect(Date.now() - begun).toBeLessThan(10_000);
      proxy.speak();
      expect((await ask()).rows).toHaveLength(1);
      expect((await another.raw('select 1')).rows).toHaveLength(1);
      expect(await readSession(sessions)).toBeNull();
    } finally {
      proxy.speak();
      await another.destroy();
      await sessions.close();
    }
  });

  it('is known as silent by a connection that it never greeted', async () => {
    const first = createKnex(proxy.url, { max: 2, limits: { ...LIMITS, connection: 1_000 } });
    proxy.silence();
    try {
      expect(findTrouble(await first.raw('select 1').catch((thrown: unknown) => thrown))).not.toBeNull();
      // The pool gives up the wait as the driver gives up the connection.
      await sleep(500);
      await expect(ask()).rejects.toMatchObject({ message: 'the database does not answer' });
    } finally {
      proxy.speak();
      await first.destroy();
    }
    expect((await ask()).rows).toHaveLength(1);
  });

  it('is not taken for silent where a single connection is', async () => {
    const transaction = await knex.transaction();
    proxy.silence('connected');
    try {
      await expect(transaction.raw('select 1 where 1 = ?', [1])).rejects.toMatchObject({ code: 'ETIMEDOUT' });
      await expect(ask()).resolves.toMatchObject({ rows: [{}] });
    } finally {
      proxy.speak();
      await transaction.rollback().catch(() => undefined);
    }
  });

  it('is waited for by work that goes over whole tables, and by nobody behind it', async () => {
    const slept = await knex.transaction(async (transaction) => {
      await withoutTimeLimit(transaction);
      await transaction.raw('select pg_sleep(?)', [GIVEN_UP_MS / 1000 + 0.2]);
      return 'done';
    });
    expect(slept).toBe('done');
    expect(await askInSilence([ask])).toMatchObject([{ trouble: 'uncertain' }]);
  });

  it('says itself what took too long, where it is alive', async () => {
    await expect(knex.raw('select pg_sleep(?)', [2])).rejects.toMatchObject({ code: '57014' });
  });

  itOnLongRuns(
    'keeps nobody waiting for a page without end, and loses no save',
    async () => {
      const app = await startTestApp({ database: { ...database, url: proxy.url } });
      try {
        const candidate = await signIn(app, people.pilot);
        const form = (await openForm(candidate)).hidden('/batches/early-other/versions');
        proxy.silence();
        const save = candidate.post('/batches/early-other/versions', { ...form, ...sound });
        const refused = await save;
        expect(refused.status).toBe(503);
        expect(refused.headers.get('retry-after')).not.toBeNull();
        const page = await candidate.get('/versions');
        expect(page.status).toBe(503);
        const begun = Date.now();
        const newcomer = createTestClient(app.url);
        // A page that asks for one thing behind another, and one that needs nothing.
        expect((await newcomer.get('/sign-in')).status).toBe(503);
        expect((await newcomer.get('/office/sign-in')).status).toBe(200);
        expect(Date.now() - begun).toBeLessThan(15_000);
        proxy.speak();
        const saved = await candidate.post('/batches/early-other/versions', { ...form, ...sound });
        expect(saved.status).toBeLessThan(400);
        const { length } = await database.knex('application_versions');
        expect(length).toBe(1);
      } finally {
        proxy.speak();
        await app.close();
      }
    },
    120_000,
  );
});
