import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';
import { turnSwitch } from '../../support/turn-switch';
import { moveWindow, openForm, people, press, sameBrowser, signIn, sound } from '../filing/filing';

const WAITING = '正在排队登录';
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the line before 登录', () => {
  let app: TestApp;
  /** A second process on the same database. */
  let other: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
    other = await startTestApp({ database: app.database, clock: app.clock });
  });
  afterAll(async () => {
    await other.close();
    await app.close();
  });
  afterEach(() => hold(false));

  async function hold(on: boolean): Promise<void> {
    await turnSwitch(app, 'holdSignIns', on);
    await other.services.reference.refresh();
  }

  const place = (client: TestClient) => client.cookies.get('zhiyuan.place') ?? '';

  /** A browser that waits in line. */
  async function takePlace(): Promise<TestClient> {
    await hold(true);
    const client = createTestClient(app.url);
    expect((await client.get('/sign-in')).text).toContain(WAITING);
    return client;
  }

  /** What one browser kept, at another that has taken its mark too. */
  function copy(client: TestClient): TestClient {
    const twin = createTestClient(app.url);
    for (const name of ['zhiyuan.place', 'zhiyuan.device'])
      twin.cookies.set(name, client.cookies.get(name) ?? '');
    return twin;
  }

  async function release(): Promise<void> {
    await hold(false);
    await wait(1100);
  }

  it('is not noticed while there is room', async () => {
    const client = createTestClient(app.url);
    expect((await client.signIn(people.pilot)).url).toBe('/');
  });

  it('shows a small page that asks again by itself and says how many are before, and lets in by turns', async () => {
    const first = await takePlace();
    const second = createTestClient(app.url);
    await second.get('/sign-in');
    await wait(1100);
    const page = await second.get('/sign-in');
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(Buffer.byteLength(page.html)).toBeLessThanOrEqual(4096);
    expect(page.html).toMatch(/<meta http-equiv="refresh" content="\d+; url=\/sign-in">/);
    expect(page.text).toMatch(/您前面有[01]人，预计等待时间：不到1分钟。/);
    await release();
    for (const client of [first, second]) expect((await client.get('/sign-in')).text).toContain('考生登录');
    expect((await first.signIn(people.pilot)).url).toBe('/');
  });

  it('loses no place and takes no other by reloading', async () => {
    const client = await takePlace();
    const own = place(client);
    for (let reload = 0; reload < 30; reload += 1) await client.get('/sign-in');
    expect(place(client)).toBe(own);
  });

  it('is one line for all processes, and the place serves at each', async () => {
    const client = await takePlace();
    const there = sameBrowser(client, other);
    expect((await there.get('/sign-in')).text).toContain(WAITING);
    expect(place(there)).toBe(place(client));
    await release();
    expect((await there.signIn(people.pilot)).url).toBe('/');
  });

  it('survives a restart', async () => {
    const client = await takePlace();
    const restarted = await startTestApp({ database: app.database, clock: app.clock });
    const there = sameBrowser(client, restarted);
    await there.get('/sign-in');
    expect(place(there)).toBe(place(client));
    await restarted.close();
  });

  it('hashes no password of whoever has not waited', async () => {
    await hold(true);
    const client = createTestClient(app.url);
    const csrf = (await client.get('/forgotten-number')).hidden()._csrf ?? '';
    const page = await client.post(
      '/sign-in',
      { candidateNumber: people.pilot, password: demoPassword },
      { csrf },
    );
    expect([page.url, page.text.includes(WAITING)]).toEqual(['/sign-in', true]);
    expect((await client.get('/')).url).toBe('/sign-in');
  });

  it('takes a place that was forged, or is another browser’s, for none', async () => {
    const owner = await takePlace();
    const [kind, id, until] = place(owner).split('~');
    const forgeries = [
      `${kind}~${id}~${until}~1.${'A'.repeat(24)}`,
      place(owner).replace('place~', 'entry~'),
      place(owner).replace(/.$/, (end) => (end === 'A' ? 'B' : 'A')),
      'entry~x~99999999999999~0.',
      '%00',
    ];
    for (const forged of [...forgeries, place(owner)]) {
      const client = createTestClient(app.url);
      client.cookies.set('zhiyuan.place', forged);
      const page = await client.get('/sign-in');
      expect([forged, page.status, page.text.includes(WAITING)]).toEqual([forged, 200, true]);
      expect(place(client)).not.toBe(forged);
    }
  });

  it('lets one candidate in by one place, whoever shares it', async () => {
    const owner = await takePlace();
    const [twin, late] = [copy(owner), copy(owner)];
    await release();
    for (const client of [owner, twin]) expect((await client.get('/sign-in')).text).toContain('考生登录');
    expect((await owner.signIn(people.pilot)).url).toBe('/');
    expect(place(owner)).toBe('');
    await hold(true);
    const refused = await twin.post('/sign-in', { candidateNumber: people.minority, password: demoPassword });
    expect(refused.text).toContain(WAITING);
    await late.get('/sign-in');
    const second = await late.post('/sign-in', { candidateNumber: people.minority, password: demoPassword });
    expect(second.text).toContain(WAITING);
  });

  it('lets a handful of passwords be tried by one place', async () => {
    const client = await takePlace();
    await release();
    await client.get('/sign-in');
    await hold(true);
    const post = () => client.post('/sign-in', { candidateNumber: '', password: '' });
    for (let tried = 1; tried <= 10; tried += 1) expect([tried, (await post()).status]).toEqual([tried, 422]);
    expect((await post()).text).toContain(WAITING);
  });

  it('keeps nobody waiting who is signed in, or in whose browser a form is open', async () => {
    const client = await signIn(app, people.pilot);
    await openForm(client);
    await hold(true);
    expect((await client.get('/')).status).toBe(200);
    client.cookies.delete('zhiyuan.sid');
    expect((await client.get('/sign-in')).text).toContain('考生登录');
    expect((await client.signIn(people.pilot)).url).toBe('/');
    await client.post('/sign-out', {});
    expect((await client.get('/sign-in')).text).toContain(WAITING);
  });

  it('lets in by another way whoever has a draft, once the password was right, and nobody else', async () => {
    const own = await signIn(app, people.minority);
    await press(own, await openForm(own), 'check', sound);
    await hold(true);
    const attempt = async (candidateNumber: string, password: string) => {
      const client = createTestClient(app.url);
      expect((await client.get('/sign-in')).text).toContain(WAITING);
      await client.get('/sign-in/urgent');
      return client.post('/sign-in/urgent', { candidateNumber, password, urgent: '1' });
    };
    expect((await attempt(people.minority, demoPassword)).url).toBe('/');
    const wrong = await attempt(people.minority, 'Wrong#2021xx');
    const nobody = await attempt('21410101159999', 'Wrong#2021xx');
    expect([wrong.status, nobody.status]).toEqual([401, 401]);
    expect(wrong.text).toContain('考生号或密码错误');
    const refused = await attempt(people.older, demoPassword);
    expect(refused.text).toContain('您没有未保存的草稿');
    expect(refused.text).toContain(WAITING);
  });

  it('takes no more of those who say that they need not wait than a part of the rate', async () => {
    const client = await takePlace();
    await client.get('/sign-in/urgent');
    const fields = { candidateNumber: '', password: '', urgent: '1' };
    const tries = Array.from({ length: 60 }, () => client.post('/sign-in/urgent', fields));
    const pages = await Promise.all(tries);
    expect(new Set(pages.map(({ status }) => status))).toEqual(new Set([422, 503]));
    const refused = pages.find(({ status }) => status === 503);
    expect([refused?.headers.get('retry-after'), refused?.text]).toEqual([
      '5',
      expect.stringContaining('系统繁忙'),
    ]);
  });

  it('keeps nobody waiting in the last half hour of a window of the whole province', async () => {
    const client = await takePlace();
    const closing = new Date(app.clock.read().getTime() + 29 * MINUTE);
    await moveWindow(app, 'early-other', { closesAt: closing });
    await app.services.reference.refresh();
    await wait(2100);
    expect((await client.get('/sign-in')).text).toContain('考生登录');
  });
});
