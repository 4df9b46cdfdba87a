import { createFirstSecret, storeFirstSecret } from '../../../src/domain/credentials/first-secret';
import { enterCode, issueCode } from '../../office/service-desk/counter-steps';
import { signInOfficer } from '../../support/officers';
import { bound } from '../../support/security-steps';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient } from '../../support/test-client';
import { idOf } from '../filing/filing';

const NEW = '13612345678';
const newcomer = '21410104151012';

/** Journeys before a sign-in that took too long: what was typed goes on behind a new code or password (decision 0043). */
describe('a journey that took too long', () => {
  let app: TestApp;
  let county: TestClient;
  beforeAll(async () => {
    app = await startTestApp();
    county = await signInOfficer(app, 'county-1');
  });
  afterAll(() => app.close());

  const from = (path: string) => ({ headers: { referer: `${app.url}${path}` } });

  /** The session stands, and its journey is over. */
  async function endJourney(name: 'counterVisit' | 'firstSignIn'): Promise<void> {
    const { knex } = app.database;
    for (const { sid, sess } of await knex('sessions').select('sid', 'sess'))
      if (sess[name] !== undefined)
        await knex('sessions')
          .where({ sid })
          .update({ sess: JSON.stringify({ ...sess, [name]: { ...sess[name], until: 0 } }) });
  }

  it('behind a 柜台码 begins with a new code, and finds the phone that was typed', async () => {
    const holder = createTestClient(app.url);
    const code = await issueCode(app, county, bound.phone, 'phoneChange');
    await enterCode(holder, bound.phone, code);
    await holder.get('/counter-code/phone');
    await endJourney('counterVisit');
    const late = await holder.post('/counter-code/phone', { phone: NEW }, from('/counter-code/phone'));
    expect([late.status, late.text]).toEqual([403, expect.stringContaining('您刚才填写的内容没有丢失')]);
    const { carried = '' } = late.hidden('/counter-code');
    expect(carried).not.toBe('');
    const back = await holder.post('/counter-code', { candidateNumber: bound.phone, code, carried });
    expect([back.url, back.html.includes(`value="${NEW}"`)]).toEqual(['/counter-code/phone', true]);
    expect(back.text).toContain('还没有提交');
  });

  it('of one candidate fills no page of another', async () => {
    const holder = createTestClient(app.url);
    await enterCode(holder, bound.phone, await issueCode(app, county, bound.phone, 'phoneChange'));
    await endJourney('counterVisit');
    const late = await holder.post('/counter-code/phone', { phone: NEW }, from('/counter-code/phone'));
    const { carried = '' } = late.hidden('/counter-code');
    const code = await issueCode(app, county, bound.otherPhone, 'phoneChange');
    const other = await holder.post('/counter-code', { candidateNumber: bound.otherPhone, code, carried });
    expect([other.url, other.html.includes(NEW)]).toEqual(['/counter-code/phone', false]);
  });

  it('whose session is gone shows what was typed, and carries it to nobody', async () => {
    const holder = createTestClient(app.url);
    await enterCode(holder, bound.phone, await issueCode(app, county, bound.phone, 'phoneChange'));
    await holder.get('/counter-code/phone');
    await app.database.knex('sessions').whereRaw("sess::text like '%counterVisit%'").delete();
    const late = await holder.post('/counter-code/phone', { phone: NEW }, from('/counter-code/phone'));
    expect([late.status, late.text]).toEqual([403, expect.stringContaining('您刚才填写的内容')]);
    expect(late.text).toMatch(/手机号码 ?136\*{4}678/);
    expect(late.hidden('/counter-code').carried).toBeUndefined();
  });

  it('of 首次登录 goes on with the phone behind the sign-in with the new password, for the same person alone', async () => {
    const id = await idOf(app, newcomer);
    const { knex } = app.database;
    await knex('credentials').where({ candidate_id: id }).update({ password_hash: null });
    const text = createFirstSecret();
    await storeFirstSecret(knex, app.services.cipher, { candidateId: id, text, days: 30 });
    const client = createTestClient(app.url);
    await client.signIn(newcomer, text);
    const next = 'Yellow#River7';
    await client.post('/first-sign-in', { next, again: next, phrase: '长风破浪会有时' });
    await endJourney('firstSignIn');
    const late = await client.post('/first-sign-in/phone', { phone: NEW }, from('/first-sign-in/phone'));
    expect([late.status, late.text]).toEqual([403, expect.stringContaining('您刚才填写的内容没有丢失')]);
    const { carried = '' } = late.hidden('/sign-in');
    const fields = { ...late.hidden('/sign-in'), candidateNumber: newcomer, password: next, carried };
    const back = await client.post('/sign-in', fields);
    expect([back.url, back.html.includes(`value="${NEW}"`)]).toEqual(['/phone', true]);
  });
});
