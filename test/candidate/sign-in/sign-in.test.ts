import { startRedis, type TestRedis } from '../../support/redis';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient } from '../../support/test-client';
import { people, signIn } from '../filing/filing';

describe.each(['PostgreSQL', 'Redis'])('sign-in with sessions in %s', (store) => {
  let app: TestApp;
  let redis: TestRedis | null = null;

  beforeAll(async () => {
    redis = store === 'Redis' ? await startRedis() : null;
    app = await startTestApp(redis === null ? {} : { redisUrl: redis.url });
  });
  afterAll(async () => {
    await app.close();
    await redis?.stop();
  });

  const sid = (client: TestClient) => client.cookies.get('zhiyuan.sid') ?? '';
  const countSessions = async () => (await app.database.knex('sessions')).length;

  /** A browser that shows this session cookie and nothing else. */
  function withSession(value: string, device = ''): TestClient {
    const client = createTestClient(app.url);
    client.cookies.set('zhiyuan.sid', value);
    if (device !== '') client.cookies.set('zhiyuan.device', device);
    return client;
  }

  it('keeps sessions where it was told, and begins none before a sign-in', async () => {
    const before = await countSessions();
    const client = createTestClient(app.url);
    await client.get('/sign-in');
    await client.post('/sign-in', { candidateNumber: '', password: '' });
    expect(client.cookies.has('zhiyuan.sid')).toBe(false);
    expect(await countSessions()).toBe(before);
    await client.signIn(people.pilot);
    expect(await countSessions()).toBe(before + (store === 'Redis' ? 0 : 1));
  });

  it('tells address and time to the millisecond', async () => {
    const page = await createTestClient(app.url).signIn(people.pilot);
    expect(page.url).toBe('/');
    expect(page.text).toMatch(
      /本次登录地址：127\.0\.0\.1 登录时间：\d{4}年\d\d月\d\d日 \d\d:\d\d:\d\d\.\d{3}/,
    );
  });

  it('forgives blanks and full-width digits in the 考生号', async () => {
    const wide = people.pilot.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    expect((await createTestClient(app.url).signIn(` ${wide}\u3000`)).url).toBe('/');
  });

  it('gives a new session id at sign-in: one planted before is worth nothing', async () => {
    const victim = await signIn(app, people.pilot);
    const old = sid(victim);
    await victim.post('/sign-out', {});
    for (const planted of ['s%3Aplanted.signature', 'planted', old, 'j%3A%7B%7D', 's%3A']) {
      const client = withSession(planted);
      expect((await client.get('/')).url).toBe('/sign-in');
      await client.signIn(people.pilot);
      expect(sid(client)).not.toBe(planted);
      expect((await withSession(planted).get('/')).url).toBe('/sign-in');
    }
  });

  it('gives a new session id at sign-in where the planted one is real: on its way to a second step', async () => {
    const attacker = createTestClient(app.url);
    expect((await attacker.signIn(people.rural)).url).toBe('/sign-in/dynamic-password');
    const planted = sid(attacker);
    // The page lies open before the id is planted: opening it would end what is half done.
    const victim = createTestClient(app.url);
    const csrf = (await victim.get('/sign-in')).hidden('/sign-in')._csrf ?? '';
    victim.cookies.set('zhiyuan.sid', planted);
    await victim.post('/sign-in', { candidateNumber: people.pilot, password: demoPassword }, { csrf });
    expect((await victim.get('/')).url).toBe('/');
    expect(sid(victim)).not.toBe(planted);
    expect((await withSession(planted).get('/')).url).toBe('/sign-in');
  });

  it('sets cookies that scripts and other sites do not get, and that end with the browser', async () => {
    const client = createTestClient(app.url);
    const csrf = (await client.get('/sign-in')).hidden('/sign-in')._csrf ?? '';
    const page = await client.post(
      '/sign-in',
      { candidateNumber: people.pilot, password: demoPassword },
      { csrf, follow: false },
    );
    const line = page.headers.getSetCookie().find((one) => one.startsWith('zhiyuan.sid=')) ?? '';
    expect(line).toMatch(/; HttpOnly/);
    expect(line).toMatch(/; SameSite=Lax/);
    expect(line).not.toMatch(/Expires|Max-Age|Domain/i);
  });

  it('ends the older session and tells its browser where and when', async () => {
    const older = await signIn(app, people.pilot);
    const form = await older.get('/password');
    const newer = await signIn(app, people.pilot);
    expect((await newer.get('/')).url).toBe('/');
    // A page, a fragment and a form: all end at the sign-in.
    const fragment = await fetch(new URL('/', app.url), {
      headers: { cookie: `zhiyuan.sid=${sid(older)}`, 'hx-request': 'true' },
    });
    expect(fragment.status).toBe(401);
    const posted = await older.post('/password', form.hidden(), { follow: false });
    expect([posted.status, posted.text.includes('登录，此处的登录已退出')]).toEqual([401, true]);
    const told = await older.get('/versions');
    expect(told.url).toBe('/sign-in');
    expect(told.text).toMatch(/您的账号于\d\d:\d\d(:\d\d)?在另一处（127\.0\.0\.1）登录，此处的登录已退出/);
    // Once told, it is an ordinary browser again.
    expect((await older.get('/sign-in')).text).not.toContain('在另一处');
    expect((await newer.get('/')).url).toBe('/');
  });

  it('leaves one session of many sign-ins at the same moment', async () => {
    const clients = [1, 2, 3, 4].map(() => createTestClient(app.url));
    await Promise.all(clients.map((client) => client.signIn(people.pilot)));
    const pages = await Promise.all(clients.map((client) => client.get('/')));
    expect(pages.map(({ url }) => url).toSorted()).toEqual(['/', '/sign-in', '/sign-in', '/sign-in']);
  });

  it('does not bring a session back that was ended before its own sign-in was answered', async () => {
    if (store === 'Redis') return;
    const { knex } = app.database;
    const oldest = await signIn(app, people.pilot);
    // The next sign-in waits where it ends this one.
    const held = await knex.transaction();
    await held('sessions')
      .where({ sid: decodeURIComponent(sid(oldest)).slice(2).split('.')[0] })
      .forUpdate();
    const slow = createTestClient(app.url);
    await slow.get('/sign-in');
    const answer = slow.post(
      '/sign-in',
      { candidateNumber: people.pilot, password: demoPassword },
      { follow: false },
    );
    for (let waiting = 0; waiting === 0; ) {
      const { rows } = await knex.raw(
        "select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      waiting = rows[0].waiting;
    }
    const newest = await signIn(app, people.pilot);
    await held.rollback();
    expect((await answer).status).toBe(303);
    expect((await slow.get('/')).text).toContain('此处的登录已退出');
    expect((await newest.get('/')).url).toBe('/');
  });

  it('asks the second candidate at a browser to sign the first out', async () => {
    const client = await signIn(app, people.pilot);
    expect((await client.get('/sign-in')).text).toContain('此电脑上【周**】尚未退出');
    for (const candidateNumber of [people.minority, people.pilot]) {
      const page = await client.post('/sign-in', { candidateNumber, password: demoPassword });
      expect(page.status).toBe(409);
      expect(page.text).toMatch(/此电脑上【周\*\*】尚未退出 .*我是周\*\*，继续 .*不是我，退出并登录/);
    }
    expect((await client.get('/')).text).toContain(
      '考生号后四位 1002'.replace('1002', people.pilot.slice(-4)),
    );
    expect((await client.post('/sign-out', { goTo: 'sign-in' })).url).toBe('/sign-in');
    expect((await client.signIn(people.minority)).text).toContain(people.minority.slice(-4));
  });

  it('leaves nothing behind at 退出 but the opaque device cookie', async () => {
    const client = await signIn(app, people.pilot);
    const old = sid(client);
    const device = client.cookies.get('zhiyuan.device');
    const page = await client.post('/sign-out', {});
    expect(page.url).toBe('/signed-out');
    expect(page.text).toContain('您已安全退出');
    expect(page.headers.get('clear-site-data')).toBe('"cache"');
    expect([...client.cookies]).toEqual([['zhiyuan.device', device]]);
    const thief = withSession(old, device);
    expect((await thief.get('/')).url).toBe('/sign-in');
    expect((await thief.get('/versions')).url).toBe('/sign-in');
    const { knex } = app.database;
    if (store === 'PostgreSQL')
      expect(await knex('sessions').where({ sid: decodeURIComponent(old).slice(2).split('.')[0] })).toEqual(
        [],
      );
    const number = await knex('candidates').where({ candidate_number: people.pilot }).first('id');
    const credential = await knex('credentials').where({ candidate_id: number?.id }).first('session_id');
    expect(credential).toEqual({ session_id: null });
  });

  it('says the same of a wrong password as of a number that does not exist', async () => {
    const answers: string[] = [];
    for (const candidateNumber of [people.squad, '21410199999999']) {
      const client = createTestClient(app.url);
      await client.get('/sign-in');
      const page = await client.post('/sign-in', { candidateNumber, password: 'Wrong#2021xx' });
      expect(page.status).toBe(401);
      expect(page.text).toContain('考生号或密码错误，请检查后重新输入');
      const names = [...page.headers].map(([name]) => name).toSorted();
      const html = page.html
        .replaceAll(candidateNumber, 'number')
        .replaceAll(/name="_csrf" value="[^"]+"/g, 'token');
      answers.push(JSON.stringify([page.status, names, html]));
    }
    expect(answers[0]).toBe(answers[1]);
  });

  it.each([
    ['', '', ['请输入考生号！', '请输入密码！']],
    ['2141010115100', demoPassword, ['考生号为14位数字']],
    ['214101011510011', demoPassword, ['考生号为14位数字']],
    ["21410101151001'--", demoPassword, ['考生号为14位数字']],
    ['2141010115100\0', demoPassword, ['考生号为14位数字']],
    ['２1410101151oo1', demoPassword, ['考生号为14位数字']],
    [people.pilot, 'x'.repeat(201), ['密码为8-20位']],
    [people.pilot, '\u5bc6'.repeat(5000), ['密码为8-20位']],
  ])('refuses %p before it looks for anyone', async (candidateNumber, password, sentences) => {
    const before = (await app.database.knex('sign_ins')).length;
    const client = createTestClient(app.url);
    await client.get('/sign-in');
    const page = await client.post('/sign-in', { candidateNumber, password });
    expect(page.status).toBe(422);
    for (const sentence of sentences) expect(page.text).toContain(sentence);
    expect(page.html).not.toContain('xxxx');
    expect((await app.database.knex('sign_ins')).length).toBe(before);
  });

  it.each([
    ['password[]', [['password[]', demoPassword]], 422],
    [
      'password twice',
      [
        ['password', demoPassword],
        ['password', 'x'],
      ],
      400,
    ],
    [
      '考生号 twice',
      [
        ['candidateNumber', people.rural],
        ['password', demoPassword],
      ],
      400,
    ],
  ] as const)('refuses %s', async (_what, pairs, status) => {
    const client = createTestClient(app.url);
    const csrf = (await client.get('/sign-in')).hidden('/sign-in')._csrf ?? '';
    const body = new URLSearchParams({ _csrf: csrf, candidateNumber: people.pilot });
    for (const [name, value] of pairs) body.append(name, value);
    expect((await client.post('/sign-in', body)).status).toBe(status);
    expect(client.cookies.has('zhiyuan.sid')).toBe(false);
  });

  // A NUL falls away at the door: no keyboard types one.
  it.each(['Zhiyuan#2021 ', 'zhiyuan#2021', '\uff3ahiyuan#2021', 'Zhiyuan#202'])(
    'takes no password near the right one: %p',
    async (password) => {
      const client = createTestClient(app.url);
      expect((await client.signIn(people.older, password)).status).toBe(401);
      // A right one gives the tries back.
      expect((await client.signIn(people.older)).url).toBe('/');
    },
  );

  it('forgets who was idle for an hour, and renews who was not', async () => {
    if (store === 'Redis') return;
    const { knex } = app.database;
    const client = await signIn(app, people.pilot);
    const own = { sid: decodeURIComponent(sid(client)).slice(2).split('.')[0] };
    const { sess } = await knex('sessions').where(own).first();
    await knex('sessions')
      .where(own)
      .update({
        expire: new Date(Date.now() + 5000),
        sess: JSON.stringify({ ...sess, renewedAt: sess.renewedAt - 6 * 60_000 }),
      });
    await client.get('/');
    const renewed = await knex('sessions').where(own).first();
    expect(renewed?.expire.getTime()).toBeGreaterThan(Date.now() + 55 * 60_000);
    await knex('sessions')
      .where(own)
      .update({ expire: new Date(Date.now() - 1000) });
    expect((await client.get('/')).url).toBe('/sign-in');
  });

  it('lets no page of a candidate be kept', async () => {
    const client = await signIn(app, people.pilot);
    for (const path of [
      '/',
      '/versions',
      '/mails/personal',
      '/password',
      '/batches/early-other/notice',
      '/nowhere',
    ])
      expect([path, (await client.get(path)).headers.get('cache-control')]).toEqual([path, 'no-store']);
  });
});
