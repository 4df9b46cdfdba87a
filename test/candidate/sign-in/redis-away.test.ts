import { startRedis, type TestRedis } from '../../support/redis';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient } from '../../support/test-client';
import { openForm, people, press, pressSave, signIn, sound } from '../filing/filing';

describe('when Redis goes away', () => {
  let redis: TestRedis;
  let app: TestApp;
  let client: TestClient;
  let port: number;

  beforeAll(async () => {
    redis = await startRedis();
    port = Number(new URL(redis.url).port);
    app = await startTestApp({ redisUrl: redis.url });
    client = await signIn(app, people.pilot);
  });
  afterAll(async () => {
    await app.close();
    await redis.stop();
  });

  const listVersions = () => app.database.knex('application_versions');

  it('finishes the save that is under way and gives its receipt, although the session cannot be renewed', async () => {
    const { knex } = app.database;
    const form = await openForm(client);
    await knex.raw(`
      create function wait_for_test() returns trigger language plpgsql as
        $$ begin perform pg_advisory_xact_lock(77); return new; end $$;
      create trigger waiting before insert on mails for each row execute function wait_for_test()`);
    const held = await knex.transaction();
    await held.raw('select pg_advisory_xact_lock(77)');
    // Five minutes later by the session's clock: this request writes the session back.
    const later = Date.now() + 6 * 60_000;
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => later);
    const save = pressSave(client, form, sound, { follow: false });
    await waitForLock();
    clock.mockRestore();
    await redis.stop();
    await held.rollback();
    const receipt = await save;
    expect([receipt.status, receipt.headers.get('location')]).toEqual([303, '/batches/early-other']);
    expect(await listVersions()).toHaveLength(1);
    await knex.raw('drop trigger waiting on mails');
  });

  it('answers 503 with a sentence and a time to come back, to whoever is signed in and to whoever signs in', async () => {
    for (const path of ['/', '/versions', '/batches/early-other/form']) {
      const page = await client.get(path);
      expect([path, page.status, page.headers.get('retry-after')]).toEqual([path, 503, '10']);
      expect(page.text).toContain('登录状态暂时无法读取，此页面没有打开。请在10秒后刷新本页');
    }
    expect((await client.post('/batches/early-other/versions', sound)).status).toBe(503);
    const visitor = createTestClient(app.url);
    expect((await visitor.signIn(people.rural)).status).toBe(503);
    expect(await listVersions()).toHaveLength(1);
  });

  it('goes on serving what needs no session', async () => {
    for (const path of ['/livez', '/sign-in', '/look-up/early-other/5/-/0001'])
      expect([path, (await createTestClient(app.url).get(path)).status]).toEqual([path, 200]);
    const ready = await createTestClient(app.url).get('/readyz');
    expect([ready.status, ready.html]).toEqual([503, 'not ready: sessions']);
  });

  it('asks for a new sign-in once it is back, with save and draft as they were', async () => {
    redis = await startRedis(port);
    await waitForRedis();
    expect((await client.get('/')).url).toBe('/sign-in');
    const again = await signIn(app, people.pilot);
    expect((await again.get('/batches/early-other')).text).toContain('[0001]北京体育大学');
    app.clock.advance(61 * 60_000);
    const form = await press(again, await openForm(again), 'check', { ...sound, 'first-1-major-2': '27' });
    const changes = await pressSave(again, form, { ...sound, 'first-1-major-2': '27' });
    expect((await pressSave(again, changes)).text).toContain('第2次保存时间');
    expect(await listVersions()).toHaveLength(2);
  });

  async function waitForLock(): Promise<void> {
    for (;;) {
      const { rows } = await app.database.knex.raw(
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      if (rows.length > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async function waitForRedis(): Promise<void> {
    while ((await client.get('/')).status === 503) await new Promise((resolve) => setTimeout(resolve, 50));
  }
});
