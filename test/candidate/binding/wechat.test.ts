import { bound, factorsOf, listActs, listMailKinds } from '../../support/security-steps';
import { getSentCode, listSentTexts } from '../../support/sent-codes';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient, type TestPage } from '../../support/test-client';
import { idOf, signIn } from '../filing/filing';

const FREE = 'demo-wechat-qingfeng';
const sceneOf = (page: TestPage) => /id="scene">([A-Za-z0-9_-]+)</.exec(page.html)?.[1] ?? '';

describe('the binding of WeChat', () => {
  let app: TestApp;

  beforeEach(async () => {
    app = await startTestApp();
  });
  afterEach(() => app.close());

  async function start(client: TestClient, fields: Record<string, string>): Promise<TestPage> {
    await client.get('/wechat');
    return client.post('/wechat', fields);
  }
  const scan = (scene: string, openId: string) => app.services.ways.scans.report(scene, openId);
  async function readOpenId(candidateNumber: string): Promise<string | null> {
    const { candidateId: row, wechatCipher } = await factorsOf(app, candidateNumber);
    const { cipher } = app.services;
    return wechatCipher && cipher.decrypt(wechatCipher, { column: 'credentials.wechat_open_id', row });
  }

  it('binds who scans, after the password, and tells there from then on', async () => {
    const client = await signIn(app, bound.nothing);
    expect((await start(client, { password: 'Wrong#2021' })).status).toBe(422);
    expect((await client.get('/wechat/ticket')).url).toBe('/wechat');
    const ticket = await start(client, { password: demoPassword });
    expect(ticket.url).toBe('/wechat/ticket');
    expect(ticket.html).toContain('src="data:image/png;base64,');
    const scene = sceneOf(ticket);
    // Reloading waits on, with the same code.
    expect(sceneOf(await client.get('/wechat/ticket'))).toBe(scene);

    // The phone, played by the demo's page.
    const phone = createTestClient(app.url);
    await phone.get(`/demo/wechat?scene=${scene}`);
    await phone.post('/demo/wechat', { user: FREE, scene });
    const done = await client.get('/wechat/ticket');
    expect([done.url, done.text.includes('微信绑定成功')]).toEqual(['/wechat', true]);
    expect(await readOpenId(bound.nothing)).toBe(FREE);
    expect(await listMailKinds(app, bound.nothing)).toEqual(['wechatBound']);
    expect(await listActs(app, bound.nothing)).toEqual(['bindWechat']);
    const told = (await listSentTexts(app, await idOf(app, bound.nothing))).at(-1);
    expect([told?.kind, told?.destination]).toEqual(['wechatBound', FREE]);
  });

  it('asks for a code to the phone that is bound, and tells that phone too', async () => {
    const client = await signIn(app, bound.phone);
    expect((await start(client, { password: demoPassword })).status).toBe(422);
    await client.post('/wechat/code', {});
    const { code } = await getSentCode(app, await idOf(app, bound.phone), 'bind');
    await scan(sceneOf(await start(client, { answer: code })), FREE);
    expect(await readOpenId(bound.phone)).toBe(FREE);
    const told = (await listSentTexts(app, await idOf(app, bound.phone))).filter(
      ({ kind }) => kind === 'wechatBound',
    );
    expect(told.map(({ destination }) => destination).toSorted()).toEqual(['15900000845', FREE]);
  });

  it('binds one candidate to one WeChat, and one scan of a code', async () => {
    const client = await signIn(app, bound.nothing);
    const taken = sceneOf(await start(client, { password: demoPassword }));
    await scan(taken, 'demo-wechat-21410101119001');
    const told = await client.get('/wechat/ticket');
    expect([told.url, told.text.includes('已绑定其他考生')]).toEqual(['/wechat', true]);
    expect(await readOpenId(bound.nothing)).toBeNull();
    // The code is used up.
    await scan(taken, FREE);
    expect(await readOpenId(bound.nothing)).toBeNull();

    const scene = sceneOf(await start(client, { password: demoPassword }));
    await Promise.all(
      [FREE, 'demo-wechat-xiaohe', FREE, 'demo-wechat-yuanshan'].map((openId) => scan(scene, openId)),
    );
    expect(await listMailKinds(app, bound.nothing)).toEqual(['wechatBound']);
    const openId = await readOpenId(bound.nothing);
    await scan(scene, 'demo-wechat-xiaohe');
    expect(await readOpenId(bound.nothing)).toBe(openId);
  });

  it('lets one of two candidates have the WeChat that scans both codes in the same moment', async () => {
    const clients = await Promise.all([signIn(app, bound.nothing), signIn(app, bound.otherPhrase)]);
    const scenes = [
      sceneOf(await start(clients[0], { password: demoPassword })),
      sceneOf(await start(clients[1], { password: demoPassword, phrase: '宝剑锋从磨砺出' })),
    ];
    await Promise.all(scenes.map((scene) => scan(scene, FREE)));
    const owners = [await readOpenId(bound.nothing), await readOpenId(bound.otherPhrase)];
    expect(owners.filter((owner) => owner === FREE)).toHaveLength(1);
    const texts = await Promise.all(clients.map(async (client) => (await client.get('/wechat/ticket')).text));
    expect(texts.filter((text) => text.includes('微信绑定成功'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('已绑定其他考生'))).toHaveLength(1);
  });

  it('binds nothing after ten minutes, after 退出, while frozen, or after something else was bound', async () => {
    const { knex } = app.database;
    const id = await idOf(app, bound.nothing);
    const spoil: (() => Promise<unknown>)[] = [
      () => knex('wechat_tickets').update({ expires_at: new Date(Date.now() - 1) }),
      () => knex('credentials').where({ candidate_id: id }).update({ session_id: 'another' }),
      () => knex('candidates').where({ id }).update({ frozen_at: new Date(), disputed_at: new Date() }),
      () => knex('credentials').where({ candidate_id: id }).update({ totp_bound_at: new Date() }),
    ];
    for (const act of spoil) {
      const client = await signIn(app, bound.nothing);
      const scene = sceneOf(await start(client, { password: demoPassword }));
      expect(scene).not.toBe('');
      await act();
      await scan(scene, FREE);
      expect(await readOpenId(bound.nothing)).toBeNull();
      await knex('candidates').where({ id }).update({ frozen_at: null, disputed_at: null });
      await knex('credentials').where({ candidate_id: id }).update({ totp_bound_at: null });
    }
    await scan('no-such-scene', FREE);
    expect(await listMailKinds(app, bound.nothing)).toEqual([]);
  });

  it('is unbound with a code by WeChat, and tells it for the last time', async () => {
    const client = await signIn(app, bound.wechat);
    expect((await client.get('/wechat')).text).toContain('您已绑定微信');
    expect((await client.post('/wechat/removal', { answer: '000000' })).status).toBe(422);
    await client.post('/wechat/code', {});
    const id = await idOf(app, bound.wechat);
    const { code, destination } = await getSentCode(app, id, 'bind');
    expect(destination).toBe('demo-wechat-21410101119001');
    const done = await client.post('/wechat/removal', { answer: code });
    expect(done.text).toContain('微信已解除绑定。');
    expect(await readOpenId(bound.wechat)).toBeNull();
    expect(await listMailKinds(app, bound.wechat)).toEqual(['wechatUnbound']);
    const told = (await listSentTexts(app, id)).at(-1);
    expect([told?.kind, told?.destination]).toEqual(['wechatUnbound', 'demo-wechat-21410101119001']);
  });
});
