import { createSettleForOld } from '../../../src/domain/re-registration/settle-for-old';
import {
  getAccountCode,
  getDemoAccount,
  idOfAccount,
  listLettersTo,
  signInAccount,
} from '../../support/accounts';
import { signInOfficer } from '../../support/officers';
import { newPassword, provePhone, toDetails } from '../../support/register';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient } from '../../support/test-client';
import {
  approves,
  drawBoth,
  findObjectionLink,
  judge,
  judgeAnyway,
  newestCase,
  refuses,
  SENDING,
  sendPictures,
  stateOf,
  statusOf,
} from './review-steps';

const RECORD = '/account/solutions/student-record';
const enrolled = {
  state: 'enrolled',
  institutionName: '雁湖大学',
  number: '202010010101',
  year: '2020',
  level: '本科',
};

describe('a number that is objected to', () => {
  let app: TestApp;
  let first: TestClient;
  let second: TestClient;
  /** The new account, and the old one's browser at its link. */
  let owner: TestClient;
  let objector: TestClient;
  let link: string;
  let seed = 300;

  beforeAll(async () => {
    app = await startTestApp({ env: { PROOF_DELAY_HOURS: '0' } });
    first = await signInOfficer(app, 'reviewer-1');
    second = await signInOfficer(app, 'reviewer-2');
    objector = createTestClient(app.url);
  });
  afterAll(() => app.close());

  const knex = () => app.database.knex;
  const oldPhone = getDemoAccount('taken2020').phone;
  const newPhone = getDemoAccount('qinzhiyuan').phone;
  const letterTo = async (phone: string) => (await listLettersTo(app, phone)).at(-1);

  /** The new account proves itself, the old one objects; both as at first. */
  beforeEach(async () => {
    const states = { taken2020: 'active', qinzhiyuan: 'unproved' } as const;
    await knex()('re_registrations').update({ objection_token_hash: null, old_account_id: null });
    await knex()('review_openings').delete();
    await knex()('review_verdicts').delete();
    await knex()('review_pictures').delete();
    await knex()('review_sides').delete();
    await knex()('review_cases').delete();
    await knex()('re_registrations').delete();
    await knex()('throttles').where('key', 'like', 'recordProof%').delete();
    const { id: person } = await knex()('persons').where({ name: '秦知远' }).first('id');
    await knex()('accounts')
      .where({ user_name: 'qinzhiyuan' })
      .update({ status: 'unproved', person_id: null });
    for (const [name, status] of Object.entries(states))
      await knex()('accounts')
        .where({ user_name: name })
        .update({ status, person_id: status === 'active' ? person : null });
    owner = await signInAccount(app, 'qinzhiyuan');
    await owner.get(RECORD);
    await owner.post(RECORD, enrolled);
    link = await findObjectionLink(app, oldPhone);
    await objector.get(link);
    expect((await objector.post(link, { reasonCode: 'notMine' })).text).toContain('上传身份证照片');
    owner = await signInAccount(app, 'qinzhiyuan');
  });

  const sendOwn = async () => {
    seed += 2;
    return sendPictures(app, owner, await drawBoth(seed));
  };
  const sendOld = async (fields: Record<string, string> = {}) => {
    seed += 2;
    return sendPictures(app, objector, await drawBoth(seed), { path: `${link}/pictures`, fields });
  };

  it('is judged when both sides have sent, and goes to the new one with letters to both', async () => {
    expect((await sendOwn()).location).toBe('/account/review');
    const id = await newestCase(app);
    expect(await letterTo(oldPhone)).toContain('请在');
    expect((await owner.get('/account/review')).text).toMatch(/有异议的证件号码.*等待对方/);
    const early = await judgeAnyway(app, first, 'reviewer-1', id, approves);
    expect([early.status, early.text.includes('双方都提交后才能审核')]).toEqual([409, true]);
    expect((await sendOld({ note: '我是原来的用户' })).location).toBe(`${link}/pictures`);
    expect((await objector.get(`${link}/pictures`)).text).toContain('照片已提交');
    expect(await newestCase(app)).toBe(id);
    const seen = await judge(first, id, approves);
    expect(seen.url).toBe('/office/reviews');
    await judge(second, id, approves);
    expect(await stateOf(app, id)).toBe('approved');
    // Until it is bound, nothing has changed hands.
    expect([await statusOf(app, 'qinzhiyuan'), await statusOf(app, 'taken2020')]).toEqual([
      'unproved',
      'suspended',
    ]);
    await bind();
    expect([await statusOf(app, 'qinzhiyuan'), await statusOf(app, 'taken2020')]).toEqual([
      'active',
      'suspended',
    ]);
    expect(await letterTo(oldPhone)).toMatch(
      /归另一个账号.*与学信网账号服务的主办单位联系（没有公布客服的联系方式），说明用户名/,
    );
    expect((await objector.get(link)).text).toContain('客服已核验');
    // It cannot be objected to again, and is cancelled in time.
    expect((await objector.post(link, { reasonCode: 'notMine' })).status).toBe(409);
    expect((await objector.get(`${link}/pictures`)).status).toBe(404);
    await knex()('re_registrations')
      .whereNull('objected_at')
      .update({ cancel_at: new Date(Date.now() - 1) });
    await app.services.accounts.objections.cancelDue();
    expect(await statusOf(app, 'taken2020')).toBe('cancelled');
  });

  it('goes back to the old one, and the facts that stole it once steal it no more', async () => {
    await sendOld();
    const id = await newestCase(app);
    expect(await letterTo(newPhone)).toContain('请在');
    await sendOwn();
    await judge(first, id, { ...approves, verdict: 'rival' });
    await judge(second, id, { ...approves, verdict: 'rival' });
    expect(await stateOf(app, id)).toBe('restored');
    expect([await statusOf(app, 'qinzhiyuan'), await statusOf(app, 'taken2020')]).toEqual([
      'suspended',
      'active',
    ]);
    expect(await letterTo(oldPhone)).toContain('归您的学信网账号');
    expect(await letterTo(newPhone)).toContain('归另一个账号');
    expect((await owner.get('/account')).url).toBe('/account/sign-in');
    expect((await signInAccount(app, 'taken2020')).cookies.size).toBeGreaterThan(0);
    const { client } = await provePhone(app, `159123405${seed % 100}`.padEnd(11, '0'));
    const given = { personName: '秦知远', identityNumber: '410105200109171234', again: 'yes' };
    await client.post('/account/register/details', toDetails(given));
    const thief = await signInAccount(app, `159123405${seed % 100}`.padEnd(11, '0'), newPassword);
    await thief.get(RECORD);
    const again = await thief.post(RECORD, enrolled);
    expect([again.status, again.text.includes('请通过“客服协助验证”')]).toEqual([409, true]);
    await knex()('re_registrations')
      .whereNull('objected_at')
      .update({ cancel_at: new Date(Date.now() - 1) });
    await app.services.accounts.objections.cancelDue();
    expect([await statusOf(app, 'qinzhiyuan'), await statusOf(app, 'taken2020')]).toEqual([
      'cancelled',
      'active',
    ]);
    await knex()('re_registrations').update({ cancel_at: new Date(Date.now() - 1) });
    await thief.get(RECORD);
    expect((await thief.post(RECORD, enrolled)).status).toBe(409);
  });

  it('is judged by what there is once the other side’s time is over; a side that sent nothing gets nothing', async () => {
    await sendOld();
    const id = await newestCase(app);
    await knex()('review_cases')
      .where({ id })
      .update({ heard_at: new Date(Date.now() - 1) });
    const page = await judge(first, id, approves);
    expect([page.status, page.text.includes('请选择审核结论')]).toEqual([422, true]);
    await judge(first, id, refuses);
    await judge(second, id, refuses);
    expect(await stateOf(app, id)).toBe('refused');
    expect([await statusOf(app, 'qinzhiyuan'), await statusOf(app, 'taken2020')]).toEqual([
      'unproved',
      'suspended',
    ]);
    expect(await letterTo(oldPhone)).toContain('审核未通过');
    expect((await sendOld()).status).toBe(303);
  });

  it('an ordinary case of before becomes the contest’s, and what one saw of it counts no more', async () => {
    await knex()('re_registrations').update({ objected_at: null });
    await sendOwn();
    const id = await newestCase(app);
    await judge(first, id, approves);
    await knex()('re_registrations').update({ objected_at: new Date() });
    const page = await judge(second, id, approves);
    expect([page.status, page.text.includes('重新排队')]).toEqual([409, true]);
    expect(await letterTo(oldPhone)).toContain('请在');
    const { round, contest_id: contest } = await knex()('review_cases').where({ id }).first();
    expect([round, contest === null]).toEqual([2, false]);
    expect((await sendOld()).status).toBe(303);
    expect(await newestCase(app)).toBe(id);
    await judge(first, id, refuses);
    await judge(second, id, refuses);
    expect(await stateOf(app, id)).toBe('refused');
  });

  it('is given back only while both sides are in their places', async () => {
    const settle = createSettleForOld(app.services.cipher, '联系客服');
    const [old, rival, person] = await Promise.all([
      idOfAccount(app, 'taken2020'),
      idOfAccount(app, 'qinzhiyuan'),
      knex()('persons').where({ name: '秦知远' }).first('id'),
    ]);
    const contest = { personId: person.id, oldAccountId: old, newAccountId: rival };
    const origin = { address: '', device: '' };
    await knex()('accounts').where({ id: old }).update({ status: 'cancelled' });
    await expect(knex().transaction((trx) => settle(trx, { ...contest, origin }))).rejects.toThrow(
      'conflict',
    );
    expect([await statusOf(app, 'qinzhiyuan'), await statusOf(app, 'taken2020')]).toEqual([
      'unproved',
      'cancelled',
    ]);
  });

  it('takes pictures by the link alone, and by no other', async () => {
    const files = await drawBoth(seed + 50);
    const stranger = createTestClient(app.url);
    await stranger.get('/account/sign-in');
    const path = '/account/objections/nothing-of-the-kind/pictures';
    expect((await stranger.get(path)).status).toBe(404);
    expect((await sendPictures(app, stranger, files, { path })).status).toBe(403);
    const foreign = { fields: { formToken: 'forged' }, path: `${link}/pictures` };
    expect((await sendPictures(app, objector, files, foreign)).status).toBe(403);
    expect(await knex()('review_pictures')).toEqual([]);
    expect((await owner.get(SENDING)).text).toContain('两个账号');
  });

  async function bind(): Promise<void> {
    await owner.get('/account/review/binding');
    await owner.post('/account/review/binding/code', {});
    const answer = await getAccountCode(app, newPhone);
    expect((await owner.post('/account/review/binding', { confirmed: 'yes', answer })).url).toBe('/account');
  }
});
