import type { Logger } from '../../../src/infrastructure/logger';
import { signIn } from '../../candidate/filing/filing';
import { bound, factorsOf } from '../../support/security-steps';
import { startTestApp, type TestApp } from '../../support/test-app';
import { demoPassword } from '../../support/test-client';
import { createWechatCaller, type WechatCaller } from './wechat-caller';
import { padTo32, sealWechat, signSorted } from './wechat-seal';
import { startWechatServer, type WechatServer } from './wechat-server';

const TOKEN = 'platformToken1platformToken1';
const KEY = 'ZhiyuanTestVectorZhiyuanTestVectorZhiyuan01';
const OLD_KEY = 'AnotherTestVectorAnotherTestVectorAnother02';
const APP_ID = 'wx0123456789abcdef';

describe('the official account in 安全模式', () => {
  let app: TestApp;
  let server: WechatServer;
  let caller: WechatCaller;
  const logged: unknown[] = [];
  const scans: [string, string][] = [];

  beforeAll(async () => {
    server = await startWechatServer();
    const keep = (entry: unknown, text: string) => logged.push([entry, text]);
    const log = { info: keep, warn: keep, error: keep, debug: keep } as unknown as Logger;
    app = await startTestApp({
      log,
      env: {
        WECHAT_API_URL: server.url.href,
        OUTBOUND_ALLOW: '127.0.0.1',
        WECHAT_APP_ID: APP_ID,
        WECHAT_APP_SECRET: 's3cret',
        WECHAT_TOKEN: TOKEN,
        WECHAT_AES_KEY: `${KEY},${OLD_KEY}`,
      },
    });
    app.services.ways.scans.onScan(async (scene, openId) => {
      scans.push([scene, openId]);
    });
    caller = createWechatCaller(app.url, TOKEN);
  });
  afterAll(async () => {
    await app.close();
    await server.close();
  });
  beforeEach(() => {
    scans.splice(0);
    logged.splice(0);
  });

  const seal = (xml: string) => sealWechat(KEY, APP_ID, xml);

  it('proves that the address is ours as before: the check of it is not sealed', async () => {
    const answer = await caller.get({ echostr: 'echo-42' });
    expect([answer.status, await answer.text()]).toEqual([200, 'echo-42']);
    expect((await caller.get({ echostr: 'echo-42' }, { signature: 'f'.repeat(40) })).status).toBe(404);
  });

  it('binds a candidate who scans', async () => {
    const client = await signIn(app, bound.nothing);
    await client.get('/wechat');
    const ticket = await client.post('/wechat', { password: demoPassword });
    expect(ticket.url).toBe('/wechat/ticket');
    const asked = server.calls.find(({ path }) => path === '/cgi-bin/qrcode/create')?.body;
    const scene = JSON.stringify(asked).match(/"scene_str":"([^"]+)"/)?.[1] ?? '';
    const answer = await caller.postSealed(seal(event(scene, 'oSealed-1')));
    expect([answer.status, await answer.text()]).toEqual([200, 'success']);
    expect((await client.get('/wechat/ticket')).text).toContain('微信绑定成功');
    const { candidateId: row, wechatCipher } = await factorsOf(app, bound.nothing);
    const at = { column: 'credentials.wechat_open_id', row } as const;
    expect(wechatCipher && app.services.cipher.decrypt(wechatCipher, at)).toBe('oSealed-1');
  });

  it('takes what the former key has sealed while two are set', async () => {
    const answer = await caller.postSealed(sealWechat(OLD_KEY, APP_ID, event('bind_30')));
    expect([answer.status, scans]).toEqual([200, [['bind_30', 'oAbC-1']]]);
  });

  it('takes a call so often as it is sent where no answer came, and its signature for no other', async () => {
    const [timestamp, nonce, sealed] = [String(Math.floor(Date.now() / 1000)), '991', seal(event('bind_31'))];
    const signed = {
      timestamp,
      nonce,
      signature: signSorted(TOKEN, timestamp, nonce),
      msg_signature: signSorted(TOKEN, timestamp, nonce, sealed),
    };
    const answers: number[] = [];
    for (let time = 0; time < 7; time += 1) answers.push((await caller.postSealed(sealed, signed)).status);
    expect(answers).toEqual([200, 200, 200, 200, 200, 404, 404]);
    expect((await caller.postSealed(seal(event('bind_32')), signed)).status).toBe(404);
    expect(scans.map(([scene]) => scene)).toEqual(Array(5).fill('bind_31'));
  });

  it('takes nothing that is not sealed', async () => {
    expect((await caller.post(event('bind_33'))).status).toBe(404);
    expect(scans).toEqual([]);
  });

  it.each([
    ['another AppID', sealWechat(KEY, 'wx-another', event('bind_34')), 'envelope'],
    ['another key', sealWechat(KEY.toLowerCase(), APP_ID, event('bind_34')), 'envelope'],
    ['a length that lies', sealWechat(KEY, APP_ID, event('bind_34'), { length: 7 }), 'envelope'],
    [
      'a padding that lies',
      sealWechat(KEY, APP_ID, event('bind_34'), { padding: zeroPadding(event('bind_34')) }),
      'envelope',
    ],
    ['no base64', '*', 'envelope'],
    ['no XML in it', sealWechat(KEY, APP_ID, 'bind_34'), 'content'],
    ['an entity in it', sealWechat(KEY, APP_ID, '<!DOCTYPE x [<!ENTITY a "b">]><xml/>'), 'content'],
    ['17 KB', 'A'.repeat(17_000), 'body'],
  ])('finds nothing, says nothing and logs no content with %s', async (_what, sealed, fault) => {
    const answer = await caller.postSealed(sealed);
    const text = await answer.text();
    expect([answer.status, text.includes('没有找到') || text.includes('不存在')]).toEqual([404, true]);
    expect(logged).toContainEqual([{ fault }, 'a call of the official account was refused']);
    const lines = JSON.stringify(logged);
    for (const content of ['bind_34', 'oAbC-1', sealed.slice(0, 40)].filter(({ length }) => length > 3))
      expect(lines).not.toContain(content);
    expect(scans).toEqual([]);
  });

  it.each([
    ['no signature of what is sealed', { msg_signature: '' }, true],
    ['the signature of 明文模式 in its place', { msg_signature: 'signature' }, true],
    ['another nonce', { nonce: '5' }, false],
    ['no signature of the call', { signature: '' }, false],
  ])('finds nothing with %s', async (_what, change: Record<string, string>, counted) => {
    const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), '77'];
    const signature = signSorted(TOKEN, timestamp, nonce);
    const whole = change.msg_signature === 'signature' ? { msg_signature: signature } : change;
    const query = { timestamp, nonce, signature, ...whole };
    expect((await caller.postSealed(seal(event('bind_35')), query)).status).toBe(404);
    expect(logged.some((entry) => JSON.stringify(entry).includes('"fault":"signature"'))).toBe(counted);
    expect(scans).toEqual([]);
  });

  it('finds nothing where the seal was changed behind its signature', async () => {
    const sealed = seal(event('bind_36'));
    const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), '78'];
    const query = {
      timestamp,
      nonce,
      signature: signSorted(TOKEN, timestamp, nonce),
      msg_signature: signSorted(TOKEN, timestamp, nonce, sealed),
    };
    const other = `${sealed[0] === 'A' ? 'B' : 'A'}${sealed.slice(1)}`;
    expect((await caller.postSealed(other, query)).status).toBe(404);
    expect((await caller.postSealed(sealed, query)).status).toBe(200);
  });
});

function event(scene: string, openId = 'oAbC-1'): string {
  const fields = {
    ToUserName: 'gh_1',
    FromUserName: openId,
    MsgType: 'event',
    Event: 'SCAN',
    EventKey: scene,
  };
  const elements = Object.entries(fields).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`);
  return `<xml>${elements.join('')}</xml>`;
}

function zeroPadding(message: string): Buffer {
  return Buffer.alloc(padTo32(20 + message.length + APP_ID.length).length);
}
