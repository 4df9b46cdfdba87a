import { computeTotp, totpCounter } from '../../../src/infrastructure/security/totp';
import { refreshDynamicPassword } from '../../support/dynamic-password';
import { bound, factorsOf, forgetLimits, listActs, listMailKinds } from '../../support/security-steps';
import { getSentCode, listSentTexts } from '../../support/sent-codes';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient, type TestPage } from '../../support/test-client';
import { idOf, signIn } from '../filing/filing';

const secretOf = (page: TestPage) =>
  (/id="secret">([A-Z2-7 ]+)</.exec(page.html)?.[1] ?? '').replaceAll(' ', '');
const codeOf = (secret: string, step = 0) => computeTotp(secret, totpCounter(Date.now()) + step);

describe('the binding of 动态密码', () => {
  let app: TestApp;

  beforeEach(async () => {
    app = await startTestApp();
  });
  afterEach(() => app.close());

  async function start(client: TestClient, fields: Record<string, string>): Promise<TestPage> {
    await client.get('/dynamic-password');
    return client.post('/dynamic-password', fields);
  }
  const confirm = (client: TestClient, answer: string) => client.post('/dynamic-password/secret', { answer });
  const isBound = async (candidateNumber: string) =>
    (await factorsOf(app, candidateNumber)).totpBoundAt !== null;

  it('binds a first factor after the password, by QR or typed secret, confirmed by a code', async () => {
    const client = await signIn(app, bound.nothing);
    expect((await client.get('/dynamic-password')).text).toContain('请不要随意清理微信的缓存');
    const refused = await start(client, { password: 'Wrong#2021' });
    expect([refused.status, refused.text.includes('密码错误')]).toEqual([422, true]);
    expect((await client.get('/dynamic-password/secret')).url).toBe('/dynamic-password');

    const page = await start(client, { password: demoPassword });
    expect(page.url).toBe('/dynamic-password/secret');
    expect(page.html).toContain('src="data:image/png;base64,');
    const secret = secretOf(page);
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(page.html).toContain(`secret=${secret}`);
    expect(page.html).toContain('digits=8');

    const wrong = await confirm(client, codeOf(secret, 5));
    expect([wrong.status, wrong.text.includes('动态密码错误')]).toEqual([422, true]);
    expect(secretOf(wrong)).toBe(secret);
    expect(await isBound(bound.nothing)).toBe(false);

    const counter = totpCounter(Date.now());
    const done = await confirm(client, computeTotp(secret, counter));
    expect(done.url).toBe('/dynamic-password');
    expect(done.text).toContain('动态密码绑定成功');
    expect(await isBound(bound.nothing)).toBe(true);
    expect(await listMailKinds(app, bound.nothing)).toEqual(['totpBound']);
    expect(await listActs(app, bound.nothing)).toEqual(['bindTotp']);

    // The code that confirmed it is used up, and sign-in asks for the next from now on.
    const elsewhere = createTestClient(app.url);
    expect((await elsewhere.signIn(bound.nothing)).url).toBe('/sign-in/dynamic-password');
    const answer = (totp: string) => elsewhere.post('/sign-in/dynamic-password', { totp });
    expect((await answer(computeTotp(secret, counter))).url).not.toBe('/');
    expect((await answer(computeTotp(secret, counter + 1))).url).toBe('/');
  });

  it('asks for the phrase too, where one is set', async () => {
    const client = await signIn(app, bound.phrase);
    expect((await start(client, { password: demoPassword })).status).toBe(422);
    const wrong = await start(client, { password: demoPassword, phrase: '学海无涯苦作舟' });
    expect([wrong.status, wrong.text.includes('密码验证信息错误')]).toEqual([422, true]);
    const right = await start(client, { password: demoPassword, phrase: '书山有路勤为径' });
    expect(right.url).toBe('/dynamic-password/secret');
  });

  it('asks for a code to the phone that is bound: a stolen session and the password bind nothing', async () => {
    const client = await signIn(app, bound.phone);
    expect((await client.get('/dynamic-password')).text).not.toContain('登录密码：');
    const refused = await start(client, { password: demoPassword });
    expect([refused.status, refused.text.includes('验证码已失效')]).toEqual([422, true]);
    await client.post('/dynamic-password/code', {});
    const sent = await getSentCode(app, await idOf(app, bound.phone), 'bind');
    expect(sent.destination).toBe('15900000845');
    expect(sent.text).toContain('用于绑定或解除绑定安全措施');
    const page = await start(client, { answer: sent.code });
    await confirm(client, codeOf(secretOf(page)));
    expect(await isBound(bound.phone)).toBe(true);
    const told = (await listSentTexts(app, await idOf(app, bound.phone))).at(-1);
    expect([told?.kind, told?.destination]).toEqual(['totpBound', '15900000845']);
  });

  it('binds nothing from another session, with an older secret, or after something else was bound', async () => {
    const client = await signIn(app, bound.nothing);
    const older = secretOf(await start(client, { password: demoPassword }));
    const newer = secretOf(await start(client, { password: demoPassword }));
    expect((await confirm(client, codeOf(older))).status).toBe(422);
    const { knex } = app.database;
    const candidate_id = await idOf(app, bound.nothing);
    await knex('candidates').where({ id: candidate_id }).update({ phone_bound_at: new Date() });
    expect((await confirm(client, codeOf(newer))).status).toBe(409);
    await knex('candidates').where({ id: candidate_id }).update({ phone_bound_at: null });
    await knex('credentials').where({ candidate_id }).update({ totp_pending_cipher: null });
    expect((await confirm(client, codeOf(newer))).status).toBe(409);
    const other = await signIn(app, bound.nothing);
    expect((await confirm(other, codeOf(newer))).url).toBe('/dynamic-password');
    expect(await isBound(bound.nothing)).toBe(false);
  });

  it('is unbound with a code, and sign-in asks for none then', async () => {
    const client = await signIn(app, bound.totp);
    const page = await client.get('/dynamic-password');
    expect(page.text).toContain('您已绑定动态密码');
    expect(page.text).not.toContain('登录密码：');
    expect((await start(client, { password: demoPassword })).status).toBe(409);
    const refused = await client.post('/dynamic-password/removal', { answer: '00000000' });
    expect([refused.status, refused.text.includes('动态密码错误')]).toEqual([422, true]);
    expect(await isBound(bound.totp)).toBe(true);
    const answer = await refreshDynamicPassword(app, bound.totp);
    const done = await client.post('/dynamic-password/removal', { answer });
    expect(done.text).toContain('动态密码已解除绑定。');
    expect(await isBound(bound.totp)).toBe(false);
    expect(await listMailKinds(app, bound.totp)).toEqual(['totpUnbound']);
    expect((await client.post('/dynamic-password/removal', { answer })).status).toBe(409);
    expect((await createTestClient(app.url).signIn(bound.totp)).url).toBe('/');
  });

  it('does nothing while frozen', async () => {
    const client = await signIn(app, bound.nothing);
    const secret = secretOf(await start(client, { password: demoPassword }));
    await app.database
      .knex('candidates')
      .where({ id: await idOf(app, bound.nothing) })
      .update({ frozen_at: new Date(), disputed_at: new Date() });
    expect((await confirm(client, codeOf(secret))).status).toBe(409);
    expect((await start(client, { password: demoPassword })).status).toBe(409);
    expect(await isBound(bound.nothing)).toBe(false);
  });

  it('names apps that honour eight digits', async () => {
    const client = await signIn(app, bound.nothing);
    const page = await client.get('/dynamic-password/apps');
    for (const name of ['Aegis', 'FreeOTP', '2FAS', 'Ente Auth']) expect(page.text).toContain(name);
    expect(page.text).toContain('显示6位数字的不能使用');
  });

  it('takes each 动态密码 once, on two processes of one database', async () => {
    const second = await startTestApp({ database: app.database, clock: app.clock });
    try {
      const id = await idOf(app, bound.totp);
      const request = {
        candidateId: id,
        purpose: 'bind',
        journey: 'j',
        origin: { address: '127.0.0.1', device: 'd' },
      } as const;
      const answer = await refreshDynamicPassword(app, bound.totp);
      const proofs = [app.services.proof, second.services.proof];
      const results = await Promise.all(
        Array.from({ length: 8 }, (_none, index) => proofs[index % 2]?.prove(request, answer)),
      );
      expect(results.filter((result) => result?.outcome === 'proved')).toHaveLength(1);
      await forgetLimits(app);
      expect((await second.services.proof.prove(request, answer)).outcome).toBe('wrong');
      expect((await app.services.proof.prove(request, answer)).outcome).toBe('wrong');
    } finally {
      await second.close();
    }
  });
});
