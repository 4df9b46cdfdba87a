import { findRipeAt } from '../../../src/rules/identity/counter-binding';
import { checked, enterCode, issue, issueCode, readCode } from '../../office/service-desk/counter-steps';
import { signInOfficer } from '../../support/officers';
import { bound, factorsOf, listActs, listMailKinds, readPhone } from '../../support/security-steps';
import { getSentCode, listSentTexts } from '../../support/sent-codes';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient } from '../../support/test-client';
import { idOf } from '../filing/filing';

const NEW = '13612345678';

describe('what a candidate finishes with a 柜台码', () => {
  let app: TestApp;
  let county: TestClient;
  let second: TestClient;
  let holder: TestClient;

  beforeAll(async () => {
    app = await startTestApp();
    county = await signInOfficer(app, 'county-1');
    second = await signInOfficer(app, 'county-2');
  });
  beforeEach(() => {
    holder = createTestClient(app.url);
  });
  afterAll(() => app.close());

  /** Until when the phone proves nothing; null: it does. */
  async function findWait(): Promise<Date | null> {
    const { phoneBoundAt, counterBindings: bindings } = await factorsOf(app, bound.phone);
    return phoneBoundAt && findRipeAt(phoneBoundAt, { bindings, hours: 24, now: Date.now() });
  }

  const isOpen = async (candidateNumber: string) =>
    (
      await app.database
        .knex('counter_codes')
        .where({ candidate_id: await idOf(app, candidateNumber), used_at: null })
    ).length;

  it('changes a lost phone: the new one is proved, the old one is told, the code is used up at the end alone', async () => {
    await enterCode(holder, bound.phone, await issueCode(app, county, bound.phone, 'phoneChange'));
    const faulty = await holder.post('/counter-code/phone', { phone: '123' });
    expect([faulty.status, faulty.html.includes('value="123"')]).toEqual([422, true]);
    const step = await holder.post('/counter-code/phone', { phone: NEW });
    expect([step.url, step.text.includes(`请验证新手机号码 ${NEW}`)]).toEqual([
      '/counter-code/phone/step',
      true,
    ]);
    const id = await idOf(app, bound.phone);
    const { code, destination } = await getSentCode(app, id, 'phoneNew');
    expect(destination).toBe(NEW);
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    expect((await holder.post('/counter-code/phone/step', { answer: wrong })).status).toBe(422);
    expect([await readPhone(app, bound.phone), await isOpen(bound.phone)]).toEqual(['15900000845', 1]);
    const done = await holder.post('/counter-code/phone/step', { answer: code });
    expect([done.url, done.text.includes('手机号码已修改')]).toEqual(['/counter-code', true]);
    expect([await readPhone(app, bound.phone), await isOpen(bound.phone)]).toEqual([NEW, 0]);
    const told = (await listSentTexts(app, id)).filter(({ kind }) => kind === 'phoneChanged');
    expect(told.map((one) => one.destination).toSorted()).toEqual([NEW, '15900000845']);
    expect(await listActs(app, bound.phone)).toEqual(['useCounterCode', 'changePhone']);
    expect(await findWait()).not.toBeNull();

    // Bound anew with the word of a second officer, it proves who somebody is at once.
    const asked = await issue(app, county, bound.phone, { ...checked, purpose: 'phoneChange', byTwo: 'yes' });
    expect([asked.text.includes('另一名工作人员'), readCode(asked)]).toEqual([true, '']);
    const requests = await second.get('/office/counter/requests');
    const path = /\/office\/counter\/requests\/\d+\/approval/.exec(requests.html)?.[0] ?? '';
    const again = readCode(await second.post(path, requests.hidden(path)));
    await enterCode(holder, bound.phone, again);
    await app.database.knex('message_codes').delete();
    await holder.post('/counter-code/phone', { phone: NEW });
    const { code: newer } = await getSentCode(app, id, 'phoneNew');
    expect((await holder.post('/counter-code/phone/step', { answer: newer })).url).toBe('/counter-code');
    expect(await findWait()).toBeNull();
  });

  it('gives nobody alone both the password and what stands beside it', async () => {
    await issueCode(app, county, bound.totp, 'phrase');
    const asked = await issue(app, county, bound.totp, { ...checked, purpose: 'password' });
    expect([asked.text.includes('另一名工作人员'), readCode(asked)]).toEqual([true, '']);
    // Nor by a colleague's half of it, whoever gave the first.
    const other = await issue(app, second, bound.totp, { ...checked, purpose: 'phoneChange' });
    expect(readCode(other)).toBe('');
    // The same once more is no second half; what was given a day ago counts no more.
    expect(await issueCode(app, county, bound.totp, 'phrase')).not.toBe('');
    await app.database.knex('counter_codes').update({ requested_at: new Date(Date.now() - 86_400_001) });
    expect(await issueCode(app, county, bound.totp, 'password')).not.toBe('');
  });

  it('changes no phone when the code was taken back meanwhile', async () => {
    await enterCode(holder, bound.otherPhone, await issueCode(app, county, bound.otherPhone, 'phoneChange'));
    await holder.post('/counter-code/phone', { phone: '13712345678' });
    const id = await idOf(app, bound.otherPhone);
    const before = await readPhone(app, bound.otherPhone);
    const { code } = await getSentCode(app, id, 'phoneNew');
    await app.database.knex('counter_codes').where({ candidate_id: id }).update({ withdrawn_at: new Date() });
    expect((await holder.post('/counter-code/phone/step', { answer: code })).status).toBe(409);
    expect(await readPhone(app, bound.otherPhone)).toBe(before);
  });

  it('deletes a phone after one more look', async () => {
    await enterCode(
      holder,
      bound.otherPhone,
      await issueCode(app, county, bound.otherPhone, 'phoneDeletion'),
    );
    const page = await holder.get('/counter-code/confirmation');
    expect(page.text).toContain('确认手机号码删除');
    const done = await holder.post('/counter-code/confirmation', {});
    expect(done.text).toContain('原来的手机号码已删除');
    expect(await readPhone(app, bound.otherPhone)).toBeNull();
    expect((await listMailKinds(app, bound.otherPhone)).at(-1)).toBe('phoneDeleted');
    expect((await holder.post('/counter-code/confirmation', {})).url).toBe('/counter-code');
    const nothing = await issue(app, county, bound.otherPhone, { ...checked, purpose: 'phoneDeletion' });
    expect([nothing.status, readCode(nothing)]).toEqual([409, '']);
  });

  it('thaws what its owner froze, and does nothing but that and a password while it is frozen', async () => {
    const id = await idOf(app, bound.wechat);
    const frozenAt = new Date();
    await app.database
      .knex('candidates')
      .where({ id })
      .update({ frozen_at: frozenAt, disputed_at: frozenAt });
    const refused = await issue(app, county, bound.wechat, { ...checked, purpose: 'phrase' });
    expect([refused.status, readCode(refused)]).toEqual([409, '']);
    await enterCode(holder, bound.wechat, await issueCode(app, county, bound.wechat, 'thaw'));
    const done = await holder.post('/counter-code/confirmation', {});
    expect(done.text).toContain('志愿和安全措施已解冻');
    const row = await app.database.knex('candidates').where({ id }).first('frozen_at', 'disputed_at');
    expect(row).toEqual({ frozen_at: null, disputed_at: null });
    expect(await listMailKinds(app, bound.wechat)).toEqual(['counterCodeIssued', 'thawed']);
  });
});
