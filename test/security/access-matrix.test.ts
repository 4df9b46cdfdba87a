import { file, findSound, idOf, openForm, people, press, signIn, sound } from '../candidate/filing/filing';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient, type TestClient } from '../support/test-client';
import { takeSnapshot } from './database-snapshot';
import {
  fillPath,
  isOfAccountCentre,
  isOfOffice,
  listRoutes as listAllRoutes,
  nameOf,
  type Route,
} from './route-table';

/**
 * Who may use each route. `public`: everyone · `own`: a signed-in candidate, who finds their own matters there
 * whatever is in the address · `theirs`: a signed-in candidate, and the address names a record that belongs to one
 * candidate: to another it does not exist.
 */
const matrix: Readonly<Record<string, 'public' | 'own' | 'theirs'>> = {
  'GET /livez': 'public',
  'GET /readyz': 'public',
  'GET /favicon.ico': 'public',
  'GET /look-up/:batch/:track/:audience/:institution{/:major}': 'public',
  'GET /sign-in': 'public',
  'POST /sign-in': 'public',
  'POST /sign-in/picture': 'public',
  'POST /sign-out': 'public',
  'GET /signed-out': 'public',
  // Whose the page is; a form that was lost with its session. Each asks for a session itself.
  'GET /session': 'public',
  'GET /resumption': 'public',
  // Before a sign-in; each step asks for the one before it in the same session.
  'GET /sign-in/dynamic-password': 'public',
  'POST /sign-in/dynamic-password': 'public',
  // 用学信网账号登录: the return asks for what was begun in the same session.
  'POST /sign-in/account': 'public',
  'GET /sign-in/account/return': 'public',
  'GET /picture-codes/:picture': 'public',
  'GET /password-reset': 'public',
  'POST /password-reset': 'public',
  'POST /password-reset/picture': 'public',
  'POST /password-reset/message': 'public',
  'GET /password-reset/proof': 'public',
  'POST /password-reset/proof': 'public',
  'POST /password-reset/proof/code': 'public',
  'POST /password-reset/abandonment': 'public',
  'GET /forgotten-number': 'public',
  'POST /forgotten-number': 'public',
  'POST /forgotten-number/picture': 'public',
  'POST /forgotten-number/message': 'public',
  'GET /first-sign-in': 'public',
  'POST /first-sign-in': 'public',
  'GET /first-sign-in/phone': 'public',
  'POST /first-sign-in/phone': 'public',
  'GET /first-sign-in/phone/step': 'public',
  'POST /first-sign-in/phone/step': 'public',
  'POST /first-sign-in/phone/code': 'public',
  'POST /first-sign-in/completion': 'public',
  // Each step asks for a 柜台码 of its purpose in the same session.
  'GET /counter-code': 'public',
  'POST /counter-code': 'public',
  'POST /counter-code/leaving': 'public',
  'GET /counter-code/password': 'public',
  'POST /counter-code/password': 'public',
  'GET /counter-code/phone': 'public',
  'POST /counter-code/phone': 'public',
  'GET /counter-code/phone/step': 'public',
  'POST /counter-code/phone/step': 'public',
  'POST /counter-code/phone/code': 'public',
  'GET /counter-code/phrase': 'public',
  'POST /counter-code/phrase': 'public',
  'GET /counter-code/confirmation': 'public',
  'POST /counter-code/confirmation': 'public',
  'GET /password': 'own',
  'POST /password': 'own',
  'GET /mails/public': 'own',
  'GET /mails/personal': 'own',
  'GET /mails/:mail': 'theirs',
  'GET /': 'own',
  'GET /batches/:batch/notice': 'own',
  'POST /batches/:batch/notice': 'own',
  'GET /batches/:batch/overwrite': 'own',
  'POST /batches/:batch/overwrite': 'own',
  'GET /batches/:batch/form': 'own',
  'POST /batches/:batch/check': 'own',
  'POST /batches/:batch/draft': 'own',
  'POST /batches/:batch/draft-removal': 'own',
  'POST /batches/:batch/clearing-request': 'own',
  'POST /batches/:batch/clearing': 'own',
  'POST /batches/:batch/extension': 'own',
  'GET /batches/:batch/expired': 'own',
  'POST /batches/:batch/versions': 'own',
  'GET /batches/:batch': 'own',
  'POST /batches/:batch/proof-code': 'own',
  'GET /batches/:batch/abandonment': 'own',
  'POST /batches/:batch/abandonment': 'own',
  'POST /batches/:batch/abandonment/code': 'own',
  'GET /batches/:batch/print': 'own',
  'GET /batches/:batch/print.pdf': 'own',
  'POST /batches/:batch/arrangement': 'own',
  'POST /batches/:batch/pasting': 'own',
  'POST /batches/:batch/pasting/filling': 'own',
  'GET /qualifications': 'own',
  'GET /scores': 'own',
  'GET /file-states': 'own',
  'GET /evaluations': 'own',
  'GET /statistics': 'own',
  'GET /batches/:batch/undertakings/:undertaking': 'own',
  'GET /batches/:batch/undertakings/:undertaking/print': 'own',
  'GET /batches/:batch/undertakings/:undertaking/print.pdf': 'own',
  'GET /plan-search/:batch/:track/:audience/:field': 'public',
  'GET /plans': 'own',
  'POST /batches/:batch/plan-query': 'own',
  'GET /batches/:batch/plan-query/:field': 'own',
  'POST /batches/:batch/plan-query/:field': 'own',
  'GET /batches/:batch/plan-search/:field': 'own',
  'GET /versions': 'own',
  'GET /versions/:version': 'theirs',
  'GET /versions/:version/print': 'theirs',
  'GET /versions/:version/print.pdf': 'theirs',
  // What the demo plays; they stand in no other environment.
  'GET /demo/messages': 'public',
  'GET /demo/wechat': 'public',
  'POST /demo/wechat': 'public',
  'GET /demo/scans/:kind': 'public',
  'POST /demo/scans/:kind': 'public',
  'GET /demo/app': 'public',
  'POST /demo/app': 'public',
  'GET /demo/platforms': 'public',
  'GET /demo/platforms/:platform': 'public',
  'POST /demo/platforms/:platform/sign-in': 'public',
  'GET /demo/platforms/:platform/return': 'public',
  'POST /demo/platforms/:platform/mark': 'public',
  'POST /demo/platforms/:platform/sign-out': 'public',
  'POST /batches/:batch/draft-sheet': 'own',
  'GET /disputes/mails/:record': 'theirs',
  'POST /disputes/mails/:record': 'theirs',
  'GET /disputes/versions/:record': 'theirs',
  'POST /disputes/versions/:record': 'theirs',
  'GET /draft-sheets': 'own',
  'GET /draft-sheets/:batch': 'own',
  'POST /draft-sheets/:batch': 'own',
  'POST /draft-sheets/:batch/addition': 'own',
  'POST /draft-sheets/:batch/arrangement': 'own',
  'POST /draft-sheets/:batch/pasting': 'own',
  'POST /draft-sheets/:batch/pasting/filling': 'own',
  'GET /draft-sheets/:batch/blank': 'own',
  'POST /draft-sheets/:batch/keeping': 'own',
  'POST /draft-sheets/:batch/plan-query': 'own',
  'GET /draft-sheets/:batch/plan-query/:field': 'own',
  'POST /draft-sheets/:batch/plan-query/:field': 'own',
  'GET /draft-sheets/:batch/plan-search/:field': 'own',
  'GET /draft-sheets/:batch/print': 'own',
  'POST /draft-sheets/:batch/removal': 'own',
  'GET /account-link': 'own',
  'POST /account-link': 'own',
  'POST /account-link/code': 'own',
  'POST /account-link/removal': 'own',
  'GET /dynamic-password': 'own',
  'POST /dynamic-password': 'own',
  'GET /dynamic-password/apps': 'own',
  'POST /dynamic-password/code': 'own',
  'POST /dynamic-password/removal': 'own',
  'GET /dynamic-password/secret': 'own',
  'POST /dynamic-password/secret': 'own',
  'GET /frozen': 'public',
  'GET /guide': 'public',
  'GET /guide/rules': 'public',
  'GET /phone': 'own',
  'POST /phone': 'own',
  'POST /phone/code': 'own',
  'GET /phone/step': 'own',
  'POST /phone/step': 'own',
  'GET /security': 'own',
  'GET /security-phrase': 'own',
  'POST /security-phrase': 'own',
  'POST /security-phrase/cancellation': 'own',
  'GET /sign-ins': 'own',
  'GET /thaw': 'own',
  'POST /thaw': 'own',
  'POST /thaw/code': 'own',
  'GET /wechat': 'own',
  'POST /wechat': 'own',
  'POST /wechat/code': 'own',
  'POST /wechat/removal': 'own',
  'GET /wechat/ticket': 'own',
};

