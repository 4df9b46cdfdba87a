import { listLettersTo, signInAccount } from '../../support/accounts';
import { signInOfficer } from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient } from '../../support/test-client';
import {
  approves,
  drawBoth,
  judge,
  newestCase,
  refuses,
  SENDING,
  sendPictures,
  stateOf,
} from '../review/review-steps';
import { findLink, objection, oldPhone, prove, statusOf } from './claiming';

describe('a face check that is objected to', () => {
  let app: TestApp;
  let owner: TestClient;
  let objector: TestClient;
  let first: TestClient;
  let second: TestClient;
  let link: string;
  beforeEach(async () => {
    app = await startTestApp();
    owner = await signInAccount(app, 'qinzhiyuan');
    await prove(app, 'qinzhiyuan', 'app');
    link = await findLink(app);
    objector = createTestClient(app.url);
    await objector.get(link);
  });
  afterEach(() => app.close());

  const knex = () => app.database.knex;
  const states = async () => [await statusOf(app, 'qinzhiyuan'), await statusOf(app, 'taken2020')];
  const object = async () => objector.post(link, objection);
  async function enterReviewers() {
    first = await signInOfficer(app, 'reviewer-1');
    second = await signInOfficer(app, 'reviewer-2');
  }

  it('stands meanwhile: only 注销 and changes of phone wait, and the pages say so', async () => {
    await owner.get('/account/closing');
    await owner.post('/account/closing', { understood: 'yes', current: demoPassword });
    expect((await objector.post(link, {})).status).toBe(422);
    expect((await object()).text).toMatch(/核验期间可以继续使用，但不能注销、修改手机号码.*72小时内不上传/);
    expect(await states()).toEqual(['active', 'suspended']);
    const profile = await owner.get('/account');
    expect(profile.text).toMatch(/有人对您的身份核验提出异议.*学籍学历信息/);
    expect((await owner.get('/account/security')).status).toBe(200);
    for (const [path, fields] of [
      ['/account/closing', { understood: 'yes', current: demoPassword }],
      ['/account/phone', { next: '15912340721', current: demoPassword }],
    ] as const) {
      expect((await owner.get(path)).text).toContain('处理结束前，不能');
      expect((await owner.post(path, fields)).status).toBe(409);
    }
    // What was asked for before is taken back.
    expect((await knex()('accounts').where({ user_name: 'qinzhiyuan' }).first()).closes_at).toBeNull();
    await knex()('re_registrations').update({ cancel_at: new Date(Date.now() - 1) });
    expect(await app.services.accounts.objections.cancelDue()).toBe(0);
  });

  it('is heard from both sides, and stands: the other is cancelled after 72 hours', async () => {
    await enterReviewers();
    await object();
    await owner.get('/account');
    expect((await sendPictures(app, owner, await drawBoth(500))).location).toBe('/account/review');
    const sent = await sendPictures(app, objector, await drawBoth(502), { path: `${link}/pictures` });
    expect(sent.location).toBe(`${link}/pictures`);
    const id = await newestCase(app);
    expect((await first.get('/office/reviews')).html).toContain(`/office/reviews/${id}"`);
    await judge(first, id, approves);
    await judge(second, id, approves);
    expect([await stateOf(app, id), ...(await states())]).toEqual(['bound', 'active', 'suspended']);
    expect((await listLettersTo(app, oldPhone)).at(-1)).toMatch(/归另一个账号.*注销/);
    expect((await owner.get(SENDING)).status).toBe(404);
    expect((await objector.get(link)).text).toContain('客服已核验');
    expect((await owner.get('/account/closing')).text).toContain('申请注销');
    await knex()('re_registrations').update({ cancel_at: new Date(Date.now() - 1) });
    expect(await app.services.accounts.objections.cancelDue()).toBe(1);
    expect(await states()).toEqual(['active', 'cancelled']);
  });

  it('goes back to the objector where the reviewers find so', async () => {
    await enterReviewers();
    await object();
    await owner.get('/account');
    await sendPictures(app, owner, await drawBoth(510));
    await sendPictures(app, objector, await drawBoth(512), { path: `${link}/pictures` });
    const id = await newestCase(app);
    const gives = { ...approves, verdict: 'rival' };
    await judge(first, id, gives);
    await judge(second, id, gives);
    expect([await stateOf(app, id), ...(await states())]).toEqual(['restored', 'suspended', 'active']);
    expect((await owner.get('/account')).url).toBe('/account/sign-in');
  });

  it('stands where the objector sends nothing for 72 hours, but not while reviewers look', async () => {
    await object();
    const { work } = app.services.accounts.reviews;
    expect(await work.upholdSilent()).toBe(0);
    const past = knex().raw("clock_timestamp() - interval '73 hours'");
    await knex()('re_registrations').update({ objected_at: past });
    await owner.get('/account');
    await sendPictures(app, owner, await drawBoth(520));
    expect(await work.upholdSilent()).toBe(0);
    await enterReviewers();
    await knex()('review_cases').update({ heard_at: new Date(Date.now() - 1) });
    const id = await newestCase(app);
    await judge(first, id, refuses);
    await judge(second, id, refuses);
    expect(await work.upholdSilent()).toBe(0);
    await knex()('review_cases').update({ decided_at: past });
    expect(await work.upholdSilent()).toBe(1);
    expect(await states()).toEqual(['active', 'suspended']);
    expect((await objector.get(link)).text).toContain('客服已核验');
  });
});
