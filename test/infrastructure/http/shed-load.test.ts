import type { Knex } from 'knex';
import { createLoadGauge, type LoadGauge, loadClasses } from '../../../src/infrastructure/http/load-gauge';
import { createLogger } from '../../../src/infrastructure/logger';
import { openForm, people, press, signIn, sound } from '../../candidate/filing/filing';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient } from '../../support/test-client';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const listRefused = (gauge: LoadGauge) => loadClasses.filter((load) => gauge.refuses(load));

describe('what a process refuses under load', () => {
  let waiting = 0;
  const pool = { numPendingAcquires: () => waiting, max: 10 };
  const db = { client: { pool } } as unknown as Knex;
  let arriving = 0;
  const arrivals = { numPendingAcquires: () => arriving, max: 3 };
  const arrivalsDb = { client: { pool: arrivals } } as unknown as Knex;
  beforeEach(() => {
    waiting = 0;
    arriving = 0;
  });
  const log = createLogger('silent');

  it.each([
    [0, 0],
    [39, 0],
    [40, 1],
    [80, 2],
    [160, 3],
    [320, 4],
    [640, 5],
    [5000, 5],
  ])('with %i who wait for a connection: the first %i kinds, in their order', async (pending, kinds) => {
    waiting = pending;
    const gauge = createLoadGauge({ from: 60_000, db, arrivalsDb, log });
    await wait(150);
    expect(listRefused(gauge)).toEqual(loadClasses.slice(0, kinds));
    gauge.stop();
  });

  it.each([
    [47, 0],
    [48, 3],
    [5000, 3],
  ])(
    'with %i who wait in line for one, or sign in: the first %i, and nothing of filing',
    async (pending, kinds) => {
      arriving = pending;
      const gauge = createLoadGauge({ from: 60_000, db, arrivalsDb, log });
      await wait(150);
      expect(listRefused(gauge)).toEqual(loadClasses.slice(0, kinds));
      gauge.stop();
    },
  );

  it('is told by the delay of the event loop, not by one pause, and said in the log', async () => {
    const warn = jest.spyOn(log, 'warn');
    const gauge = createLoadGauge({ from: 60, db, arrivalsDb, log });
    await wait(120);
    spin(200);
    await wait(20);
    expect(listRefused(gauge)).toEqual([]);
    for (let turn = 0; turn < 10; turn += 1) {
      spin(250);
      await wait(1);
    }
    expect(listRefused(gauge).slice(0, 2)).toEqual(['statistics', 'planQuery']);
    expect(listRefused(gauge)).not.toContain('browse');
    expect(warn).toHaveBeenCalledTimes(1);
    gauge.stop();
  });

  it('refuses nothing where it is turned off', async () => {
    waiting = 5000;
    const gauge = createLoadGauge({ from: 0, db, arrivalsDb, log });
    await wait(120);
    expect(listRefused(gauge)).toEqual([]);
  });
});

/** Keeps the event loop from everything else. */
function spin(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe('a database that answers nobody for a while', () => {
  let app: TestApp;
  let client: TestClient;
  beforeAll(async () => {
    // By who waits for a connection alone: this machine may be busy with other tests.
    app = await startTestApp({ env: { SHED_LOAD_MS: '60000' } });
    client = await signIn(app, people.pilot);
  });
  afterAll(() => app.close());

  /** Holds all connections, and lets so many wait for one, while `work` is done. */
  async function underLoad(pending: number, work: () => Promise<void>): Promise<void> {
    // Those that serve, and not the test's own.
    const knex = app.services.db;
    const held = await Promise.all(Array.from({ length: 10 }, () => knex.transaction()));
    const others = Array.from({ length: pending }, () => knex.raw('select 1').then(() => null));
    await wait(200);
    try {
      await work();
    } finally {
      await Promise.all(held.map((one) => one.rollback()));
      await Promise.all(others);
      await wait(200);
    }
  }

  async function expectRefused(browser: TestClient, path: string): Promise<void> {
    const from = performance.now();
    const page = await browser.get(path);
    expect([path, page.status, page.headers.get('retry-after')]).toEqual([path, 503, '10']);
    expect(page.text).toContain('系统先保证填写和保存志愿');
    expect(performance.now() - from).toBeLessThan(5000);
  }

  it('refuses statistics first, and the plan query with the next wave', async () => {
    await underLoad(45, async () => {
      for (const path of ['/statistics', '/verify', '/checkpoints/from/0']) await expectRefused(client, path);
    });
    await underLoad(90, async () => {
      await expectRefused(client, '/statistics');
      await expectRefused(client, '/plans');
      await expectRefused(client, '/plan-search/vocational/1/-/first-1-institution');
    });
    expect((await client.get('/plans')).status).toBe(200);
  });

  it('then signing in, then what is browsed: draft and save go on, and are done', async () => {
    const form = await openForm(client);
    const sent: Promise<{ readonly status: number; readonly url: string }>[] = [];
    await underLoad(330, async () => {
      await expectRefused(createTestClient(app.url), '/sign-in');
      for (const path of ['/', '/versions', '/mails/public', '/batches/early-other'])
        await expectRefused(client, path);
      sent.push(press(client, form, 'versions', sound));
      await wait(300);
    });
    const [saved] = await Promise.all(sent);
    expect([saved?.status, saved?.url]).toEqual([200, '/batches/early-other']);
    expect(await app.database.knex('application_versions')).toHaveLength(1);
  });
});
