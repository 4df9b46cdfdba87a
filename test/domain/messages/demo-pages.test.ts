import { createOutboxQueue } from '../../../src/domain/messages/outbox-queue.repository';
import { createSender } from '../../../src/domain/messages/sender';
import type { Pass } from '../../../src/infrastructure/security/admissions';
import { startMessages } from '../../../src/operations/start-messages';
import { outsideDemo } from '../../support/outside-demo';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient } from '../../support/test-client';
import { createTestDatabase } from '../../support/test-database';
import { bindPhone, cipher, describeMessage, sendCode, signature, silent, tell } from './outbox';

const admitted = { purpose: 'bindTicket' } as Pass;
const PATHS = ['/demo/messages', '/demo/wechat'];

describe("the demo's pages", () => {
  let app: TestApp;
  const scans: [string, string][] = [];

  beforeAll(async () => {
    app = await startTestApp();
    app.services.ways.scans.onScan(async (scene, openId) => {
      scans.push([scene, openId]);
    });
  });
  afterAll(() => app.close());
  beforeEach(() => scans.splice(0));

  const send = () =>
    createSender({
      queue: createOutboxQueue(app.database.knex),
      gateways: app.services.ways.gateways,
      cipher,
      log: silent,
      signature,
    }).sendDue();

  it('show every message that was sent, newest first, the number masked', async () => {
    const client = createTestClient(app.url);
    expect((await client.get('/demo/messages')).text).toContain('还没有收到消息');
    const candidate = await bindPhone(app.database.knex);
    await tell(app.database.knex, candidate);
    await send();
    await sendCode(app.database.knex, candidate, '序列号12345678对应的验证码为654321');
    await send();
    const { text, html } = await client.get('/demo/messages');
    expect(text.indexOf('654321')).toBeGreaterThan(0);
    expect(text.indexOf('654321')).toBeLessThan(text.indexOf('登录密码'));
    expect(text).toContain('139****001');
    expect(html).not.toContain('13900000001');
  });

  it('are linked on every page of the demo', async () => {
    const { html } = await createTestClient(app.url).get('/sign-in');
    for (const path of PATHS) expect(html).toContain(`href="${path}"`);
  });

  it('play a phone: follow by scene, then read what arrived for this user alone', async () => {
    const ticket = await app.services.ways.wechat?.createBindTicket(admitted, 'bind_17');
    const address = new URL(ticket?.qrContent ?? '');
    expect(address.origin).toBe(app.config.publicUrl.origin);
    const client = createTestClient(app.url);
    const page = await client.get(address.pathname + address.search);
    expect(page.html).toContain('value="bind_17"');
    const done = await client.post('/demo/wechat', { user: 'demo-wechat-xiaohe', scene: 'bind_17' });
    expect(scans).toEqual([['bind_17', 'demo-wechat-xiaohe']]);
    expect(done.text).toContain('“小禾”已关注公众号');

    const { wechat } = app.services.ways.gateways;
    const message = describeMessage({
      channel: 'wechat',
      destination: 'demo-wechat-xiaohe',
      text: '小禾，您好',
    });
    await wechat?.send(message);
    await wechat?.send(message);
    const own = await client.get('/demo/wechat?user=demo-wechat-xiaohe');
    expect(own.text.match(/小禾，您好/g)).toHaveLength(1);
    expect((await client.get('/demo/wechat?user=demo-wechat-yuanshan')).text).not.toContain('小禾，您好');
  });

  it.each([
    ['no scene', { user: 'demo-wechat-xiaohe', scene: '' }],
    ['a scene of another shape', { user: 'demo-wechat-xiaohe', scene: '<b>' }],
    ['a stranger', { user: 'somebody', scene: 'bind_17' }],
    ['two users', { user: ['demo-wechat-xiaohe', 'demo-wechat-yuanshan'], scene: 'bind_17' }],
  ])('refuse %s and report nothing', async (_what, fields: Record<string, string | string[]>) => {
    const client = createTestClient(app.url);
    await client.get('/demo/wechat');
    expect((await client.post('/demo/wechat', fields)).status).toBe(400);
    expect(scans).toEqual([]);
  });

  it('ask for a CSRF token', async () => {
    const fields = { user: 'demo-wechat-xiaohe', scene: 'bind_17' };
    const answer = await createTestClient(app.url).post('/demo/wechat', fields, { csrf: null });
    expect([answer.status, scans]).toEqual([403, []]);
  });

  it('keep a message once, whatever is repeated, and encrypted', async () => {
    const { knex } = app.database;
    const message = describeMessage({ text: '只有一条' });
    const before = await knex('demo_messages');
    await app.services.ways.demoPost?.deliver(message);
    await app.services.ways.demoPost?.deliver(message);
    const after = await knex('demo_messages');
    expect(after.length - before.length).toBe(1);
    expect(JSON.stringify(after)).not.toContain(Buffer.from('只有一条').toString('base64'));
    expect(Buffer.concat(after.map((row) => row.text_cipher)).includes('只有一条')).toBe(false);
  });
});

describe.each(['drill', 'live'] as const)('in %s', (environment) => {
  it('there are no such pages, no such post and no simulated account', async () => {
    const app = await startTestApp({ env: outsideDemo(environment) });
    try {
      const client = createTestClient(app.url);
      for (const path of PATHS) expect((await client.get(path)).status).toBe(404);
      await client.get('/sign-in');
      const scan = await client.post('/demo/wechat', { user: 'demo-wechat-xiaohe', scene: 'bind_17' });
      expect(scan.status).toBe(404);
      expect((await client.get('/sign-in')).html).not.toContain('/demo/');
      const { demoPost, wechat, gateways } = app.services.ways;
      expect([demoPost, wechat, gateways.wechat]).toEqual([null, null, null]);
    } finally {
      await app.close();
    }
  });

  it('the database takes no message for the demo', async () => {
    const database = await createTestDatabase();
    try {
      await database.knex('installations').insert({ environment });
      const row = {
        stable_id: '0b0f4c7e-6b0d-4a51-9f0e-3f7f3b0d9a11',
        channel: 'sms',
        masked_destination: '139****001',
        destination_index: Buffer.from([1]),
        text_cipher: Buffer.from([1]),
      };
      await expect(database.knex('demo_messages').insert(row)).rejects.toThrow('written in the demo only');
    } finally {
      await database.drop();
    }
  });
});

test('what a serving process starts sends, and ends', async () => {
  const app = await startTestApp();
  try {
    const running = startMessages(app.services, silent);
    await sendCode(app.database.knex, await bindPhone(app.database.knex));
    const arrived = () => app.database.knex('demo_messages').first('id');
    while ((await arrived()) === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
    await running.stop();
  } finally {
    await app.close();
  }
});
