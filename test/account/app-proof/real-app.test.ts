import { signInAccount } from '../../support/accounts';
import { CLAIMED, listAudited, PROVED, readClaim, restoreClaim } from '../../support/claims';
import { outsideDemo } from '../../support/outside-demo';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient } from '../../support/test-client';
import { createTestDatabase } from '../../support/test-database';
import {
  type GivenAnswer,
  type LivenessServer,
  type ReceivedRequest,
  SECRET,
  signAsService,
  startLivenessServer,
} from './liveness-server';

const APP = '/account/solutions/app';

describe('APP自助验证 with a real phone app', () => {
  let app: TestApp;
  let server: LivenessServer;
  let owner: TestClient;
  let code = '';
  beforeAll(async () => {
    server = await startLivenessServer();
    app = await startTestApp({
      env: { LIVENESS_URL: server.url.href, LIVENESS_SECRET: SECRET, OUTBOUND_ALLOW: '127.0.0.1' },
    });
    owner = await signInAccount(app, 'qinzhiyuan');
  });
  afterAll(async () => {
    await app.close();
    await server.close();
  });
  beforeEach(async () => {
    await restoreClaim(app);
    server.received.splice(0);
    server.answer = ({ act, body: { check } }) =>
      act === 'begin'
        ? { body: { check, address: 'https://app.example/check/1' } }
        : { body: { check, state: 'waiting' } };
    await owner.get(APP);
    const page = await owner.post(APP, {});
    code = /id="match-code">(\d{4})</.exec(page.html)?.[1] ?? '';
  });

  const person = { documentKind: 'resident', number: '410105200109171234', name: '秦知远' };
  const pass = ({ body: { check } }: ReceivedRequest) => ({ check, state: 'passed', code, person });
  const settle = () => owner.post(`${APP}/result`, {});
  const lastRefusal = async () => (await listAudited(app, 'appProofRefused')).at(-1)?.detail.reason;

  it('proves the owner by a signed answer; the demo page is not there', async () => {
    expect(server.received[0]?.body.person).toEqual(person);
    const page = await owner.get(APP);
    expect(page.text).toContain('https://app.example/check/1');
    expect(page.text).not.toContain('演示环境没有真正的手机APP');
    expect((await createTestClient(app.url).get('/demo/app')).status).toBe(404);
    server.answer = (request) => ({ body: pass(request) });
    expect((await settle()).url).toBe('/account');
    expect(await readClaim(app)).toEqual(PROVED);
  });

  it.each<[string, (request: ReceivedRequest) => GivenAnswer, string, string]>([
    [
      'signed by nobody who has the secret',
      (request) => ({ body: pass(request), signature: signAsService('x', 'x', 'y'.repeat(32)) }),
      'forged',
      '验证结果无法确认',
    ],
    [
      'of another check',
      (request) => ({ body: { ...pass(request), check: 'another' } }),
      'otherCheck',
      '不属于此次验证',
    ],
    [
      'of another person',
      (request) => ({
        body: { ...pass(request), person: { ...person, number: '410105200103044568', name: '陆明琪' } },
      }),
      'otherPerson',
      '不是此证件号码的本人',
    ],
    [
      'of another name',
      (request) => ({ body: { ...pass(request), person: { ...person, name: '陆明琪' } } }),
      'otherName',
      '姓名与您注册的姓名不一致',
    ],
    [
      'without the code of the page',
      (request) => ({ body: { ...pass(request), code: '' } }),
      'wrongCode',
      '核对码',
    ],
    [
      'that nobody was matched',
      (request) => ({ body: { ...pass(request), person: null } }),
      'notPassed',
      '没有通过',
    ],
  ])('takes no answer %s', async (_what, answer, reason, sentence) => {
    server.answer = answer;
    const page = await settle();
    expect([page.status, await lastRefusal()]).toEqual([422, reason]);
    expect(page.text).toContain(sentence);
    // It is over: a right answer comes too late.
    server.answer = (request) => ({ body: pass(request) });
    await settle();
    expect(await readClaim(app)).toEqual(CLAIMED);
  });

  it('takes no answer that was recorded before', async () => {
    let recorded: GivenAnswer | null = null;
    server.answer = (request) => {
      const body = JSON.stringify(pass(request));
      recorded ??= { body, signature: signAsService(String(request.headers['x-zhiyuan-nonce']), body) };
      return recorded;
    };
    // The first one is seen by the page alone, which changes nothing; the second is a replay.
    expect((await owner.get(APP)).text).toContain('完成核验');
    expect((await settle()).status).toBe(422);
    expect(await lastRefusal()).toBe('forged');
    expect(await readClaim(app)).toEqual(CLAIMED);
  });

  it('asks the service once where a page asks many times at once', async () => {
    server.received.splice(0);
    server.answer = ({ body: { check } }) => ({ body: { check, state: 'waiting' }, afterMs: 300 });
    await Promise.all(Array.from({ length: 20 }, () => owner.get(APP)));
    expect(server.received.length).toBeLessThan(20);
  });

  it('asks the service seldom, however often the page is loaded or waits', async () => {
    await app.database.knex('throttles').where('key', 'like', 'app%').delete();
    server.received.splice(0);
    for (let count = 0; count < 20; count += 1) expect((await owner.get(APP)).text).toContain('正在等待');
    expect(server.received).toHaveLength(12);
    // What waits for the answer is counted by itself.
    server.answer = (request) => ({ body: pass(request) });
    expect((await settle()).url).toBe('/account');
  });

  it('says in red that the app cannot be reached, and goes on when it can', async () => {
    server.answer = () => ({ status: 500, body: '' });
    const page = await settle();
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '10']);
    expect(page.text).toContain('手机APP验证服务暂时无法连接');
    expect((await owner.get(APP)).text).toContain('暂时无法连接');
    expect((await owner.post(APP, {})).status).toBe(503);
    server.answer = (request) => ({ body: pass(request) });
    expect((await settle()).url).toBe('/account');
  });
});

describe.each(['drill', 'live'] as const)('in %s', (environment) => {
  it('there is no phone app unless one is configured, and never the one of the demo', async () => {
    const app = await startTestApp({ env: outsideDemo(environment) });
    try {
      const { appProof, demoApp } = app.services.accounts;
      expect([appProof, demoApp]).toEqual([null, null]);
      const visitor = createTestClient(app.url);
      expect((await visitor.get('/demo/app')).status).toBe(404);
      expect((await visitor.get(APP)).status).toBe(404);
    } finally {
      await app.close();
    }
  });

  it('the database takes no answer for the demo', async () => {
    const database = await createTestDatabase();
    try {
      await database.knex('installations').insert({ environment });
      const row = { token: 'x', request_cipher: Buffer.from([1]), expires_at: new Date() };
      await expect(database.knex('demo_liveness_checks').insert(row)).rejects.toThrow('in the demo only');
    } finally {
      await database.drop();
    }
  });
});
