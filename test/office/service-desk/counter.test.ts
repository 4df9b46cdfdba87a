import { demoPeople } from '../../../seeds/demo/people';
import { file, idOf, signIn, sound } from '../../candidate/filing/filing';
import { listPages } from '../../candidate/printing/poppler';
import { deviceOf } from '../../support/device';
import { listOfficerActs, signInOfficer } from '../../support/officers';
import { bound, listMailKinds } from '../../support/security-steps';
import { listSentTexts } from '../../support/sent-codes';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient } from '../../support/test-client';
import { checked, enterCode, issue, issueCode, openRecord, readCode } from './counter-steps';

const own = bound.phone;
/** Of another county, and of a kind that a county serves at home only. */
const foreign = bound.phrase;
const vocational =
  demoPeople.find(({ candidate }) => candidate.kind === 'vocational')?.candidate.candidateNumber ?? '';
const identityOf = (number: string) =>
  demoPeople.find(({ candidate }) => candidate.candidateNumber === number)?.candidate.identityNumber ?? '';

const nameOf = (number: string) =>
  demoPeople.find(({ candidate }) => candidate.candidateNumber === number)?.candidate.name ?? '';

describe('the counter of a county office', () => {
  let app: TestApp;
  let county: TestClient;
  let second: TestClient;
  let other: TestClient;

  beforeAll(async () => {
    app = await startTestApp();
    county = await signInOfficer(app, 'county-1');
    second = await signInOfficer(app, 'county-2');
    other = await signInOfficer(app, 'county-3');
  });
  afterAll(() => app.close());

  const search = (fields: Readonly<Record<string, string>>) => county.post('/office/counter', fields);
  const lastAct = async () => (await listOfficerActs(app, 'county-1')).at(-1);
  const countCodes = async (where: object) => (await app.database.knex('counter_codes').where(where)).length;

  it.each([
    ['candidateNumber', own],
    ['identityNumber', identityOf(own).toLowerCase()],
    ['name', nameOf(own)],
  ])('finds a candidate by %s, masked, and writes the search down', async (field, typed) => {
    const page = await search({ [field]: typed });
    expect([page.status, page.url]).toEqual([200, '/office/counter']);
    const found = page.html.slice(page.html.indexOf('查找结果'));
    expect(found).toContain(`/office/counter/candidates/${await idOf(app, own)}"`);
    expect(found).toContain('2141****151001');
    for (const secret of [nameOf(own), own, identityOf(own)]) expect(found).not.toContain(secret);
    expect(await lastAct()).toBe('searchCandidates');
  });

  it('asks for exactly one thing to look for, rightly written, and keeps what was typed', async () => {
    const none = await search({ candidateNumber: '' });
    const both = await search({ candidateNumber: own, name: '赵启航' });
    const wrong = await search({ identityNumber: '41012220030709984' });
    expect([none.status, both.status, wrong.status]).toEqual([422, 422, 422]);
    expect(both.html).toContain('value="赵启航"');
    expect(wrong.text).toContain('证件号码有误');
  });

  it('finds nobody of another county, but for kinds that every county serves', async () => {
    expect((await search({ candidateNumber: foreign })).text).toContain('没有找到');
    expect((await search({ identityNumber: identityOf(foreign) })).text).toContain('没有找到');
    expect((await search({ candidateNumber: vocational })).text).toContain('打开档案');
    const path = `/office/counter/candidates/${await idOf(app, foreign)}`;
    expect((await county.get(path)).status).toBe(404);
    expect((await county.post(path, { reasonCode: 'call', reason: '' })).status).toBe(404);
    expect((await county.post(`${path}/codes`, { ...checked, purpose: 'password' })).status).toBe(404);
  });

  it('opens a record with a reason only, for this officer, until another is opened', async () => {
    const id = await idOf(app, own);
    const path = `/office/counter/candidates/${id}`;
    const closed = await county.get(path);
    expect(closed.text).not.toContain(own);
    const hidden = closed.hidden(path);
    const refused = await county.post(path, { ...hidden, reasonCode: 'other', reason: ' ' });
    expect([refused.status, refused.text.includes('请说明理由')]).toEqual([422, true]);
    expect((await county.get(path)).text).not.toContain(own);

    const record = await openRecord(app, county, own);
    for (const text of [own, '159****845', '410', '没有保存过志愿']) expect(record.text).toContain(text);
    for (const secret of ['15900000845', identityOf(own)]) expect(record.text).not.toContain(secret);
    const line = await app.database
      .knex('audit_entries')
      .where({ action: 'openRecord', subject_id: String(id) })
      .first('detail');
    expect(line.detail).toEqual({ reason: '考生本人到场办理' });
    expect((await second.get(path)).text).not.toContain(own);
    await openRecord(app, county, bound.otherPhone);
    expect((await county.get(path)).text).not.toContain(own);

    await openRecord(app, county, own);
    await app.database.knex('record_openings').update({ expires_at: new Date(Date.now() - 1) });
    expect((await county.get(path)).text).not.toContain(own);
    const again = await county.post(path, { ...hidden, reasonCode: 'call', reason: '' });
    expect(again.status).toBe(200);
    expect((await county.post(path, { ...hidden, reasonCode: 'call', reason: '' })).status).toBe(409);
    await county.post('/office/counter/closing', {});
    expect((await county.get(path)).text).not.toContain(own);
  });

  it('issues no code before the record is open, nor unless person and card were checked', async () => {
    const path = `/office/counter/candidates/${await idOf(app, own)}`;
    const unopened = await county.post(`${path}/codes`, { ...checked, purpose: 'password' });
    expect(unopened.text).toContain('打开考生档案');
    for (const missing of ['present', 'card', 'reason', 'purpose']) {
      const page = await issue(app, county, own, { ...checked, purpose: 'password', [missing]: '' });
      expect([missing, page.status, readCode(page)]).toEqual([missing, 422, '']);
    }
    expect(await countCodes({})).toBe(0);
  });

  it('resets a password: the code is shown once, the candidate sets it, every session ends, all are told', async () => {
    const inside = await signIn(app, own);
    const page = await issue(app, county, own, { ...checked, purpose: 'password' });
    const code = readCode(page);
    expect(code).not.toBe('');
    const record = await county.get(`/office/counter/candidates/${await idOf(app, own)}`);
    expect(record.text).not.toContain(code);
    expect(record.text).toContain('有效');
    const stored = await app.database.knex('counter_codes').orderBy('id', 'desc').first();
    expect(JSON.stringify(stored)).not.toContain(code.replace('-', ''));
    expect(await listMailKinds(app, own)).toEqual(['counterCodeIssued']);

    const visitor = createTestClient(app.url);
    const form = await enterCode(visitor, own, code.toLowerCase().replace('-', ' '));
    expect(form.url).toBe('/counter-code/password');
    const weak = await visitor.post('/counter-code/password', { next: 'weak', again: 'weak' });
    expect([weak.status, weak.text.includes('不能少于8位')]).toEqual([422, true]);
    const done = await visitor.post('/counter-code/password', {
      next: 'Counter#2031',
      again: 'Counter#2031',
    });
    expect(done.url).toBe('/sign-in');
    expect((await inside.get('/')).url).toBe('/sign-in');
    expect(await listMailKinds(app, own)).toEqual(['counterCodeIssued', 'passwordResetInPerson']);
    const told = (await listSentTexts(app, await idOf(app, own))).map(({ kind }) => kind);
    expect(told).toEqual(expect.arrayContaining(['counterCodeIssued', 'passwordResetInPerson']));
    const { reset_at: resetAt } = await app.database
      .knex('credentials')
      .where({ candidate_id: await idOf(app, own) })
      .first('reset_at');
    expect(Date.now() - resetAt.getTime()).toBeLessThan(60_000);
    expect((await createTestClient(app.url).signIn(own, 'Counter#2031')).url).toBe('/');
    const devices = await app.database.knex('trusted_devices').where({
      candidate_id: await idOf(app, own),
      device: deviceOf(app, visitor),
    });
    expect(devices).toEqual([]);

    const replayed = await enterCode(createTestClient(app.url), own, code);
    expect([replayed.status, replayed.text.includes('考生号或柜台码有误')]).toEqual([422, true]);
  });

  it('takes no code twice in two browsers, nor one that was replaced, taken back or has run out', async () => {
    const older = await issueCode(app, county, own, 'password');
    const code = await issueCode(app, county, own, 'password');
    expect((await enterCode(createTestClient(app.url), own, older)).status).toBe(422);
    const browsers = [createTestClient(app.url), createTestClient(app.url)];
    for (const browser of browsers) await enterCode(browser, own, code);
    const pages = await Promise.all(
      browsers.map((browser, index) => {
        const next = `Browser#203${index}`;
        return browser.post('/counter-code/password', { next, again: next });
      }),
    );
    expect(pages.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(pages.find(({ status }) => status === 409)?.text).toContain('柜台码已失效');

    await issueCode(app, county, own, 'password');
    const record = await county.get(`/office/counter/candidates/${await idOf(app, own)}`);
    const { id } = await app.database.knex('counter_codes').orderBy('id', 'desc').first('id');
    const withdrawal = `/office/counter/codes/${id}/withdrawal`;
    expect((await other.post(withdrawal, {})).status).toBe(404);
    const withdrawn = await county.post(withdrawal, record.hidden(withdrawal));
    expect(withdrawn.text).toContain('已收回');

    const late = await issueCode(app, county, own, 'password');
    const holder = createTestClient(app.url);
    await enterCode(holder, own, late);
    await app.database.knex('counter_codes').update({ expires_at: new Date(Date.now() - 1) });
    const next = { next: 'Later#20314', again: 'Later#20314' };
    expect((await holder.post('/counter-code/password', next)).status).toBe(409);
    expect((await enterCode(createTestClient(app.url), own, late)).status).toBe(422);
  });

  it('takes a code for nobody else and for nothing else, and limits the tries', async () => {
    // What was given a day ago is no half of this.
    const dayAgo = new Date(Date.now() - 25 * 3_600_000);
    await app.database.knex('counter_codes').update({ requested_at: dayAgo });
    await app.database.knex('counter_codes').whereNotNull('used_at').update({ used_at: dayAgo });
    const code = await issueCode(app, county, own, 'phrase');
    expect((await enterCode(createTestClient(app.url), bound.otherPhone, code)).status).toBe(422);
    const holder = createTestClient(app.url);
    expect((await enterCode(holder, own, code)).url).toBe('/counter-code/phrase');
    for (const path of ['password', 'phone', 'confirmation']) {
      expect((await holder.get(`/counter-code/${path}`)).url).toBe('/counter-code');
      await holder.post(`/counter-code/${path}`, { next: 'Wrong#2031', again: 'Wrong#2031', phone: '1' });
    }
    expect(await countCodes({ purpose: 'phrase', used_at: null })).toBe(1);
    const done = await holder.post('/counter-code/phrase', { phrase: '长风破浪会有时' });
    expect([done.url, done.text.includes('密码验证信息已重设')]).toEqual(['/counter-code', true]);

    const guesser = createTestClient(app.url);
    const answers: number[] = [];
    for (let index = 0; index < 6; index += 1)
      answers.push((await enterCode(guesser, own, `00000-0000${index}`)).status);
    expect(answers).toEqual([422, 422, 422, 422, 422, 429]);
    const known = await enterCode(createTestClient(app.url), own, '00000-00000');
    const unknown = await enterCode(createTestClient(app.url), '21410199999999', '00000-00000');
    expect([known.status, known.text.replaceAll(own, '')]).toEqual([
      unknown.status,
      unknown.text.replaceAll('21410199999999', ''),
    ]);
    await app.database.knex('throttles').delete();
  });

  it('takes 动态密码 away by two officers of the county, never by one, and only when the code is used', async () => {
    const id = await idOf(app, bound.totp);
    const asked = await issue(app, county, bound.totp, { ...checked, purpose: 'totp' });
    expect([asked.url, readCode(asked)]).toEqual([`/office/counter/candidates/${id}`, '']);
    expect(asked.text).toContain('等待另一名工作人员批准');
    const { id: codeId } = await app.database.knex('counter_codes').orderBy('id', 'desc').first('id');
    const approval = `/office/counter/requests/${codeId}/approval`;

    expect((await county.get('/office/counter/requests')).hidden(approval)).toEqual({});
    const { formToken = '' } = (await second.get('/office/counter/requests')).hidden(approval);
    expect((await county.post(approval, { formToken })).status).toBe(409);
    expect((await other.get('/office/counter/requests')).text).toContain('没有等待批准的业务');
    expect((await other.post(approval, {})).status).toBe(404);

    // Nor by one person who made both accounts, or one of them.
    const { knex } = app.database;
    const made = { made_by: 1, apart_until: new Date(Date.now() + 60_000) };
    await knex('officers').whereIn('sign_in_name', ['county-1', 'county-2']).update(made);
    const both = await second.post(approval, (await second.get('/office/counter/requests')).hidden(approval));
    expect([both.status, both.text.includes('由同一人开通')]).toEqual([409, true]);
    expect(readCode(both)).toBe('');
    await knex('officers').update({ made_by: null, apart_until: null });

    const page = await second.get('/office/counter/requests');
    const approved = await second.post(approval, page.hidden(approval));
    const code = readCode(approved);
    expect(code).not.toBe('');
    const totpBound = async () =>
      (await app.database.knex('credentials').where({ candidate_id: id }).first('totp_bound_at'))
        .totp_bound_at !== null;
    expect(await totpBound()).toBe(true);
    const holder = createTestClient(app.url);
    expect((await enterCode(holder, bound.totp, code)).url).toBe('/counter-code/confirmation');
    expect(await totpBound()).toBe(true);
    const done = await holder.post('/counter-code/confirmation', {});
    expect([await totpBound(), done.text.includes('重新绑定动态密码')]).toEqual([false, true]);
    expect(await listMailKinds(app, bound.totp)).toEqual(['counterCodeIssued', 'totpUnbound']);
    expect(await listOfficerActs(app, 'county-2')).toContain('approveCounterCode');
  });

  it('says in whole sentences why a batch cannot be filled, and never what was chosen', async () => {
    await openRecord(app, county, bound.otherPhone);
    const page = await county.get(`/office/counter/candidates/${await idOf(app, bound.otherPhone)}/batches`);
    expect(page.text).toContain('【体育本科】不具填报资格：此批次只对体育类考生开放。');
    const said = (sentence: string) => page.text.split(sentence).length - 1;
    expect([
      said('对此考生有效的填报时间'),
      said('登记有误的，请由县（市、区）招生考试机构向省招办申请更正'),
    ]).toEqual([2, 1]);
    expect((await second.get(page.url)).text).toContain('打开考生档案');
  });

  it('shows how often was saved, and not a single choice', async () => {
    await file(await signIn(app, bound.otherPhone), 'early-other', sound);
    const record = await openRecord(app, county, bound.otherPhone);
    expect(record.text).toContain('已保存1次，共3次');
    expect(record.text).not.toContain('北京体育大学');
    const batches = await county.get(`${record.url}/batches`);
    expect(batches.text).toContain('共用');
    expect(batches.text).not.toContain('北京体育大学');
  });

  it('prints letters for who has no password, once a run, and voids the older ones', async () => {
    const { knex } = app.database;
    const id = await idOf(app, bound.wechat);
    await knex('credentials').where({ candidate_id: id }).update({ password_hash: null });
    const form = await county.get('/office/letters');
    const group = '01010101|高三(5)班';
    expect(form.text).toContain('高三(5)班：1人');
    const fields = { ...form.hidden('/office/letters'), group, onePage: '4', reason: '首次发放' };
    expect((await county.post('/office/letters', { ...fields, reason: '' })).status).toBe(422);
    expect((await county.post('/office/letters', { ...fields, group: '01020103' })).status).toBe(422);
    const print = async (sent: Record<string, string>) => {
      const cookie = [...county.cookies].map((pair) => pair.join('=')).join('; ');
      const csrf = (await county.get('/office/letters')).hidden('/office/letters')._csrf ?? '';
      const body = new URLSearchParams({ ...sent, _csrf: csrf });
      return fetch(new URL('/office/letters', app.url), { method: 'POST', body, headers: { cookie } });
    };
    const answer = await print(fields);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const text = listPages(Buffer.from(await answer.arrayBuffer())).join('');
    const secret = /([0-9A-Z]{5}-[0-9A-Z]{5})/.exec(text)?.[1] ?? '';
    expect(text).toContain(bound.wechat);
    expect(text).not.toContain(own);
    expect((await print(fields)).status).toBe(409);
    expect((await createTestClient(app.url).signIn(bound.wechat, secret)).url).toBe('/first-sign-in');

    const next = await county.get('/office/letters');
    expect(next.text).toContain('将作废1张');
    await print({ ...fields, ...next.hidden('/office/letters') });
    expect((await createTestClient(app.url).signIn(bound.wechat, secret)).status).toBe(401);
    expect((await knex('audit_entries').where({ action: 'printLetters' })).length).toBe(2);
  });
});
