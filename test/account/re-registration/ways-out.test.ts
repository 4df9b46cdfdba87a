import { listLettersTo, signInAccount } from '../../support/accounts';
import { newPassword } from '../../support/register';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient, type TestPage } from '../../support/test-client';
import { findLink, objection, oldPhone, prove, registerClaimant, statusOf } from './claiming';

/** What somebody in each state may do, by the password alone: nobody is left without a way. */
type Way = 'use' | 'prove' | 'close' | 'object' | 'sendPictures' | 'registerAgain';

const states: readonly (readonly [string, string, (app: TestApp) => Promise<void>, readonly Way[]])[] = [
  ['active', 'taken2020', async () => undefined, ['use', 'close']],
  ['active, its number claimed', 'taken2020', claimed, ['use', 'close', 'object']],
  ['active by APP, objected to', 'qinzhiyuan', objectedFace, ['use', 'sendPictures']],
  ['unproved', 'qinzhiyuan', async () => undefined, ['prove', 'close']],
  ['unproved, its proof waiting', 'qinzhiyuan', waiting, ['prove', 'close']],
  ['unproved, its claim objected to', 'qinzhiyuan', objectedClaim, ['prove', 'close']],
  ['unproved, its proof objected to', 'qinzhiyuan', objectedFacts, ['prove', 'close', 'sendPictures']],
  ['suspended', 'taken2020', stopped, ['object']],
  ['suspended, having objected', 'taken2020', objectedFacts, ['sendPictures']],
  ['suspended, having objected to a face', 'taken2020', objectedFace, ['sendPictures']],
  ['cancelled', 'taken2020', cancelled, ['registerAgain']],
];

async function useRecently(app: TestApp): Promise<void> {
  await signInAccount(app, 'taken2020');
}
async function claimed(app: TestApp): Promise<void> {
  await useRecently(app);
  await registerClaimant(app, '15912340731');
}
async function waiting(app: TestApp): Promise<void> {
  await useRecently(app);
  await prove(app, 'qinzhiyuan', 'studentRecord');
}
async function objectByLink(app: TestApp): Promise<void> {
  const visitor = createTestClient(app.url);
  const link = await findLink(app);
  await visitor.get(link);
  await visitor.post(link, objection);
}
async function objectedClaim(app: TestApp): Promise<void> {
  await waiting(app);
  await objectByLink(app);
}
async function stopped(app: TestApp): Promise<void> {
  await prove(app, 'qinzhiyuan', 'studentRecord');
}
async function objectedFacts(app: TestApp): Promise<void> {
  await stopped(app);
  await objectByLink(app);
}
async function objectedFace(app: TestApp): Promise<void> {
  await prove(app, 'qinzhiyuan', 'app');
  await objectByLink(app);
}
async function cancelled(app: TestApp): Promise<void> {
  await stopped(app);
  await app.database.knex('re_registrations').update({ cancel_at: new Date(Date.now() - 1) });
  await app.services.accounts.objections.cancelDue();
}

/** Signs in by the password, and follows every link that the page gives. */
async function findWays(app: TestApp, userName: string): Promise<readonly Way[]> {
  const client = createTestClient(app.url);
  await client.get('/account/sign-in');
  const page = await client.post('/account/sign-in', { name: userName, password: demoPassword });
  if (page.url === '/account') return listOwn(client, page);
  const link = /\/account\/objections\/[\w-]+/.exec(page.html)?.[0];
  if (link === undefined) return page.html.includes('/account/register') ? ['registerAgain'] : [];
  const objecting = await client.get(link);
  if (objecting.html.includes('name="reasonCode"')) return ['object'];
  const pictures = `${link}/pictures`;
  return objecting.html.includes(pictures) && (await client.get(pictures)).html.includes('type="file"')
    ? ['sendPictures']
    : [];
}

async function listOwn(client: TestClient, page: TestPage): Promise<readonly Way[]> {
  const found: Way[] = [];
  if ((await client.get('/account/security')).status === 200) found.push('use');
  const solutions = await client.get('/account/solutions');
  const routes = /\/account\/solutions\/(app|review|classmates|student-record)"/;
  if (solutions.status === 200 && routes.test(solutions.html)) found.push('prove');
  const closing = await client.get('/account/closing');
  if (closing.html.includes('name="understood"')) found.push('close');
  if (page.html.includes('action="/account/objections"')) found.push('object');
  const review = await client.get('/account/review');
  const contested =
    page.text.includes('有人对您的身份核验提出异议') ||
    (await client.get('/account/solutions/review')).text.includes('有人提出异议');
  if (contested && review.status === 200) found.push('sendPictures');
  return found;
}

describe('an account in every state', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp();
  });
  afterEach(() => app.close());
  const knex = () => app.database.knex;

  it.each(states)(
    '%s: has a way for its owner with nothing but the password',
    async (_state, name, make, ways) => {
      await make(app);
      expect((await findWays(app, name)).toSorted()).toEqual([...ways].toSorted());
    },
  );

  it('is closed at once where it is not proved, and its phone is free', async () => {
    const client = await registerClaimant(app, '15912340741');
    await client.get('/account/closing');
    const wrong = await client.post('/account/closing', { understood: 'yes', current: 'Wrong#2021' });
    expect(wrong.status).toBe(422);
    const page = await client.post('/account/closing', { understood: 'yes', current: newPassword });
    expect(page.url).toBe('/account/sign-in');
    expect((await listLettersTo(app, '15912340741')).at(-1)).toContain('已于');
    expect((await registerClaimant(app, '15912340741')).cookies.size).toBeGreaterThan(0);
  });

  it('gives the number back to the one that objected, where it is closed', async () => {
    await objectedFacts(app);
    const client = await signInAccount(app, 'qinzhiyuan');
    await client.get('/account/closing');
    await client.post('/account/closing', { understood: 'yes', current: demoPassword });
    expect([await statusOf(app, 'qinzhiyuan'), await statusOf(app, 'taken2020')]).toEqual([
      'cancelled',
      'active',
    ]);
    expect((await listLettersTo(app, oldPhone)).at(-1)).toContain('可以正常使用');
  });

  it('lapses after 30 days without a proof, told a week before; not while something of it is under way', async () => {
    const { lapses } = app.services.accounts;
    const set = (days: number) =>
      knex()('accounts')
        .where({ user_name: 'qinzhiyuan' })
        .update({
          status_at: knex().raw(`clock_timestamp() - interval '${days} days'`),
          lapse_told_at: null,
        });
    await knex()('accounts').where({ status: 'unproved' }).update({ status_at: new Date() });
    await set(22);
    expect(await lapses.tellDue()).toBe(0);
    await set(40);
    expect([await lapses.lapseDue(), await lapses.tellDue(), await lapses.tellDue()]).toEqual([0, 1, 0]);
    expect((await listLettersTo(app, '15900001002')).at(-1)).toMatch(/将于.*注销，手机号码可以再次注册/);
    expect(await lapses.lapseDue()).toBe(0);
    await knex()('accounts')
      .where({ user_name: 'qinzhiyuan' })
      .update({ lapse_told_at: knex().raw("clock_timestamp() - interval '8 days'") });
    await waiting(app);
    expect(await lapses.lapseDue()).toBe(0);
    await knex()('objection_links').delete();
    await knex()('number_claims').delete();
    await Promise.all([lapses.lapseDue(), lapses.lapseDue()]);
    expect(await statusOf(app, 'qinzhiyuan')).toBe('cancelled');
    expect(await statusOf(app, 'taken2020')).toBe('active');
  });
});
