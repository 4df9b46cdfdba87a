import { request } from 'node:http';
import { people, signIn } from '../candidate/filing/filing';
import { startTestApp, type TestApp } from '../support/test-app';
import { takeSnapshot } from './database-snapshot';
import { fillPath, listRoutes } from './route-table';

describe('methods other than GET and POST', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  function send(method: string, path: string, headers: Record<string, string>) {
    return new Promise<{ status: number; text: string; allow: string }>((resolve, reject) => {
      const sent = request(new URL(path, app.url), { method, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          text += part;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text, allow: response.headers.allow ?? '' }),
        );
      });
      sent.on('error', reject);
      sent.end();
    });
  }

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE'])(
    '%s is refused on every path, with a good token too',
    async (method) => {
      const client = await signIn(app, people.pilot);
      const token = (await client.get('/')).hidden('/sign-out')._csrf ?? '';
      const cookie = [...client.cookies].map((pair) => pair.join('=')).join('; ');
      const before = await takeSnapshot(app.database.knex);
      for (const { path } of listRoutes(app.express)) {
        const answer = await send(method, fillPath(path), { cookie, 'x-csrf-token': token });
        expect([path, answer.status, answer.allow]).toEqual([path, 405, 'GET, HEAD, POST']);
        expect(answer.text).toContain('提交内容有误');
        expect(answer.text).not.toContain(token);
      }
      expect(await takeSnapshot(app.database.knex)).toEqual(before);
    },
  );

  it('HEAD answers as GET does, without a body', async () => {
    expect(await send('HEAD', '/sign-in', {})).toMatchObject({ status: 200, text: '' });
    expect(await send('HEAD', '/', {})).toMatchObject({ status: 303, text: '' });
  });

  it('a method that a path does not serve does not exist there', async () => {
    const client = await signIn(app, people.pilot);
    expect((await client.get('/sign-out')).status).toBe(404);
    expect((await client.get('/batches/early-other/versions')).status).toBe(404);
    expect((await client.post('/versions', {})).status).toBe(404);
    expect((await client.post('/batches/early-other', {})).status).toBe(404);
  });
});
