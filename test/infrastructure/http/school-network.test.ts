import { request } from 'node:http';
import { openForm, people, signIn, sound } from '../../candidate/filing/filing';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword } from '../../support/test-client';

/** What browsers, proxies and clocks of schools do to requests and answers. */
describe('in a school', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  /** Sends what no proxy can leave out, and nothing else. */
  function postBare(
    path: string,
    cookie: string,
    body: string,
  ): Promise<{ status: number; location: string }> {
    const headers = {
      Cookie: cookie,
      'Content-Type': 'application/x-www-form-urlencoded',
      'Content-Length': Buffer.byteLength(body),
    };
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, app.url), { method: 'POST', headers }, (answer) => {
        answer.resume();
        resolve({ status: answer.statusCode ?? 0, location: answer.headers.location ?? '' });
      });
      sent.on('error', reject).end(body);
    });
  }

  it('a list is saved through a proxy that strips Origin, Referer, User-Agent and all other headers', async () => {
    const client = await signIn(app, people.pilot);
    const form = await openForm(client);
    const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const path = '/batches/early-other/versions';
    const body = new URLSearchParams({ ...form.hidden(path), ...sound }).toString();
    const saved = await postBare(path, cookie, body);
    expect(saved).toEqual({ status: 303, location: expect.stringContaining('/batches/early-other') });
    expect(await app.database.knex('application_versions').where({ batch_code: 'early-other' })).toHaveLength(
      1,
    );
  });

  it.each([
    ['/sign-in', { candidateNumber: people.squad, password: demoPassword }],
    ['/office/sign-in', { signInName: 'county-1', password: demoPassword, totp: '12345678' }],
    ['/account/sign-in', { name: 'lumingqi', password: demoPassword }],
  ])('a browser that keeps no cookies is told so at %s, with origin and without', async (path, fields) => {
    const visitor = createTestClient(app.url);
    const _csrf = (await visitor.get(path)).hidden(path)._csrf ?? '';
    for (const headers of [{}, { origin: app.url, 'sec-fetch-site': 'same-origin' }]) {
      visitor.cookies.clear();
      const page = await visitor.post(path, fields, { csrf: _csrf, headers });
      expect([page.status, page.text]).toEqual([
        expect.any(Number),
        expect.stringContaining('请在浏览器设置中允许使用Cookie'),
      ]);
      expect(page.text).not.toContain(fields.password);
    }
  });

  it('no cookie that somebody needs now ends by the clock of the computer', async () => {
    const lines: string[] = [];
    for (const path of ['/sign-in', '/account/sign-in', '/office/sign-in']) {
      const answer = await fetch(new URL(path, app.url));
      lines.push(...answer.headers.getSetCookie());
    }
    expect(lines.length).toBeGreaterThan(3);
    const year = 365 * 24 * 3600;
    const ending = lines.filter((line) => /expires=/i.test(line));
    expect(ending.filter((line) => Number(/max-age=(\d+)/i.exec(line)?.[1] ?? 0) < year)).toEqual([]);
  });

  it('a page gives a proxy nothing to keep it by, and another’s page that it kept all the same changes nothing', async () => {
    const [first, second] = [await signIn(app, people.squad), await signIn(app, people.rural)];
    const kept = await openForm(first);
    for (const name of ['etag', 'last-modified', 'expires']) expect(kept.headers.get(name)).toBeNull();
    expect(kept.headers.get('cache-control')).toBe('no-store');
    const path = '/batches/early-other/versions';
    const page = await second.post(path, { ...kept.hidden(path), ...sound });
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('本次操作没有执行')]);
    const rows = await app.database.knex('application_versions').select('candidate_id');
    expect(rows).toHaveLength(1);
  });
});
