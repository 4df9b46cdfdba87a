import { people, signIn } from '../candidate/filing/filing';
import { signInAccount } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient, type TestClient } from '../support/test-client';
import { turnSwitch } from '../support/turn-switch';
import { takeSnapshot } from './database-snapshot';
import { goesOn } from './goes-on';
import { fillPath, isOfAccountCentre, isOfOffice, listRoutes, nameOf, type Route } from './route-table';

/** What a page that is only looked at may write: that it was read, that a form stands open, the picture that it shows. */
const passing = ['mail_readings', 'form_openings', 'picture_codes', 'account_sessions', 'account_sign_ins'];

/** Pages between two looks at the whole database. */
const AT_A_TIME = 20;

const REFUSED = '系统暂时只能查看';

describe('under 只能查看', () => {
  let app: TestApp;
  let candidate: TestClient;
  let account: TestClient;

  beforeAll(async () => {
    app = await startTestApp();
    candidate = await signIn(app, people.pilot);
    account = await signInAccount(app, 'lumingqi');
    await turnSwitch(app, 'readOnly', true);
  });
  afterAll(() => app.close());

  const list = (method: Route['method']) =>
    listRoutes(app.express).filter((route) => route.method === method && !isOfOffice(route));
  const clientOf = (route: Route) => (isOfAccountCentre(route) ? account : candidate);
  /** Last what ends the session that the others need. */
  const isSignOut = ({ path }: Route) => /^(\/account)?\/sign-out$/.test(path);

  it('changes nothing by GET', async () => {
    const before = await takeSnapshot(app.database.knex, passing);
    const routes = list('GET').filter(({ path }) => !/departure$|\/account\/return$/.test(path));
    for (let at = 0; at < routes.length; at += AT_A_TIME) {
      const some = routes.slice(at, at + AT_A_TIME);
      for (const route of some) await clientOf(route).get(fillPath(route.path));
      const after = await takeSnapshot(app.database.knex, passing);
      expect([some.map(nameOf), after]).toEqual([some.map(nameOf), before]);
    }
  });

  it('refuses every form whose route does not say that it goes on', async () => {
    const routes = list('POST').toSorted((one, other) => Number(isSignOut(one)) - Number(isSignOut(other)));
    await Promise.all([candidate.get('/'), account.get('/account')]);
    const refused: Record<string, boolean> = {};
    for (const route of routes) {
      const page = await clientOf(route).post(fillPath(route.path), {}, { follow: false });
      expect([nameOf(route), page.status]).not.toEqual([nameOf(route), 403]);
      refused[nameOf(route)] = page.status === 503 && page.text.includes(REFUSED);
    }
    const expected = routes.map((route) => [nameOf(route), !goesOn.includes(nameOf(route))]);
    expect(refused).toEqual(Object.fromEntries(expected));
    expect(goesOn.filter((name) => !(name in refused))).toEqual([]);
  });

  it('lets candidates and accounts sign in', async () => {
    expect((await createTestClient(app.url).signIn(people.minority)).url).toBe('/');
    expect((await (await signInAccount(app, 'lumingqi')).get('/account')).url).toBe('/account');
  });
});
