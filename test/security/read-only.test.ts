import { people, signIn } from '../candidate/filing/filing';
import { signInAccount } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient, type TestClient } from '../support/test-client';
import { turnSwitch } from '../support/turn-switch';
import { takeSnapshot } from './database-snapshot';
import { fillPath, isOfAccountCentre, isOfOffice, listRoutes, nameOf, type Route } from './route-table';

/**
 * What goes on under 只能查看, beside the offices: to sign in and out, and what keeps a draft. A new route that is to go
 * on then is one line here, too.
 */
const goesOn: readonly string[] = [
  'POST /sign-in',
  'POST /sign-in/picture',
  'POST /sign-in/urgent',
  'POST /sign-in/dynamic-password',
  'POST /sign-in/account',
  'POST /sign-out',
  'POST /forgotten-number',
  'POST /forgotten-number/picture',
  'POST /forgotten-number/message',
  'POST /verify',
  'POST /batches/:batch/notice',
  'POST /batches/:batch/overwrite',
  'POST /batches/:batch/check',
  'POST /batches/:batch/draft',
  'POST /batches/:batch/draft-removal',
  'POST /batches/:batch/draft-sheet',
  'POST /batches/:batch/clearing-request',
  'POST /batches/:batch/clearing',
  'POST /batches/:batch/extension',
  'POST /batches/:batch/arrangement',
  'POST /batches/:batch/list-file',
  'POST /batches/:batch/list-file/filling',
  'POST /batches/:batch/list-file/reading',
  'POST /batches/:batch/list-return',
  'POST /batches/:batch/pasting',
  'POST /batches/:batch/pasting/filling',
  'POST /batches/:batch/plan-query',
  'POST /batches/:batch/plan-query/:field',
  // Refused where its draft is kept.
  'POST /batches/:batch/versions',
  'POST /draft-sheets/:batch',
  'POST /draft-sheets/:batch/addition',
  'POST /draft-sheets/:batch/arrangement',
  'POST /draft-sheets/:batch/keeping',
  'POST /draft-sheets/:batch/list-file',
  'POST /draft-sheets/:batch/list-file/filling',
  'POST /draft-sheets/:batch/list-file/reading',
  'POST /draft-sheets/:batch/list-return',
  'POST /draft-sheets/:batch/pasting',
  'POST /draft-sheets/:batch/pasting/filling',
  'POST /draft-sheets/:batch/plan-query',
  'POST /draft-sheets/:batch/plan-query/:field',
  'POST /draft-sheets/:batch/removal',
  // 用学信网账号登录.
  'POST /account/sign-in',
  'POST /account/sign-in/picture',
  'POST /account/sign-in/proof',
  'POST /account/sign-in/proof/picture',
  'POST /account/sign-in/proof/code',
  'POST /account/sign-in/proof/code/sending',
  'POST /account/sign-in/proof/scan',
  'POST /account/sign-in/scans/:kind',
  'POST /account/sign-out',
  'POST /account/authorizations/:platform/:authorization/password',
  'POST /account/authorizations/:platform/:authorization/consent',
  'POST /account/authorizations/:platform/:authorization/refusal',
  // What the demo plays.
  'POST /demo/wechat',
  'POST /demo/scans/:kind',
  'POST /demo/app',
  'POST /demo/platforms/:platform/sign-in',
  'POST /demo/platforms/:platform/mark',
  'POST /demo/platforms/:platform/sign-out',
];

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
