import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestPage } from '../../support/test-client';
import { people } from '../filing/filing';

describe('tries to sign in', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ env: { TRUSTED_PROXIES: 'loopback' } });
  });
  afterAll(() => app.close());
  beforeEach(() => app.database.knex('throttles').delete());

  async function attempt(
    candidateNumber: string,
    password: string,
    address = '198.51.100.7',
    client = createTestClient(app.url),
  ): Promise<TestPage> {
    await client.get('/sign-in');
    const headers = { 'x-forwarded-for': address };
    return client.post('/sign-in', { candidateNumber, password }, { headers });
  }

  it('end after five, with the minute from which one may try again, from any address', async () => {
    for (let round = 1; round <= 5; round += 1)
      expect([round, (await attempt(people.pilot, 'Wrong#2021xx')).status]).toEqual([round, 401]);
    const refused = await attempt(people.pilot, 'Wrong#2021xx', '203.0.113.9');
    expect(refused.status).toBe(429);
    const minute = /请于\d\d月\d\d日 (\d\d):(\d\d)后再试/.exec(refused.text);
    const shown = Number(minute?.[1]) * 60 + Number(minute?.[2]);
    const now = new Date(Date.now() + 8 * 3_600_000);
    const waiting = (shown - (now.getUTCHours() * 60 + now.getUTCMinutes()) + 1440) % 1440;
    expect(waiting).toBeGreaterThanOrEqual(13);
    expect(waiting).toBeLessThanOrEqual(16);
    // The right password is not even looked at; another candidate is not touched.
    expect((await attempt(people.pilot, 'Zhiyuan#2021')).status).toBe(429);
    expect((await attempt(people.minority, 'Zhiyuan#2021')).url).toBe('/');
    const outcomes = await app.database.knex('sign_ins').orderBy('id').select('outcome', 'address');
    expect(outcomes.slice(-3).map(({ outcome }) => outcome)).toEqual(['throttled', 'throttled', 'signedIn']);
    expect(outcomes.at(-3)?.address).toBe('203.0.113.9');
  });

  it('end alike for a number that does not exist', async () => {
    const statuses: number[] = [];
    for (let round = 1; round <= 6; round += 1)
      statuses.push((await attempt('21410199999999', 'Wrong#2021xx')).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('are given back by a right password at the same computer', async () => {
    for (let round = 1; round <= 3; round += 1) {
      const client = createTestClient(app.url);
      for (let wrong = 1; wrong <= 3; wrong += 1)
        await attempt(people.pilot, 'Wrong#2021xx', '198.51.100.7', client);
      expect((await attempt(people.pilot, 'Zhiyuan#2021', '198.51.100.7', client)).url).toBe('/');
    }
  });

  it('at the same moment are counted exactly', async () => {
    const pages = await Promise.all(Array.from({ length: 16 }, () => attempt(people.squad, 'Wrong#2021xx')));
    expect(pages.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(pages.filter(({ status }) => status === 429)).toHaveLength(11);
  });

  it('of 50 honest candidates behind one address are all let in', async () => {
    const everyone: readonly string[] = Object.values(people).filter((number) => number !== people.rural);
    const pages: TestPage[] = [];
    for (let round = 0; round < 50; round += everyone.length)
      pages.push(...(await Promise.all(everyone.map((number) => attempt(number, 'Zhiyuan#2021')))));
    expect(pages.length).toBeGreaterThanOrEqual(50);
    expect(new Set(pages.map(({ url }) => url))).toEqual(new Set(['/']));
  });

  it('come from where the trusted proxy says, and from nowhere that the visitor makes up', async () => {
    const page = await attempt(people.pilot, 'Zhiyuan#2021', '10.9.9.9, 198.51.100.20');
    expect(page.text).toContain('本次登录地址：198.51.100.20');
    const plain = await startTestApp({ database: app.database });
    const client = createTestClient(plain.url);
    await client.get('/sign-in');
    const home = await client.post(
      '/sign-in',
      { candidateNumber: people.pilot, password: 'Zhiyuan#2021' },
      { headers: { 'x-forwarded-for': '198.51.100.20' } },
    );
    await plain.close();
    expect(home.text).toContain('本次登录地址：127.0.0.1');
  });
});
