import type { Knex } from 'knex';
import pg from 'pg';
import { findTrouble, type Trouble } from '../../../src/infrastructure/database/trouble';
import { AppError } from '../../../src/infrastructure/errors';
import { describeTrouble } from '../../../src/infrastructure/http/describe-trouble';
import { openForm, people, signIn, sound } from '../../candidate/filing/filing';
import { signInAccount } from '../../support/accounts';
import { findDriverCallback } from '../../support/driver-callback';
import { signInOfficer } from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient, type TestPage } from '../../support/test-client';

const fault = (message: string, code?: string) =>
  Object.assign(new Error(message), code === undefined ? {} : { code });

/** As PostgreSQL, its driver, the pool and the machine say it. */
const troubles: readonly (readonly [Trouble, Error])[] = [
  ['busy', fault('sorry, too many clients already', '53300')],
  ['busy', fault('remaining connection slots are reserved', '53300')],
  ['busy', fault('out of memory', '53200')],
  ['busy', fault('configuration limit exceeded', '53400')],
  ['busy', fault('insufficient resources', '53000')],
  ['full', fault('could not extend file: No space left on device', '53100')],
  ['busy', fault('canceling statement due to statement timeout', '57014')],
  ['busy', fault('canceling statement due to lock timeout', '55P03')],
  ['busy', fault('could not obtain lock on row', '55P03')],
  ['busy', fault('database is being accessed by other users', '55006')],
  ['uncertain', fault('terminating connection due to idle-in-transaction timeout', '25P03')],
  ['readOnly', fault('cannot execute INSERT in a read-only transaction', '25006')],
  ['collision', fault('deadlock detected', '40P01')],
  ['collision', fault('could not serialize access', '40001')],
  ['uncertain', fault('statement completion unknown', '40003')],
  ['uncertain', fault('terminating connection due to administrator command', '57P01')],
  ['uncertain', fault('terminating connection because of crash', '57P02')],
  ['away', fault('the database system is starting up', '57P03')],
  ['away', fault('the database system is shutting down', '57P03')],
  ['away', fault('the database system is in recovery mode', '57P03')],
  ['away', fault('database was dropped', '57P04')],
  ['uncertain', fault('idle session timeout', '57P05')],
  ['away', fault('password authentication failed', '28P01')],
  ['away', fault('role is not permitted to log in', '28000')],
  ['away', fault('database does not exist', '3D000')],
  ['uncertain', fault('connection failure', '08006')],
  ['uncertain', fault('connection does not exist', '08003')],
  ['away', fault('could not connect', '08001')],
  ['away', fault('server rejected the connection', '08004')],
  ['uncertain', fault('protocol violation', '08P01')],
  ['away', fault('could not read block', '58030')],
  ['away', fault('could not open file', '58P01')],
  ['away', fault('connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED')],
  ['away', fault('getaddrinfo ENOTFOUND db', 'ENOTFOUND')],
  ['away', fault('getaddrinfo EAI_AGAIN db', 'EAI_AGAIN')],
  ['away', fault('connect EHOSTUNREACH', 'EHOSTUNREACH')],
  ['uncertain', fault('connect ETIMEDOUT', 'ETIMEDOUT')],
  ['uncertain', fault('read ECONNRESET', 'ECONNRESET')],
  ['uncertain', fault('write EPIPE', 'EPIPE')],
  ['uncertain', fault('Connection terminated unexpectedly')],
  ['uncertain', fault('Connection terminated')],
  // As knex tells it.
  ['uncertain', fault('insert into drafts (a) values ($1) - Connection terminated unexpectedly')],
  [
    'uncertain',
    fault('select a - b from t - Client has encountered a connection error and is not queryable'),
  ],
  ['uncertain', fault('Client has encountered a connection error and is not queryable')],
  ['away', fault('Client was closed and is not queryable')],
  ['away', fault('timeout exceeded when trying to connect')],
  ['busy', fault('Knex: Timeout acquiring a connection. The pool is probably full.')],
  ['busy', fault('operation timed out for an unknown reason')],
  ['full', fault('ENOSPC: no space left on device, write', 'ENOSPC')],
  ['readOnly', fault('EROFS: read-only file system, open', 'EROFS')],
  ['busy', fault('EMFILE: too many open files', 'EMFILE')],
];

