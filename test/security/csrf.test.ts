import { maskToken, unmaskToken } from '../../src/infrastructure/http/masked-token';
import {
  file,
  findSound,
  idOf,
  openForm,
  people,
  press,
  pressSave,
  sameBrowser,
  signIn,
  sound,
} from '../candidate/filing/filing';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient, demoPassword, type TestClient } from '../support/test-client';
import { takeSnapshot } from './database-snapshot';
import { fillPath, listRoutes, nameOf } from './route-table';

describe('cross-site request forgery', () => {
  let app: TestApp;
  let client: TestClient;
  let values: Record<string, string>;
  let posts: readonly string[];
  let gets: readonly string[];

  beforeAll(async () => {
    app = await startTestApp();
    client = await signIn(app, people.pilot);
    await file(client, 'undergraduate-1', await findSound(app, people.pilot, 'undergraduate-1'));
    await press(client, await openForm(client), 'draft', sound);
    const id = await idOf(app, people.pilot);
    const version = await app.database.knex('application_versions').first('id');
    const mail = await app.database.knex('mails').where({ candidate_id: id }).first('id');
    values = {
      version: String(version?.id),
      mail: String(mail?.id),
    };
    const routes = listRoutes(app.express);
    posts = routes.filter(({ method }) => method === 'POST').map(({ path }) => fillPath(path, values));
    gets = routes.filter(({ method }) => method === 'GET').map(({ path }) => fillPath(path, values));
  });
  afterAll(() => app.close());

  const fields = {
    ...sound,
    candidateNumber: people.pilot,
    password: demoPassword,
    current: demoPassword,
    next: 'Another#2021x',
    again: 'Another#2021x',
    tab: 'a',
    revision: '9',
  };

  /** Posts everywhere in a way that must be refused, and looks that nothing happened. */
  async function expectAllRefused(
    post: (path: string) => Promise<{ status: number; text: string }>,
    status = 403,
  ): Promise<void> {
    expect(posts.length).toBeGreaterThanOrEqual(11);
    const before = await takeSnapshot(app.database.knex);
    for (const path of posts) {
      const page = await post(path);
      // A stale sign-in page is told that somebody is signed in here; the sign-in is refused all the same.
      const expected = path === '/sign-in' && status === 403 ? 409 : status;
      expect([path, page.status]).toEqual([path, expected]);
      expect(page.text).toMatch(/本次操作没有执行/);
    }
    expect(await takeSnapshot(app.database.knex)).toEqual(before);
    expect((await client.get('/')).url).toBe('/');
  }

  it('reads the routes of the application', () => {
    expect(listRoutes(app.express).map(nameOf)).toEqual(
      expect.arrayContaining(['POST /batches/:batch/versions', 'POST /sign-out', 'GET /', 'GET /livez']),
    );
  });

  it('is refused on every POST without a token', () =>
    expectAllRefused((path) => client.post(path, fields, { csrf: null, follow: false })));

  it('is refused at the sign-in itself: nobody is signed in as somebody else', async () => {
    const attacker = createTestClient(app.url);
    const foreign = (await attacker.get('/sign-in')).hidden('/sign-in')._csrf ?? '';
    for (const csrf of [null, foreign]) {
      const visitor = createTestClient(app.url);
      await visitor.get('/sign-in');
      const page = await visitor.post('/sign-in', fields, { csrf });
      expect(page.status).toBe(403);
      expect(visitor.cookies.has('zhiyuan.sid')).toBe(false);
    }
  });

  it('is refused on every POST with a token of another browser', async () => {
    const attacker = createTestClient(app.url);
    const csrf = (await attacker.get('/sign-in')).hidden('/sign-in')._csrf ?? '';
    expect(unmaskToken(csrf.split('~')[0] ?? '')).toMatch(/^[0-9a-f]{64}\./);
    await expectAllRefused((path) => client.post(path, fields, { csrf, follow: false }));
  });

  it('is refused on every POST with a token of another candidate, even with that cookie put in', async () => {
    const neighbour = await signIn(app, people.rural);
    const csrf = (await neighbour.get('/')).hidden('/sign-out')._csrf ?? '';
    const planted = sameBrowser(client, app);
    planted.cookies.set('zhiyuan.csrf', unmaskToken(csrf.split('~')[0] ?? ''));
    await expectAllRefused((path) => planted.post(path, fields, { csrf, follow: false }));
  });

  it('is refused on every POST with the token from before the sign-in', async () => {
    const visitor = createTestClient(app.url);
    const csrf = (await visitor.get('/sign-in')).hidden('/sign-in')._csrf ?? '';
    const fixed = sameBrowser(client, app);
    fixed.cookies.set('zhiyuan.csrf', unmaskToken(csrf.split('~')[0] ?? ''));
    fixed.cookies.set('zhiyuan.device', visitor.cookies.get('zhiyuan.device') ?? '');
    await expectAllRefused((path) => fixed.post(path, fields, { csrf, follow: false }));
  });

  it.each([
    ['a forged HX-Request', { 'hx-request': 'true', 'hx-current-url': 'http://localhost/' }],
    ['a forged origin', { origin: 'http://evil.example', referer: 'http://evil.example/' }],
    ['another method in a header', { 'x-http-method-override': 'GET' }],
    ['a made-up token in the header', { 'x-csrf-token': maskToken(`${'0'.repeat(64)}.${'0'.repeat(64)}`) }],
  ])('is refused on every POST with %s', (_what, headers) =>
    expectAllRefused((path) => client.post(path, fields, { csrf: null, headers, follow: false })),
  );

  it('is refused when the token comes twice, or in a JSON body', async () => {
    const csrf = (await client.get('/')).hidden('/sign-out')._csrf ?? '';
    await expectAllRefused((path) => {
      const twice = new URLSearchParams(fields);
      twice.append('_csrf', csrf);
      twice.append('_csrf', csrf);
      return client.post(path, twice, { follow: false });
    });
    await expectAllRefused(async (path) => {
      const cookie = [...client.cookies].map((pair) => pair.join('=')).join('; ');
      const response = await fetch(new URL(path, app.url), {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ ...fields, _csrf: csrf }),
      });
      return { status: response.status, text: await response.text() };
    }, 415);
  });

  it('finds no state to change by GET, whatever stands in the query', async () => {
    // Pages of the account centre before a sign-in show a picture.
    const passing = ['mail_readings', 'picture_codes'];
    const before = await takeSnapshot(app.database.knex, passing);
    for (const path of [...gets, ...posts])
      await client.get(`${path}?${new URLSearchParams({ ...fields, _method: 'POST', confirmed: 'x' })}`);
    expect(await takeSnapshot(app.database.knex, passing)).toEqual(before);
    expect((await client.get('/')).url).toBe('/');
  });

  it('leaves the honest forms alone, also after an error page and beside a second tab', async () => {
    const form = await client.get('/batches/early-other/form');
    await client.get('/no-such-page');
    await client.post('/batches/early-other/check', { ...sound, filler: 'x'.repeat(200_000) });
    await client.get('/');
    expect((await pressSave(client, form, sound)).url).toBe('/batches/early-other');
  });
});