/** The candidates' routes; office-access.test.ts and account-access.test.ts have the others. */
const listRoutes = (express: Parameters<typeof listAllRoutes>[0]) =>
  listAllRoutes(express).filter((route) => !isOfOffice(route) && !isOfAccountCentre(route));

/** Every error page says when it was made. */
const withoutTime = (html: string) => html.replace(/\d{4}年\d\d月\d\d日 [\d:]+/g, '');

describe('who may see what', () => {
  let app: TestApp;
  let owner: TestClient;
  let values: Record<string, string>;

  beforeAll(async () => {
    app = await startTestApp();
    owner = await signIn(app, people.pilot);
    await file(owner, 'early-other', sound);
    const second = await findSound(app, people.pilot, 'undergraduate-1');
    await press(owner, await openForm(owner, 'undergraduate-1'), 'draft', second);
    const version = await app.database.knex('application_versions').first('id');
    const id = await idOf(app, people.pilot);
    const mail = await app.database.knex('mails').where({ candidate_id: id }).first('id');
    values = {
      version: String(version?.id),
      mail: String(mail?.id),
    };
  });
  afterAll(() => app.close());

  const listGuarded = () =>
    listRoutes(app.express).filter((route) => ['own', 'theirs'].includes(matrix[nameOf(route)] ?? ''));
  const listTheirs = () => listRoutes(app.express).filter((route) => matrix[nameOf(route)] === 'theirs');

  /** The address of a route with the ids of these records; `:record` is a mail or a version, as its path says. */
  function addressOf({ path }: Route, ids: Readonly<Record<string, string>> = values): string {
    const record = (path.includes('/mails/') ? ids.mail : ids.version) ?? '';
    return fillPath(path, { ...ids, record });
  }

  it('has a line for every route, and no line for a route that is gone', () => {
    expect(listRoutes(app.express).map(nameOf).toSorted()).toEqual(Object.keys(matrix).toSorted());
  });

  it('shows nobody who is not signed in anything but the sign-in, and changes nothing for them', async () => {
    const visitor = createTestClient(app.url);
    await visitor.get('/sign-in');
    const before = await takeSnapshot(app.database.knex);
    for (const route of listGuarded()) {
      const path = addressOf(route);
      const ask = async (headers: Record<string, string>) => {
        if (route.method === 'POST') return visitor.post(path, sound, { headers, follow: false });
        const cookie = [...visitor.cookies].map((pair) => pair.join('=')).join('; ');
        return fetch(new URL(path, app.url), { headers: { ...headers, cookie }, redirect: 'manual' });
      };
      const page = await ask({});
      expect([nameOf(route), page.status, page.headers.get('location')]).toEqual([
        nameOf(route),
        303,
        '/sign-in',
      ]);
      const fragment = await ask({ 'hx-request': 'true' });
      expect([nameOf(route), fragment.status, fragment.headers.get('location')]).toEqual([
        nameOf(route),
        401,
        null,
      ]);
    }
    expect(await takeSnapshot(app.database.knex)).toEqual(before);
  });

  it('does not know a record of another candidate, in the very words for one that is not there', async () => {
    const neighbour = await signIn(app, people.rural);
    for (const route of listTheirs()) {
      const ask = (ids: Readonly<Record<string, string>>) =>
        route.method === 'GET'
          ? neighbour.get(addressOf(route, ids))
          : neighbour.post(addressOf(route, ids), {});
      if (route.method === 'GET')
        expect([nameOf(route), (await owner.get(addressOf(route))).status]).toEqual([nameOf(route), 200]);
      const foreign = await ask(values);
      const missing = await ask({ version: '999999', mail: '999999' });
      expect([nameOf(route), foreign.status]).toEqual([nameOf(route), 404]);
      expect(withoutTime(foreign.html)).toBe(withoutTime(missing.html));
    }
    const reader = { candidate_id: await idOf(app, people.rural) };
    expect(await app.database.knex('mail_readings').where(reader)).toEqual([]);
  });

  it.each(['0', '-1', '1.5', '1e0', '0x1', 'NaN', 'null', '99999999999999999999', '%20', "1'--", '1;2'])(
    'does not know the record %p',
    async (junk) => {
      const neighbour = await signIn(app, people.rural);
      for (const route of listTheirs()) {
        if (route.method !== 'GET') continue;
        const page = await neighbour.get(addressOf(route, { version: junk, mail: junk }));
        expect([nameOf(route), page.status]).toEqual([nameOf(route), 404]);
      }
    },
  );

  it('shows another candidate nothing of what is filed or drafted, on any page', async () => {
    const neighbour = await signIn(app, people.minority);
    const { knex } = app.database;
    const { name } = await knex('candidates').where({ candidate_number: people.pilot }).first('name');
    const { hash } = await knex('application_versions').first('hash');
    const checkValue = hash.toString('hex').toUpperCase().slice(0, 4);
    const marks = [name, people.pilot, `${checkValue} `, '马克思主义理论'];
    for (const route of listRoutes(app.express).filter(({ method }) => method === 'GET')) {
      if (matrix[nameOf(route)] === 'public') continue;
      const page = await neighbour.get(addressOf(route));
      expect([nameOf(route), marks.filter((mark) => page.text.includes(mark))]).toEqual([nameOf(route), []]);
    }
  });

  it('lets another candidate change nothing of it either', async () => {
    const neighbour = await signIn(app, people.minority);
    const id = await idOf(app, people.pilot);
    const tables = ['application_groups', 'application_versions', 'application_drafts', 'form_openings'];
    const read = () =>
      Promise.all(tables.map((table) => app.database.knex(table).where({ candidate_id: id })));
    const before = await read();
    for (const route of listRoutes(app.express).filter(({ method }) => method === 'POST')) {
      if (route.path === '/sign-out') continue;
      const extra = { ...sound, candidate_id: String(id), candidateId: String(id), tab: 'a', revision: '9' };
      for (const batch of ['early-other', 'undergraduate-1'])
        await neighbour.post(addressOf(route, { ...values, batch }), extra, { follow: false });
    }
    expect(await read()).toEqual(before);
  });
});
