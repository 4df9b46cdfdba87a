import { readWechatXml } from '../../../src/domain/messages/wechat-xml';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createWechatCaller, type WechatCaller } from './wechat-caller';

const TOKEN = 'platformToken1platformToken1';

describe('what the official account reports', () => {
  let app: TestApp;
  let caller: WechatCaller;
  const scans: [string, string][] = [];
  let handlerFails = false;

  beforeAll(async () => {
    app = await startTestApp({
      env: { WECHAT_APP_ID: 'wx1', WECHAT_APP_SECRET: 's3cret', WECHAT_TOKEN: TOKEN },
    });
    app.services.ways.scans.onScan(async (scene, openId) => {
      if (handlerFails) throw new Error('away');
      scans.push([scene, openId]);
    });
    caller = createWechatCaller(app.url, TOKEN);
  });
  afterAll(() => app.close());
  beforeEach(() => {
    handlerFails = false;
    scans.splice(0);
  });

  it('proves to the server that the address is ours', async () => {
    const answer = await caller.get({ echostr: 'echo-42' });
    expect([answer.status, await answer.text()]).toEqual([200, 'echo-42']);
    expect(answer.headers.get('content-type')).toContain('text/plain');
  });

  it('tells of a new follower and of an old one who scan, without session, cookie or CSRF token', async () => {
    const answer = await caller.post(event({ Event: 'subscribe', EventKey: 'qrscene_bind_17' }));
    expect([answer.status, await answer.text(), answer.headers.get('set-cookie')]).toEqual([
      200,
      'success',
      null,
    ]);
    await caller.post(event({ Event: 'SCAN', EventKey: 'bind_18' }));
    expect(scans).toEqual([
      ['bind_17', 'oAbC-1'],
      ['bind_18', 'oAbC-1'],
    ]);
  });

  it.each([
    ['a follower without scene', { Event: 'subscribe', EventKey: '' }],
    ['somebody who leaves', { Event: 'unsubscribe', EventKey: '' }],
    ['a pressed menu', { Event: 'CLICK', EventKey: 'bind_17' }],
    ['a text', { MsgType: 'text', Event: 'SCAN', EventKey: 'bind_17' }],
    ['a scene of another shape', { Event: 'SCAN', EventKey: "1' or 1=1" }],
    ['nobody', { FromUserName: '', Event: 'SCAN', EventKey: 'bind_17' }],
  ])('answers %s and binds nothing', async (_what, fields: Record<string, string>) => {
    const answer = await caller.post(event(fields));
    expect([answer.status, await answer.text()]).toEqual([200, 'success']);
    expect(scans).toEqual([]);
  });

  it('takes a signature for one content, which may come again, and for no other', async () => {
    const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), 'seen'];
    const send = (key: string) =>
      caller.post(event({ Event: 'SCAN', EventKey: key }), { timestamp, nonce }, true);
    expect((await send('bind_21')).status).toBe(200);
    expect((await send('bind_22')).status).toBe(404);
    expect((await send('bind_21')).status).toBe(200);
    expect((await caller.get({ echostr: 'x' }, { timestamp, nonce }, true)).status).toBe(404);
    expect(scans.map(([scene]) => scene)).toEqual(['bind_21', 'bind_21']);
  });

  it('takes one call so often as it is sent where no answer came, and no oftener', async () => {
    const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), 'again'];
    const xml = event({ Event: 'SCAN', EventKey: 'bind_23' });
    const answers: number[] = [];
    for (let time = 0; time < 7; time += 1)
      answers.push((await caller.post(xml, { timestamp, nonce }, true)).status);
    expect(answers).toEqual([200, 200, 200, 200, 200, 404, 404]);
    expect(scans).toHaveLength(5);
    expect((await caller.post(xml)).status).toBe(200);
  });

  it('is told again when the binding could not be written', async () => {
    handlerFails = true;
    expect((await caller.post(event({ Event: 'SCAN', EventKey: 'bind_17' }))).status).toBe(500);
  });

  it.each([
    ['no signature', { signature: '' }],
    ['a wrong signature', { signature: 'f'.repeat(40) }],
    ['another nonce', { nonce: 'other' }],
    ['a timestamp of six minutes ago', { timestamp: String(Math.floor(Date.now() / 1000) - 360) }],
    ['a timestamp to come', { timestamp: String(Math.floor(Date.now() / 1000) + 360) }],
    ['no timestamp', { timestamp: '' }],
  ])('finds nothing with %s', async (_what, change: Record<string, string>) => {
    const resign = 'timestamp' in change;
    expect((await caller.get({ echostr: 'x' }, change, resign)).status).toBe(404);
    const answer = await caller.post(event({ Event: 'SCAN', EventKey: 'bind_17' }), change, resign);
    expect(answer.status).toBe(404);
    expect(scans).toEqual([]);
  });

  it.each([
    ['no XML', 'scene=bind_17'],
    ['an entity', '<!DOCTYPE xml [<!ENTITY a "b">]><xml><Event>&a;</Event></xml>'],
    ['17 KB', `<xml><Event>${'a'.repeat(17_000)}</Event></xml>`],
  ])('refuses %s', async (_what, body) => {
    const answer = await caller.post(body);
    expect([400, 413]).toContain(answer.status);
    expect(scans).toEqual([]);
  });

  it('is not there without an official account', async () => {
    const plain = await startTestApp();
    try {
      expect((await createWechatCaller(plain.url, TOKEN).get({ echostr: 'x' })).status).toBe(404);
    } finally {
      await plain.close();
    }
  });
});

describe('the XML of the official account', () => {
  it('is read as flat texts', () => {
    const text = '<xml>\n<A><![CDATA[a ]] <b> & c]]></A> <B>17</B><C><![CDATA[]]></C><D></D>\n</xml>\n';
    expect([...(readWechatXml(text) ?? [])]).toEqual([
      ['A', 'a ]] <b> & c'],
      ['B', '17'],
      ['C', ''],
      ['D', ''],
    ]);
  });

  it.each([
    ['nothing', ''],
    ['another root', '<html><A>1</A></html>'],
    ['a declaration', '<?xml version="1.0"?><xml><A>1</A></xml>'],
    ['a document type', '<!DOCTYPE x SYSTEM "file:///etc/passwd"><xml><A>1</A></xml>'],
    ['an entity', '<xml><A>&lt;</A></xml>'],
    ['an attribute', '<xml><A b="c">1</A></xml>'],
    ['an element in an element', '<xml><A><B>1</B></A></xml>'],
    ['the same element twice', '<xml><A>1</A><A>2</A></xml>'],
    ['another end', '<xml><A>1</B></xml>'],
    ['text between elements', '<xml><A>1</A>x<B>2</B></xml>'],
    ['an open CDATA', '<xml><A><![CDATA[1</A></xml>'],
    ['what comes after the end', '<xml><A>1</A></xml><xml><B>2</B></xml>'],
    ['more than 16 KB', `<xml><A>${'1'.repeat(16_400)}</A></xml>`],
  ])('is not read with %s', (_what, text) => {
    expect(readWechatXml(text)).toBeNull();
  });
});

function event(change: Record<string, string>): string {
  const fields = {
    ToUserName: 'gh_1',
    FromUserName: 'oAbC-1',
    CreateTime: '1624700000',
    MsgType: 'event',
    ...change,
  };
  const elements = Object.entries(fields).map(([name, value]) =>
    name === 'CreateTime' ? `<${name}>${value}</${name}>` : `<${name}><![CDATA[${value}]]></${name}>`,
  );
  return `<xml>${elements.join('\n')}</xml>`;
}
