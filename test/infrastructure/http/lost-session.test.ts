import { isSecretField } from '../../../src/infrastructure/http/secret-fields';
import { wingOf } from '../../../src/infrastructure/http/wing';
import { openForm, people, signIn, sound } from '../../candidate/filing/filing';
import { takeSnapshot } from '../../security/database-snapshot';
import { fillPath, listRoutes, nameOf, type Route } from '../../security/route-table';
import { getAccountCode, signInAccount } from '../../support/accounts';
import { refreshDynamicPassword } from '../../support/dynamic-password';
import { refreshOfficerTotp, signInOfficer } from '../../support/officers';
import { answerPicture } from '../../support/picture-code';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient, type TestPage } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';

/** Where nobody has to be signed in, or a session that is gone is what is wanted. */
const BEFORE_SIGN_IN =
  /^\/(account\/|office\/)?(sign-in|sign-out|first-sign-in|password-reset|forgotten-number|counter-code|register|find-|objections|demo|authorizations|oidc)|^\/demo|^\/picture/;

describe('a form whose session is gone', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const loseAll = () => app.database.knex('sessions').delete();
  const from = (path: string) => ({ headers: { referer: `${app.url}${path}` } });
  const carriedIn = (page: TestPage, action: string) => page.hidden(action).carried ?? '';

  const form = '/batches/early-other/form';
  const versions = '/batches/early-other/versions';

  async function typeAndLose(): Promise<{ client: TestClient; refused: TestPage; before: number }> {
    await app.database.knex('application_drafts').delete();
    await app.database.knex('form_openings').delete();
    const client = await signIn(app, people.pilot);
    const page = await openForm(client);
    await loseAll();
    const before = await countVersions();
    const refused = await client.post(versions, { ...page.hidden(versions), ...sound }, from(form));
    return { client, refused, before };
  }

  const countVersions = async () =>
    Number((await app.database.knex('application_versions').count({ n: '*' }))[0]?.n);

  it('shows what was typed with the sign-in beside it, saves nothing, and goes on where it was', async () => {
    const { client, refused, before } = await typeAndLose();
    expect(refused.status).toBe(401);
    expect(refused.text).toContain('登录已失效');
    expect(refused.text).toContain('第1志愿 院校代号 0001');
    expect(refused.text).toContain('第1志愿 专业1 16');
    const carried = carriedIn(refused, '/sign-in');
    expect(carried).not.toBe('');
    const wrong = await client.post('/sign-in', { candidateNumber: people.pilot, password: 'x', carried });
    expect([wrong.status, carriedIn(wrong, '/sign-in')]).toEqual([401, carried]);
    const back = await client.post('/sign-in', {
      candidateNumber: people.pilot,
      password: demoPassword,
      carried,
    });
    expect(back.url).toBe(form);
    expect(back.text).toContain('已填回本页， 还没有提交');
    expect(back.html).toMatch(/name="first-1-institution"[^>]* value="0001"/);
    expect(back.html).toMatch(/name="first-1-major-1"[^>]* value="16"/);
    expect(back.html).toMatch(/name="first-1-adjustment" value="agree" checked/);
    expect((await client.get(form)).html).toMatch(/name="first-1-institution"[^>]* value="0001"/);
    expect(await countVersions()).toBe(before);
    const saved = await client.post(versions, { ...back.hidden(versions), ...sound });
    expect(saved.url).toBe('/batches/early-other');
    expect(await countVersions()).toBe(before + 1);
    expect((await client.get('/')).html).not.toContain('id="carried-waiting" role="alert">');
    app.clock.advance(61 * MINUTE);
  });

  it('shows nothing of it to another person who signs in', async () => {
    const { client, refused } = await typeAndLose();
    const carried = carriedIn(refused, '/sign-in');
    const other = await client.post('/sign-in', {
      candidateNumber: people.minority,
      password: demoPassword,
      carried,
    });
    expect(other.url).toBe('/');
    expect(other.html).not.toContain('id="carried-waiting" role="alert">');
    const list = await client.get('/resumption?list=1');
    expect([list.url, list.text.includes('0001')]).toEqual(['/', false]);
    // Nor in the other browser of the same person, nor when it was changed.
    for (const taken of [carried, `${carried.slice(0, -4)}AAAA`]) {
      const elsewhere = createTestClient(app.url);
      await elsewhere.get('/sign-in');
      const page = await elsewhere.post('/sign-in', {
        candidateNumber: people.pilot,
        password: demoPassword,
        carried: taken,
      });
      expect(page.url).toBe('/');
    }
  });

  it('goes on behind 动态密码', async () => {
    await app.database.knex('form_openings').delete();
    const client = await signIn(app, people.rural);
    const page = await openForm(client);
    const step = people.squad;
    await loseAll();
    const refused = await client.post(versions, { ...page.hidden(versions), ...sound }, from(form));
    const carried = carriedIn(refused, '/sign-in');
    let next = await client.post('/sign-in', {
      candidateNumber: people.rural,
      password: demoPassword,
      carried,
    });
    if (next.url === '/sign-in/dynamic-password')
      next = await client.post(next.url, { totp: await refreshDynamicPassword(app, people.rural) });
    expect(next.url).toBe(form);
    expect(next.html).toMatch(/name="first-1-institution"[^>]* value="0001"/);
    expect(step).not.toBe(people.rural);
  });

  it('tells why a session ended, where that is known', async () => {
    await app.database.knex('form_openings').delete();
    const client = await signIn(app, people.pilot);
    const page = await openForm(client);
    const elsewhere = createTestClient(app.url);
    await elsewhere.signIn(people.pilot);
    const refused = await client.post(versions, { ...page.hidden(versions), ...sound }, from(form));
    expect([refused.status, refused.text.includes('登录，此处的登录已退出')]).toEqual([401, true]);
    expect(carriedIn(refused, '/sign-in')).not.toBe('');
  });

  it('brings an officer back to a half-typed record, and never a password', async () => {
    const client = await signInOfficer(app, 'province-1');
    const page = await client.get('/office/officers/new');
    await loseAll();
    const typed = { signInName: 'county-9', name: '王小明', placeName: '某县招办', password: 'Secret#2021' };
    const refused = await client.post(
      '/office/officers',
      { ...page.hidden('/office/officers'), ...typed },
      from('/office/officers/new'),
    );
    expect([refused.status, refused.text.includes('王小明')]).toEqual([401, true]);
    expect(refused.html).not.toContain('Secret#2021');
    const back = await client.post('/office/sign-in', {
      signInName: 'province-1',
      password: demoPassword,
      totp: await refreshOfficerTotp(app, 'province-1'),
      carried: carriedIn(refused, '/office/sign-in'),
    });
    expect(back.url).toBe('/office/officers/new');
    expect(back.html).toMatch(/name="name"[^>]* value="王小明"/);
    expect(back.hidden('/office/officers').formToken).not.toBe(page.hidden('/office/officers').formToken);
  });

  it('brings a page that has no address of its own back as a list', async () => {
    const client = await signInAccount(app, 'lumingqi');
    const page = await client.get('/account/email');
    await loseAll();
    const refused = await client.post(
      '/account/email',
      { ...page.hidden('/account/email'), email: 'new@example.com' },
      from('/account/nowhere'),
    );
    expect([refused.status, refused.text.includes('new@example.com')]).toEqual([401, true]);
    const back = await client.post('/account/sign-in', {
      name: 'lumingqi',
      password: demoPassword,
      carried: carriedIn(refused, '/account/sign-in'),
    });
    expect([back.url, back.text.includes('再次提交')]).toEqual(['/account/resumption', true]);
    expect(back.hidden('/account/email').email).toBe('new@example.com');
  });

  it('carries the text of a form that brings files, and says that the file must be chosen again', async () => {
    const client = await signInOfficer(app, 'province-1');
    const page = await client.get('/office/rule-packs');
    await loseAll();
    const body = new FormData();
    for (const [name, value] of Object.entries(page.hidden('/office/rule-packs'))) body.append(name, value);
    body.append('reason', '改动冷却时间');
    body.append('file', new Blob(['{}']), 'pack.json');
    const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL('/office/rule-packs', app.url), {
      method: 'POST',
      body,
      headers: { cookie },
    });
    const text = await answer.text();
    expect([answer.status, text.includes('文件须重新选择'), text.includes('改动冷却时间')]).toEqual([
      401,
      true,
      true,
    ]);
  });

  it('lets a page of one person be filled by nobody else’s script, and tells a script whose the page is', async () => {
    const client = await signIn(app, people.minority);
    const mark = /data-holder="([^"]+)"/.exec((await client.get('/')).html)?.[1] ?? '';
    const stateOf = async (of: string) => {
      const state = await client.get(`/session?of=${of}&automatic=1`);
      return [state.status, state.headers.get('x-session-state')];
    };
    expect(await stateOf(mark)).toEqual([200, 'own']);
    expect(await stateOf('other')).toEqual([409, 'other']);
    await loseAll();
    expect(await stateOf(mark)).toEqual([401, 'lost']);
    client.cookies.delete('zhiyuan.sid');
    expect(await stateOf(mark)).toEqual([401, 'away']);
  });

  describe('before any sign-in', () => {
    /** The form whose token is worth nothing any more: somebody was signed in, and out, in another tab. */
    async function refuse(path: string, fields: Record<string, string>, client = createTestClient(app.url)) {
      const page = await client.get(path);
      for (const name of client.cookies.keys()) if (name.endsWith('csrf')) client.cookies.delete(name);
      const before = await takeSnapshot(app.database.knex, ['picture_codes', 'throttles']);
      const refused = await client.post(path, { ...page.hidden(path), ...fields }, from(path));
      expect(await takeSnapshot(app.database.knex, ['picture_codes', 'throttles'])).toEqual(before);
      return { client, refused };
    }

    it.each([
      ['/account/register', { phone: '15900007711', code: 'abcd' }],
      ['/account/find-user-name', { personName: '苏晚晴', identityNumber: '110105199912313451' }],
      ['/account/find-password', { account: 'suwanqing', personName: '苏晚晴' }],
      ['/account/sign-in', { name: 'suwanqing', password: 'Secret#2021' }],
      ['/password-reset', { candidateNumber: '21410105199999', code: 'abcd' }],
      ['/forgotten-number', { name: '苏晚晴', code: 'abcd' }],
      ['/sign-in', { candidateNumber: '21410105199999', password: 'Secret#2021' }],
    ])('%s is shown again with what was typed, and without secrets', async (path, fields) => {
      const { refused } = await refuse(path, fields);
      expect([path, refused.status]).toEqual([path, 403]);
      expect(refused.text).toContain('本次操作没有执行。您填写的内容已填回本页， 还没有提交');
      for (const [name, value] of Object.entries(fields)) {
        const filled = new RegExp(`name="${name}"[^>]* value="${value}"`).test(refused.html);
        expect([name, filled]).toEqual([name, !isSecretField(name)]);
      }
      expect(refused.html).not.toMatch(/id="carried-waiting" role="alert">/);
    });

    it('goes on by a new press, with the token of the page that was shown', async () => {
      const { client, refused } = await refuse('/sign-in', { candidateNumber: people.minority });
      const fields = { ...refused.hidden('/sign-in'), candidateNumber: people.minority };
      expect((await client.post('/sign-in', { ...fields, password: demoPassword })).url).toBe('/');
    });

    it('is shown to a browser that lost every cookie, where the form was of this site', async () => {
      const client = createTestClient(app.url);
      const page = await client.get('/account/find-user-name');
      client.cookies.clear();
      const fields = { ...page.hidden('/account/find-user-name'), personName: '苏晚晴' };
      for (const [origin, filled] of [
        [app.url, true],
        ['https://evil.example', false],
        ['null', false],
      ] as const) {
        const refused = await client.post('/account/find-user-name', fields, { headers: { origin } });
        expect([origin, refused.status, refused.html.includes('苏晚晴')]).toEqual([origin, 403, filled]);
      }
    });

    it('注册 that took too long begins at the phone anew, and finds what was typed', async () => {
      const client = createTestClient(app.url);
      const details = { personName: '孟晚舟', identityNumber: '410103200206142088', password: 'Secret#2021' };
      await client.get('/account/register');
      const late = await client.post('/account/register/details', details, from('/account/register/details'));
      expect([late.status, late.text]).toEqual([403, expect.stringContaining('您刚才填写的内容没有丢失')]);
      const { carried } = late.hidden('/account/register');
      expect([carried === undefined, late.html.includes('Secret#2021')]).toEqual([false, false]);
      const phone = '15900007722';
      const answered = await answerPicture(app, late);
      await client.post('/account/register', { ...answered, phone, carried: carried ?? '' });
      const answer = await getAccountCode(app, phone);
      const back = await client.post('/account/register/code', { answer });
      expect([back.url, back.text]).toEqual([
        '/account/register/details',
        expect.stringContaining('还没有提交'),
      ]);
      for (const [name, value] of Object.entries(details))
        expect([name, back.html.includes(`value="${value}"`)]).toEqual([name, name !== 'password']);
    });
  });

  describe('at every address', () => {
    const clients = new Map<string, TestClient>();
    const marks = new Map<string, string>();
    let posts: readonly Route[];

    beforeAll(async () => {
      clients.set('candidate', await signIn(app, people.pilot));
      clients.set('office', await signInOfficer(app, 'county-1'));
      clients.set('account', await signInAccount(app, 'lumingqi'));
      for (const [wing, home] of [
        ['candidate', '/'],
        ['office', '/office'],
        ['account', '/account'],
      ] as const) {
        const page = await clients.get(wing)?.get(home);
        marks.set(wing, /name="_csrf" value="([^"]+)"/.exec(page?.html ?? '')?.[1] ?? '');
      }
      posts = listRoutes(app.express).filter(
        ({ method, path }) => method === 'POST' && !BEFORE_SIGN_IN.test(path),
      );
    });

    const post = (route: Route, client?: TestClient, csrf?: string): Promise<TestPage> => {
      const path = fillPath(route.path);
      const wing = wingOf(path).name;
      const fields = { reason: '打到一半的内容', email: '打到一半的内容' };
      const owner = client ?? clients.get(wing);
      if (owner === undefined) throw new Error(`nobody for ${path}`);
      return owner.post(path, fields, { follow: false, csrf: csrf ?? marks.get(wing) ?? '' });
    };

    it('refuses a form of another person, and shows and changes nothing', async () => {
      expect(posts.length).toBeGreaterThan(80);
      const others = new Map<string, TestClient>();
      for (const [wing, client] of clients) {
        const other = createTestClient(app.url);
        other.cookies.set('zhiyuan.device', client.cookies.get('zhiyuan.device') ?? '');
        others.set(wing, other);
      }
      await others.get('candidate')?.signIn(people.minority);
      const office = others.get('office');
      await office?.get('/office/sign-in');
      const totp = await refreshOfficerTotp(app, 'county-2');
      await office?.post('/office/sign-in', { signInName: 'county-2', password: demoPassword, totp });
      await others.get('account')?.get('/account/sign-in');
      await others.get('account')?.post('/account/sign-in', { name: 'qinzhiyuan', password: demoPassword });
      const before = await takeSnapshot(app.database.knex, ['account_sessions', 'audit_entries', 'officers']);
      for (const route of posts) {
        const page = await post(route, others.get(wingOf(route.path).name));
        expect([nameOf(route), page.status]).toEqual([nameOf(route), 403]);
        expect([nameOf(route), page.text.includes('此页面是为另一人打开的')]).toEqual([nameOf(route), true]);
        expect(page.text).not.toContain('打到一半的内容');
      }
      expect(
        await takeSnapshot(app.database.knex, ['account_sessions', 'audit_entries', 'officers']),
      ).toEqual(before);
    });

    it('offers the sign-in with the form in it', async () => {
      await loseAll();
      const before = await takeSnapshot(app.database.knex);
      for (const route of posts) {
        const page = await post(route);
        const { signIn: action } = wingOf(route.path);
        expect([nameOf(route), page.status]).toEqual([nameOf(route), 401]);
        expect([nameOf(route), carriedIn(page, action) !== '']).toEqual([nameOf(route), true]);
        expect(page.text).toContain('打到一半的内容');
      }
      expect(await takeSnapshot(app.database.knex)).toEqual(before);
    });
  });
});
