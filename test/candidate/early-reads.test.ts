import { Client, Query } from 'pg';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient } from '../support/test-client';
import { openForm, people, pressSave, signIn, sound } from './filing/filing';

/** What an application asks of its database while `work` is done, in the order of asking, and over which connections. */
async function listen(work: () => Promise<unknown>): Promise<readonly { text: string; over: unknown }[]> {
  const heard: { text: string; over: unknown }[] = [];
  const query = Client.prototype.query as (...parts: unknown[]) => unknown;
  Client.prototype.query = function (this: Client, ...parts: unknown[]) {
    const [asked] = parts;
    const text = typeof asked === 'string' ? asked : String((asked as { text?: string }).text);
    if (asked instanceof Query || /sess/.test(text)) heard.push({ text, over: this });
    return query.apply(this, parts);
  } as typeof Client.prototype.query;
  try {
    await work();
  } finally {
    Client.prototype.query = query as typeof Client.prototype.query;
  }
  return heard.filter(({ text }) => !/reference_versions|key_turns|transaction_timestamp\(\)$/.test(text));
}

const SESSION = /^select sess, holder/;
const STORE = /^SELECT sess /;
const CANDIDATE = /from candidates join credentials/;

describe('what is asked for before it is known who asks', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it.each([
    ['the first page', '/', /group_code/],
    ['a form', '/batches/undergraduate-2/form', /draft_sheets/],
    ['another page', '/mails', CANDIDATE],
  ])('is asked for in one write with session and candidate: %s', async (_what, path, page) => {
    const client = await signIn(app, people.pilot);
    await openForm(client, 'undergraduate-2');
    const heard = await listen(async () => expect((await client.get(path)).url).toBe(path));
    const [session] = heard;
    expect(session?.text).toMatch(SESSION);
    expect(heard.some(({ text, over }) => page.test(text) && over === session?.over)).toBe(true);
    expect(heard.filter(({ text }) => STORE.test(text))).toEqual([]);
    expect(heard.filter(({ text }) => CANDIDATE.test(text))).toHaveLength(1);
  });

  it('serves a save too', async () => {
    const client = await signIn(app, people.minority);
    const form = await openForm(client);
    let answer = form;
    const heard = await listen(async () => {
      answer = await pressSave(client, form, sound);
    });
    expect(answer.url).toBe('/batches/early-other');
    expect(heard.filter(({ text }) => STORE.test(text))).toEqual([]);
  });

  it('serves nobody whose session has ended since, nor whose cookie is not signed by us', async () => {
    const client = await signIn(app, people.squad);
    expect((await client.get('/')).url).toBe('/');
    const cookie = client.cookies.get('zhiyuan.sid') ?? '';
    const thief = createTestClient(app.url);
    thief.cookies.set('zhiyuan.sid', cookie.replace(/\.[^.]*$/, '.forged'));
    const heard = await listen(async () => expect((await thief.get('/')).url).toBe('/sign-in'));
    expect(heard.some(({ text }) => CANDIDATE.test(text))).toBe(true);

    await app.database.knex('credentials').update({ session_id: null });
    expect((await client.get('/batches/undergraduate-2/form')).url).toContain('/sign-in');
    await signIn(app, people.squad);
    await app.database.knex('sessions').delete();
    expect((await client.get('/')).url).toContain('/sign-in');
  });
});
