import type { AccountStatus } from '../../src/domain/accounts/account';
import { people, signIn } from '../candidate/filing/filing';
import { signInAccount } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient, type TestClient, type TestPage } from '../support/test-client';
import { accountMatrix } from './account-matrix';
import { takeSnapshot } from './database-snapshot';
import { fillPath, isOfAccountCentre, listRoutes, nameOf, type Route } from './route-table';

/** Tables that a mere visit may touch. */
const passing = ['account_sessions', 'account_sign_ins', 'picture_codes', 'account_mails'];

/** A request for help that reached an account: `accountSamples` names it. */
async function reachClassmate(app: TestApp, helperAccountId: number): Promise<void> {
  const { knex } = app.database;
  const claimant = await knex('accounts').where({ user_name: 'qinzhiyuan' }).first('id', 'identity_index');
  const helper = await knex('accounts').where({ id: helperAccountId }).first('person_id');
  const [request] = await knex('classmate_requests')
    .insert({
      account_id: claimant.id,
      person_id: knex('persons').where({ identity_index: claimant.identity_index }).select('id'),
      classmate_name: '陆明琪',
      match_code: '0417',
      institution_name: '雁湖大学',
      class_name: '计算机2001班',
      entry_year: 2020,
      expires_at: new Date(Date.now() + 3600_000),
    })
    .returning('id');
  await knex('classmate_invitations').insert({
    request_id: request.id,
    helper_account_id: helperAccountId,
    helper_person_id: helper.person_id,
  });
}

describe('who may see what of the account centre', () => {
  let app: TestApp;
  let active: TestClient;
  let unproved: TestClient;
  let candidate: TestClient;

  beforeAll(async () => {
    app = await startTestApp();
    active = await signInAccount(app, 'lumingqi');
    const account = await app.database.knex('accounts').where({ user_name: 'lumingqi' }).first('id');
    await app.database
      .knex('account_mails')
      .insert({ account_id: account.id, kind: 'registered', title: '注册成功', body: '欢迎' });
    await reachClassmate(app, account.id);
    unproved = await signInAccount(app, 'qinzhiyuan');
    candidate = await signIn(app, people.pilot);
  });
  afterAll(() => app.close());

  const listOwn = () => listRoutes(app.express).filter(isOfAccountCentre);
  const listGuarded = () => listOwn().filter((route) => accountMatrix[nameOf(route)] !== 'public');

  function ask(client: TestClient, route: Route, csrf?: string | null): Promise<TestPage> {
    const path = fillPath(route.path);
    if (route.method === 'GET') return client.get(path);
    return client.post(path, {}, { follow: false, ...(csrf === undefined ? {} : { csrf }) });
  }

  it('has a line for every route, and no line for a route that is gone', () => {
    expect(listOwn().map(nameOf).toSorted()).toEqual(Object.keys(accountMatrix).toSorted());
  });

  it('shows nobody who is not signed in there anything but the sign-in, a candidate neither', async () => {
    const visitor = createTestClient(app.url);
    const before = await takeSnapshot(app.database.knex, passing);
    for (const client of [visitor, candidate]) {
      await client.get('/account/sign-in');
      for (const route of listGuarded()) {
        const page = await ask(client, route);
        const seen = route.method === 'GET' ? page.url : page.headers.get('location');
        expect([nameOf(route), seen]).toEqual([nameOf(route), '/account/sign-in']);
      }
    }
    expect(await takeSnapshot(app.database.knex, passing)).toEqual(before);
  });

  it('takes the session of a candidate for none of an account, nor the reverse', async () => {
    const mixed = createTestClient(app.url);
    mixed.cookies.set('zhiyuan.account.sid', candidate.cookies.get('zhiyuan.sid') ?? '');
    mixed.cookies.set('zhiyuan.sid', active.cookies.get('zhiyuan.account.sid') ?? '');
    mixed.cookies.set('zhiyuan.office.sid', active.cookies.get('zhiyuan.account.sid') ?? '');
    expect((await mixed.get('/account')).url).toBe('/account/sign-in');
    expect((await mixed.get('/')).url).toBe('/sign-in');
    expect((await mixed.get('/office')).url).toBe('/office/sign-in');
    expect((await active.get('/account')).url).toBe('/account');
  });

  it.each<AccountStatus>(['active', 'unproved'])(
    'to an account that is %s, shows its pages and knows no other',
    async (status) => {
      const client = status === 'active' ? active : unproved;
      const before = await takeSnapshot(app.database.knex, passing);
      await client.get('/account');
      for (const route of listGuarded()) {
        const mayUse = accountMatrix[nameOf(route)]?.includes(status) === true;
        if (mayUse && route.method === 'POST') continue;
        const page = await ask(client, route);
        expect([nameOf(route), page.status]).toEqual([nameOf(route), mayUse ? 200 : 404]);
      }
      expect(await takeSnapshot(app.database.knex, passing)).toEqual(before);
    },
  );

  it('is refused on every POST without a token, and with one of another account or of a candidate', async () => {
    const other = (await unproved.get('/account')).hidden('/account/sign-out')._csrf ?? '';
    const foreign = (await candidate.get('/')).hidden('/sign-out')._csrf ?? '';
    const before = await takeSnapshot(app.database.knex, passing);
    for (const csrf of [null, other, foreign]) {
      for (const route of listOwn().filter(({ method }) => method === 'POST')) {
        const page = await ask(active, route, csrf);
        // Who is signed in already is asked whether to go on.
        const expected = route.path === '/account/sign-in' ? 409 : 403;
        expect([nameOf(route), page.status]).toEqual([nameOf(route), expected]);
      }
    }
    expect(await takeSnapshot(app.database.knex, passing)).toEqual(before);
    expect((await active.get('/account')).url).toBe('/account');
  });

  it('changes nothing by GET, whatever stands in the query', async () => {
    const before = await takeSnapshot(app.database.knex, passing);
    const query = new URLSearchParams({ _method: 'POST', status: 'active', confirmed: 'yes' });
    for (const { path } of listGuarded()) await active.get(`${fillPath(path)}?${query}`);
    expect(await takeSnapshot(app.database.knex, passing)).toEqual(before);
  });
});
