import { createWechatGateway } from '../../../src/domain/messages/wechat.gateway';
import { createWechatApi } from '../../../src/domain/messages/wechat-api';
import type { Pass } from '../../../src/infrastructure/security/admissions';
import { createLoopbackOutbound } from '../../support/outbound';
import { describeMessage } from './outbox';
import { startWechatServer, type WechatServer } from './wechat-server';

const admitted = { purpose: 'bindTicket' } as Pass;
const OPEN_ID = 'oAbC-1';
const STABLE_ID = '0b0f4c7e-6b0d-4a51-9f0e-3f7f3b0d9a11';

describe('the official account', () => {
  let server: WechatServer;
  const createApi = (templateId: string | null = null, answerMs = 5000) =>
    createWechatApi(
      { apiUrl: server.url, appId: 'wx1', appSecret: 's3cret', token: 't', aesKeys: [], templateId },
      createLoopbackOutbound(),
      answerMs,
    );
  const send = (api = createApi()) => api.sendText(OPEN_ID, '您好，𫖯', STABLE_ID);
  const paths = () => server.calls.map(({ path }) => path);

  beforeEach(async () => {
    server = await startWechatServer();
  });
  afterEach(() => server.close());

  it('sends a text to a follower, with a token asked for once', async () => {
    const api = createApi();
    await Promise.all([send(api), send(api), send(api)]);
    expect(paths().filter((path) => path === '/cgi-bin/stable_token')).toHaveLength(1);
    expect(server.calls[0]?.body).toEqual({
      grant_type: 'client_credential',
      appid: 'wx1',
      secret: 's3cret',
      force_refresh: false,
    });
    expect(server.calls[1]).toEqual({
      path: '/cgi-bin/message/custom/send',
      token: 'token-1',
      body: { touser: OPEN_ID, msgtype: 'text', text: { content: '您好，𫖯' } },
    });
  });

  it('sends by the template where there is one, under the stable id', async () => {
    await send(createApi('tpl'));
    expect(server.calls[1]).toMatchObject({
      path: '/cgi-bin/message/template/send',
      body: {
        touser: OPEN_ID,
        template_id: 'tpl',
        data: { content: { value: '您好，𫖯' } },
        client_msg_id: STABLE_ID.replaceAll('-', ''),
      },
    });
  });

  it('asks for a new token when the old one was refused, and sends then', async () => {
    const api = createApi();
    await send(api);
    server.token = 'token-2';
    await send(api);
    expect(server.calls.slice(2).map(({ path, token }) => [path, token])).toEqual([
      ['/cgi-bin/message/custom/send', 'token-1'],
      ['/cgi-bin/stable_token', null],
      ['/cgi-bin/message/custom/send', 'token-2'],
    ]);
  });

  it('forces a new token only when asking has brought back the one that was refused', async () => {
    server.staleToken = 'token-0';
    await send();
    expect(
      server.calls.filter(({ path }) => path.endsWith('token')).map(({ body }) => body.force_refresh),
    ).toEqual([false, false, true]);
    expect(server.calls.at(-1)?.token).toBe('token-1');
  });

  it('uses no token beyond its life', async () => {
    server.tokenLife = 0;
    const api = createApi();
    await send(api);
    await send(api);
    expect(paths().filter((path) => path === '/cgi-bin/stable_token')).toHaveLength(2);
  });

  it('ends when a fresh token is refused too', async () => {
    const refusal = { errcode: 40001, errmsg: 'invalid credential' };
    server.next.push(
      { access_token: 'a', expires_in: 7200 },
      refusal,
      { access_token: 'b', expires_in: 7200 },
      refusal,
    );
    await expect(send()).rejects.toMatchObject({ code: 'wechat 40001', final: false });
    expect(server.calls).toHaveLength(4);
  });

  it.each([
    [{ errcode: 40003, errmsg: 'invalid openid' }, 'wechat 40003', true],
    [{ errcode: 43004, errmsg: 'require subscribe' }, 'wechat 43004', true],
    [{ errcode: 45015, errmsg: 'out of time limit' }, 'wechat 45015', false],
    [{ errcode: -1, errmsg: 'busy' }, 'wechat -1', false],
    [502, 'wechat http 502', false],
    ['not an object' as unknown as object, 'wechat -1', false],
  ])('names the fault %j', async (fault, code, final) => {
    const api = createApi();
    await send(api);
    server.next.push(fault);
    await expect(send(api)).rejects.toMatchObject({ code, final });
    await send(api);
  });

  it('names a token that is not told, and asks again next time', async () => {
    server.next.push({ errcode: 40125, errmsg: 'invalid appsecret' });
    const api = createApi();
    await expect(send(api)).rejects.toMatchObject({ code: 'wechat 40125 at the token' });
    await send(api);
  });

  it('takes silence for a failure, telling neither token nor secret', async () => {
    server.next.push({ access_token: 'private', expires_in: 7200 }, null);
    const failure = await send(createApi(null, 100)).catch((error: Error) => error);
    expect(failure).toMatchObject({ code: expect.stringMatching(/^wechat TimeoutError/) });
    expect(JSON.stringify(failure) + String(failure)).not.toMatch(/private|s3cret/);
  });

  it('makes a QR code for a scene', async () => {
    const before = Date.now();
    const { qrContent, expiresAt } = await createApi().createBindTicket(admitted, 'bind_17');
    expect(server.calls[1]?.body).toEqual({
      expire_seconds: 600,
      action_name: 'QR_STR_SCENE',
      action_info: { scene: { scene_str: 'bind_17' } },
    });
    expect(qrContent).toBe('http://weixin.example/q/abc');
    expect(expiresAt.getTime() - before).toBeGreaterThanOrEqual(600_000);
  });

  it('names a QR code that was not made', async () => {
    server.next.push({ access_token: 'token-1', expires_in: 7200 }, { ticket: 'T' });
    await expect(createApi().createBindTicket(admitted, 'bind_17')).rejects.toMatchObject({
      code: 'wechat: no ticket',
    });
  });

  it('serves the channel of WeChat alone', async () => {
    const gateway = createWechatGateway(createApi());
    await gateway.send(describeMessage({ channel: 'wechat', destination: OPEN_ID }));
    await expect(gateway.send(describeMessage({ channel: 'sms' }))).rejects.toMatchObject({ final: true });
    expect(server.calls.at(-1)?.body).toMatchObject({ touser: OPEN_ID });
  });
});