describe('trouble of the database', () => {
  it.each(troubles)('is told as %s: %p', (trouble, error) => {
    expect(findTrouble(error)).toBe(trouble);
    expect(findTrouble(new Error('the page could not be made', { cause: error }))).toBe(trouble);
    expect(findTrouble(new AggregateError([error], 'all addresses failed'))).toBe(trouble);
    expect(describeTrouble(error)).toBeInstanceOf(AppError);
    expect(describeTrouble(error)).toMatchObject({ status: 503, cause: error });
  });

  it('is no other fault, nor that of somebody else’s server', () => {
    for (const error of [
      fault('relation does not exist', '42P01'),
      fault('duplicate key', '23505'),
      fault('invalid byte sequence', '22021'),
      fault('select $1::json - invalid input syntax: "typed - Connection terminated"', '22P02'),
      fault('select 1 - what is this'),
      fault('no such file', 'ENOENT'),
      Object.assign(new TypeError('fetch failed'), { cause: fault('connect', 'ECONNREFUSED') }),
      new TypeError('x is undefined'),
      null,
      'text',
    ])
      expect(findTrouble(error)).toBeNull();
  });

  describe('is met everywhere with 503, a sentence and a time to come again', () => {
    let app: TestApp;
    let candidate: TestClient;
    let officer: TestClient;
    let account: TestClient;
    let form: Record<string, string>;
    let failing: Error | null = null;
    let sessionsToo = false;
    /** Statements that meet the trouble. */
    let meets = /./;
    let spy: jest.SpyInstance;

    beforeAll(async () => {
      app = await startTestApp();
      candidate = await signIn(app, people.pilot);
      officer = await signInOfficer(app, 'province-1');
      account = await signInAccount(app, 'lumingqi');
      form = (await openForm(candidate)).hidden('/batches/early-other/versions');
      const { query } = pg.Client.prototype;
      // Sessions are read as ever: what comes behind them meets the trouble.
      spy = jest.spyOn(pg.Client.prototype, 'query').mockImplementation(function fail(
        this: pg.Client,
        ...given: unknown[]
      ) {
        const { text = '' } = given[0] as { readonly text?: string };
        const ofSession = text.includes('FROM "sessions"') || text.startsWith('select sess from sessions');
        if (failing === null || !meets.test(text) || (!sessionsToo && ofSession))
          return Reflect.apply(query, this, given);
        const error = failing;
        const answer = findDriverCallback(given);
        if (answer === null) return Promise.reject(error);
        process.nextTick(() => answer(error));
        return undefined;
      });
    });
    afterAll(async () => {
      failing = null;
      spy.mockRestore();
      await app.close();
    });
    afterEach(() => {
      failing = null;
      meets = /./;
    });

    const provider = '/account/oidc/auth?client_id=candidate-platform&response_type=code&scope=openid';
    const html = { headers: { accept: 'text/html' } };
    const asks: Readonly<Record<string, () => Promise<TestPage>>> = {
      'a page': () => candidate.get('/'),
      'a form': () => candidate.get('/batches/early-other/form'),
      'a save': () => candidate.post('/batches/early-other/versions', { ...form, ...sound }),
      'a fragment': () =>
        candidate.post(
          '/batches/early-other/draft',
          { ...form, ...sound },
          { headers: { 'hx-request': 'true' } },
        ),
      'a download': () => candidate.get('/batches/early-other/print.pdf'),
      'a sign-in': () => candidate.get('/versions'),
      'an office page': () => officer.get('/office'),
      'the audit log': () => officer.get('/office/audit'),
      'the board': () => officer.get('/office/coverage'),
      'an account page': () => account.get('/account'),
      'the provider': () => createTestClient(app.url).get(provider),
      'the provider’s token': () =>
        createTestClient(app.url).post(
          '/account/oidc/token',
          { grant_type: 'authorization_code', client_id: 'x', client_secret: 'y', code: 'z' },
          { csrf: null, ...html },
        ),
    };

    const acts = /save|fragment|token/;

    it.each(Object.keys(asks))('%s', async (name) => {
      const ask = asks[name];
      if (ask === undefined) throw new Error(name);
      // Each kind once here; every way of saying it stands above.
      for (const [trouble, error] of troubles.filter(
        ([kind], at) => troubles.findIndex(([one]) => one === kind) === at,
      )) {
        failing = error;
        const page = await ask();
        failing = null;
        const told = [name, trouble, page.status, page.url];
        expect([...told, Number(page.headers.get('retry-after')) > 0]).toEqual([
          name,
          trouble,
          503,
          page.url,
          true,
        ]);
        expect(page.text).not.toContain('系统出现故障');
        if (page.headers.get('content-type')?.includes('html')) expect(page.text).toMatch(/请在\d+秒后/);
        // Whoever only looked is not told that something he did is in doubt.
        const [said, unsaid] = acts.test(name) ? ['本次操作', '此页面'] : ['此页面没有打开', '本次操作'];
        expect(page.text).toContain(said);
        expect(page.text).not.toContain(unsaid);
        expect(page.html.includes('href="">刷新本页')).toBe(said === '此页面没有打开');
      }
    });

    it('and where nobody knows what it is: 500, of a page and of an act', async () => {
      meets = /form_openings/;
      failing = fault('relation does not exist', '42P01');
      const page = await candidate.get('/batches/early-other/form');
      const act = await candidate.post('/batches/early-other/versions', { ...form, ...sound });
      failing = null;
      meets = /./;
      expect([page.status, act.status]).toEqual([500, 500]);
      expect(page.text).toContain('系统出现故障，此页面没有打开。请稍后刷新本页。');
      expect(page.html).toContain('href="">刷新本页');
      expect(act.text).toContain('本次操作可能没有完成');
      expect(act.html).not.toContain('刷新本页');
    });

    /** What is posted while the database is away, and the page that tells of it. */
    async function fail(who: TestClient, path: string, fields: Record<string, string>, more = {}) {
      failing = fault('connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED');
      const page = await who.post(path, fields, more);
      failing = null;
      expect(page.status).toBe(503);
      return page;
    }

    it('gives back what was typed, with a button that does it once', async () => {
      const path = '/batches/early-other/versions';
      const page = await fail(candidate, path, { ...form, ...sound });
      expect(page.text).toContain('刚才填写的内容还在本页，没有丢失');
      expect(page.text).toContain('第1志愿 院校代号');
      const { _csrf: token = '', ...again } = page.hidden(path);
      const { _csrf: first = '', ...posted } = { ...form, ...sound };
      expect(again).toEqual(posted);
      expect([token === first, token.split('~')[1]]).toEqual([false, first.split('~')[1]]);
      const saved = await candidate.post(path, again, { csrf: token });
      expect([saved.status, saved.url]).toEqual([200, '/batches/early-other']);
      expect((await candidate.post(path, again, { csrf: token })).url).toBe('/batches/early-other');
      expect(await app.database.knex('application_versions')).toHaveLength(1);
    });

    it('gives back the forms of officers and accounts, and of visitors what they carry, without a secret', async () => {
      const letter = { title: '通知标题', content: '很长的通知内容', reason: '试发', audience: 'all' };
      const mail = await fail(officer, '/office/mails/preview', {
        ...(await officer.get('/office/mails/new')).hidden('/office/mails/preview'),
        ...letter,
      });
      expect(mail.hidden('/office/mails/preview')).toMatchObject(letter);
      const secrets = { password: 'Secret#2021x', code: '918273' };
      const closing = await fail(account, '/account/phone', { phone: '15900009999', ...secrets });
      expect(closing.hidden('/account/phone')).toMatchObject({ phone: '15900009999' });
      const visitor = createTestClient(app.url);
      await visitor.get('/sign-in');
      const entered = await fail(visitor, '/sign-in', {
        candidateNumber: people.pilot,
        carried: 'sealed',
        ...secrets,
      });
      expect(entered.hidden('/sign-in')).toMatchObject({ candidateNumber: people.pilot, carried: 'sealed' });
      for (const page of [closing, entered]) {
        expect(page.text).toContain('密码和验证码没有保留');
        expect(page.html).not.toMatch(/Secret#2021x|918273/);
      }
    });

    it('gives nothing back to a script, to a browser that was not given the form, nor where nothing was typed', async () => {
      const path = '/batches/early-other/versions';
      const other = await signIn(app, people.rural);
      const script = { headers: { 'hx-request': 'true' } };
      const pages = [
        await fail(candidate, path, { ...form, ...sound }, script),
        await fail(candidate, '/batches/early-other/notice', {}),
      ];
      sessionsToo = true;
      pages.push(await fail(other, path, { ...form, ...sound }, { csrf: form._csrf }));
      const own = await fail(candidate, path, { ...form, ...sound }, { csrf: form._csrf });
      sessionsToo = false;
      for (const page of pages) expect(page.text).not.toContain('再次提交');
      expect(own.hidden(path)).toMatchObject(sound);
    });

    it('and goes by as it came', async () => {
      expect((await candidate.get('/')).status).toBe(200);
      expect((await officer.get('/office/audit')).status).toBe(200);
    });
  });

  describe('as it really is', () => {
    let app: TestApp;
    let client: TestClient;
    let knex: Knex;

    beforeAll(async () => {
      app = await startTestApp();
      knex = app.database.knex;
      client = await signIn(app, people.rural);
    });
    afterAll(() => app.close());

    it('a lock that somebody keeps', async () => {
      const page = openForm(client).then((form) => form.hidden('/batches/early-other/versions'));
      const fields = await page;
      const blocker = await knex.transaction();
      await blocker.raw('lock table application_groups in access exclusive mode');
      const refused = await client.post('/batches/early-other/versions', { ...fields, ...sound });
      await blocker.rollback();
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
      expect(await knex('application_versions')).toHaveLength(0);
      const saved = await client.post('/batches/early-other/versions', { ...fields, ...sound });
      expect([saved.status, saved.url]).toEqual([200, '/batches/early-other']);
    });

    it('a server that can only be read, and one that ends its connections', async () => {
      const name = new URL(app.database.url).pathname.slice(1);
      const end = (others: Knex, itself = false) =>
        others
          .raw(
            `select pg_terminate_backend(pid) from pg_stat_activity
              where datname = ? and (pid = pg_backend_pid()) = ?`,
            [name, itself],
          )
          .catch(() => undefined);
      await knex.raw(`alter database ${name} set default_transaction_read_only = on`);
      await end(knex);
      await end(knex, true);
      expect(await waitForReadiness(503)).toBe('not ready: database');
      const refused = await signInByForm();
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30']);
      expect(refused.text).toContain('系统暂时只能查看，不能修改');
      await knex.transaction(async (transaction) => {
        await transaction.raw('set transaction read write');
        await transaction.raw(`alter database ${name} set default_transaction_read_only = off`);
      });
      await end(knex);
      await end(knex, true);
      expect(await waitForReadiness(200)).toBe('ready');
    });

    /** Looks are kept for a second, and the first after an end meets a connection that is gone. */
    async function waitForReadiness(status: number): Promise<string> {
      for (let turn = 0; turn < 40; turn += 1) {
        const page = await client.get('/readyz');
        if (page.status === status) return page.html;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      throw new Error(`/readyz was never ${status}`);
    }

    /** Anew where the form itself met a connection that is gone: without its token a press is refused as forged. */
    async function signInByForm(): Promise<TestPage> {
      for (let turn = 0; turn < 20; turn += 1) {
        const page = await createTestClient(app.url).signIn(people.pilot);
        if (page.status !== 403) return page;
      }
      throw new Error('/sign-in never had a form');
    }

    it('a pool that has no place left', async () => {
      const held = await Promise.all(Array.from({ length: 10 }, () => app.services.db.transaction()));
      const page = await client.get('/');
      await Promise.all(held.map((one) => one.rollback()));
      expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
      expect((await client.get('/')).status).toBe(200);
    });
  });
});
