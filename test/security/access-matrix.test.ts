import { file, findSound, idOf, openForm, people, press, signIn, sound } from '../candidate/filing/filing';
import { takeLeaves } from '../domain/ledger/sample-ledger';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient, type TestClient } from '../support/test-client';
import { candidateMatrix } from './candidate-matrix';
import { takeSnapshot } from './database-snapshot';
import {
  fillPath,
  isOfAccountCentre,
  isOfOffice,
  listRoutes as listAllRoutes,
  nameOf,
  type Route,
} from './route-table';

/** The candidates' routes; office-access.test.ts and account-access.test.ts have the others. */
const listRoutes = (express: Parameters<typeof listAllRoutes>[0]) =>
  listAllRoutes(express).filter((route) => !isOfOffice(route) && !isOfAccountCentre(route));

/** Every error page says when it was made and its number, and masks its token anew. */
const withoutTime = (html: string) =>
  html
    .replace(/\d{4}年\d\d月\d\d日 [\d:]+，编号[0-9a-f]{12}/g, '')
    .replace(/name="_csrf" value="[^"]+"/g, '');

describe('who may see what', () => {
  let app: TestApp;
  let owner: TestClient;
  let values: Record<string, string>;

  beforeAll(async () => {
    app = await startTestApp();
    owner = await signIn(app, people.pilot);
    await file(owner, 'early-other', sound);
    // 账本回执 is to be had.
    await takeLeaves(app.database.knex);
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
    listRoutes(app.express).filter((route) =>
      ['own', 'theirs'].includes(candidateMatrix[nameOf(route)] ?? ''),
    );
  const listTheirs = () =>
    listRoutes(app.express).filter((route) => candidateMatrix[nameOf(route)] === 'theirs');

  /** The address of a route with the ids of these records; `:record` is a mail or a version, as its path says. */
  function addressOf({ path }: Route, ids: Readonly<Record<string, string>> = values): string {
    const record = (path.includes('/mails/') ? ids.mail : ids.version) ?? '';
    return fillPath(path, { ...ids, record });
  }

  it('has a line for every route, and no line for a route that is gone', () => {
    expect(listRoutes(app.express).map(nameOf).toSorted()).toEqual(Object.keys(candidateMatrix).toSorted());
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
      if (candidateMatrix[nameOf(route)] === 'public') continue;
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
