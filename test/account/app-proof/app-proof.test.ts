import { listLettersTo, signInAccount } from '../../support/accounts';
import { CLAIMED, listAudited, PROVED, readClaim, restoreClaim } from '../../support/claims';
import { findInClear } from '../../support/find-in-clear';
import { newPassword, provePhone, toDetails } from '../../support/register';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient, type TestPage } from '../../support/test-client';

const APP = '/account/solutions/app';

describe('APP自助验证 with the phone app that the demo plays', () => {
  let app: TestApp;
  let owner: TestClient;
  let impostor: TestClient;
  let rival: TestClient;
  let phone: TestClient;
  beforeAll(async () => {
    app = await startTestApp();
    owner = await signInAccount(app, 'qinzhiyuan');
    impostor = await signInAccount(app, 'taken2020');
    const { client } = await provePhone(app, '15912340301');
    const given = { personName: '秦知远', identityNumber: '410105200109171234', again: 'yes' };
    await client.post('/account/register/details', toDetails(given));
    rival = await signInAccount(app, '15912340301', newPassword);
    phone = createTestClient(app.url);
  });
  afterAll(() => app.close());
  beforeEach(() => restoreClaim(app));

  const knex = () => app.database.knex;
  const readToken = ({ html }: TestPage) => /\/demo\/app\?check=([\w-]+)/.exec(html)?.[1] ?? '';
  const readCode = ({ html }: TestPage) => /id="match-code">(\d{4})</.exec(html)?.[1] ?? '';

  async function begin(client = owner): Promise<{ token: string; code: string; page: TestPage }> {
    await client.get(APP);
    const page = await client.post(APP, {});
    return { token: readToken(page), code: readCode(page), page };
  }

  async function answer(token: string, code: string, given = 'passed'): Promise<TestPage> {
    await phone.get(`/demo/app?check=${token}`);
    return phone.post('/demo/app', { check: token, code, answer: given });
  }

  const settle = (client = owner) => client.post(`${APP}/result`, {});
  const lastRefusal = async () => (await listAudited(app, 'appProofRefused')).at(-1)?.detail.reason;

  it('proves the owner, from the QR code to the notice of the other account', async () => {
    const start = await owner.get(APP);
    for (const word of ['研招推免', '统考', '自主招生', '兵役登记/应征报名', '请慎重操作'])
      expect(start.text).toContain(word);
    const { token, code, page } = await begin();
    expect(page.html).toContain('src="data:image/png;base64,');
    expect(page.text).toContain(`/demo/app?check=${token}`);
    expect(page.html).toContain('<meta http-equiv="refresh"');
    expect((await settle()).text).toContain('正在等待');
    const shown = await phone.get(`/demo/app?check=${token}`);
    expect(shown.text).toContain('qinzhiyuan（手机 159****002）');
    expect(shown.html).not.toContain('4101052001');
    expect((await answer(token, code)).text).toContain('已扫描面部：本人');
    // Looking changes nothing.
    expect((await owner.get(APP)).text).toContain('完成核验');
    expect(await readClaim(app)).toEqual(CLAIMED);
    expect((await settle()).url).toBe('/account');
    expect(await readClaim(app)).toEqual(PROVED);
    expect((await owner.get('/account')).text).toContain('雁湖大学');
    expect((await owner.get(APP)).url).toBe('/account');
    expect((await settle()).url).toBe('/account');
    expect((await impostor.get('/account')).url).toBe('/account/sign-in');
    for (const bound of ['15900001001', 'taken2020@example.com'])
      expect((await listLettersTo(app, bound)).at(-1)).toMatch(/“APP自助验证”.*已停用，将于.*注销/);
    expect((await listAudited(app, 'proveAccount')).at(-1)?.detail).toMatchObject({ route: 'app' });
  });

  it('leads a page that asks by script on, and tells it to wait', async () => {
    const { token, code } = await begin();
    const ask = () => owner.post(`${APP}/result`, {}, { headers: { 'hx-request': 'true' }, follow: false });
    const waiting = await ask();
    expect(waiting.html.trim()).toMatch(/^<form id="app-state"[\s\S]*<\/form>$/);
    await answer(token, code);
    const done = await ask();
    expect([done.status, done.headers.get('hx-redirect')]).toEqual([200, '/account']);
    expect((await ask()).headers.get('hx-redirect')).toBe('/account');
  });

  it.each([
    ['a face that is nobody’s', 'failed', (code: string) => code, 'notPassed', '没有通过'],
    ['another person', 'otherPerson', (code: string) => code, 'otherPerson', '不是此证件号码的本人'],
    [
      'the code of another page',
      'passed',
      (code: string) => String((Number(code) + 1) % 10_000).padStart(4, '0'),
      'wrongCode',
      '核对码与页面不一致',
    ],
  ])('is refused for %s, once and for all', async (_what, given, toCode, reason, sentence) => {
    const { token, code } = await begin();
    await answer(token, toCode(code), given);
    const page = await settle();
    expect(page.status).toBe(422);
    expect(page.text).toContain(sentence);
    expect(await lastRefusal()).toBe(reason);
    // The check is used up, whatever the phone says afterwards.
    expect((await answer(token, code)).text).toMatch(/已扫描面部|已完成/);
    await knex()('demo_liveness_checks').update({ answer: 'passed', typed_code: code });
    expect((await settle()).text).toContain('开始验证');
    expect(await readClaim(app)).toEqual(CLAIMED);
  });

  it('takes no answer after its time', async () => {
    const { token, code } = await begin();
    await answer(token, code);
    await knex()('liveness_checks').update({ expires_at: new Date(Date.now() - 1) });
    expect((await owner.get(APP)).text).toContain('二维码已失效');
    expect((await settle()).status).toBe(422);
    expect(await lastRefusal()).toBe('expired');
    expect(await readClaim(app)).toEqual(CLAIMED);
    const { token: late } = await begin();
    await knex()('demo_liveness_checks').update({ expires_at: new Date(Date.now() - 1) });
    expect((await phone.get(`/demo/app?check=${late}`)).text).toContain('已失效');
    expect((await phone.post('/demo/app', { check: late, code, answer: 'passed' })).status).toBe(409);
  });

  it('takes no answer to a check that a newer one replaced, nor one of another account', async () => {
    const first = await begin();
    await answer(first.token, first.code);
    const second = await begin();
    expect((await settle()).text).toContain('正在等待');
    const theirs = await begin(rival);
    await answer(theirs.token, theirs.code);
    expect((await settle()).text).toContain('正在等待');
    expect(await readClaim(app)).toEqual(CLAIMED);
    await answer(second.token, second.code);
    expect((await settle()).url).toBe('/account');
  });

  it('serves once: of eight requests at the same instant one proves the account', async () => {
    const { token, code } = await begin();
    await answer(token, code);
    const pages = await Promise.all(
      Array.from({ length: 8 }, () => owner.post(`${APP}/result`, {}, { follow: false })),
    );
    for (const { status } of pages) expect([303, 409]).toContain(status);
    expect(await knex()('re_registrations')).toHaveLength(1);
    expect(await knex()('liveness_checks').where({ outcome: 'proved' })).toHaveLength(1);
  });

  it('lets one of two accounts of the same number win, and tells the other', async () => {
    const mine = await begin();
    const theirs = await begin(rival);
    await answer(mine.token, mine.code);
    await answer(theirs.token, theirs.code);
    const pages = await Promise.all([settle(), settle(rival)]);
    expect(pages.map(({ url }) => url).toSorted()).toEqual(['/account', `${APP}/result`]);
    const lost = pages.find(({ url }) => url !== '/account');
    expect(lost?.text).toContain('客服协助验证');
    expect(await lastRefusal()).toBe('contested');
    const active = await knex()('accounts').where({ status: 'active', name: '秦知远' });
    expect(active).toHaveLength(1);
    // No new check of a contested number either.
    const loser = active[0]?.user_name === 'qinzhiyuan' ? rival : owner;
    expect((await loser.post(APP, {})).status).toBe(409);
  });

  it('is begun ten times a day by an account, and says until when', async () => {
    await owner.get(APP);
    for (let count = 0; count < 10; count += 1) await owner.post(APP, {}, { follow: false });
    const page = await owner.post(APP, {});
    expect(page.status).toBe(429);
    expect(page.text).toMatch(/APP自助验证的次数已用完.*解除限制.*其他途径/);
  });

  it('corrects the name of a person whom an impostor entered under another', async () => {
    await knex()('persons').where({ name: '秦知远' }).update({ name: '秦之远' });
    const { token, code } = await begin();
    await answer(token, code);
    await settle();
    expect(await knex()('persons').where({ name: '秦知远' })).toHaveLength(1);
  });

  it('asks the phone for a code and a result, and knows no other check', async () => {
    const { token, code } = await begin();
    await phone.get(`/demo/app?check=${token}`);
    expect((await phone.post('/demo/app', { check: token, code: '12', answer: 'passed' })).status).toBe(422);
    expect((await phone.post('/demo/app', { check: token, code, answer: 'maybe' })).status).toBe(400);
    expect((await phone.post('/demo/app', { check: 'x', code, answer: 'passed' })).status).toBe(400);
    expect(
      (await phone.post('/demo/app', { check: token, code, answer: 'passed' }, { csrf: null })).status,
    ).toBe(403);
    expect((await phone.get('/demo/app?check[]=1')).status).toBe(200);
    expect((await settle()).text).toContain('正在等待');
  });

  it('keeps number and name encrypted', async () => {
    const { token, code } = await begin();
    expect(await findInClear(knex(), token)).toEqual([]);
    const [check] = await knex()('liveness_checks').whereNull('decided_at');
    expect(JSON.stringify(check)).not.toMatch(new RegExp(`"${code}"`));
    const [row] = await knex()('demo_liveness_checks');
    expect(row.request_cipher.includes('410105200109171234')).toBe(false);
    const kept = JSON.stringify([await knex()('liveness_checks'), await knex()('audit_entries')]);
    expect(kept).not.toMatch(/410105200109171234|秦知远/);
  });
});
