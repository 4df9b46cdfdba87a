import { type OfficerRole, officerRoles } from '../../src/domain/officers/officer';
import { foldCoverage } from '../../src/office/filing-progress/count.repository';
import type { ImportReport } from '../../src/office/imports/import-report';
import { addSampleReview } from '../account/review/review-steps';
import { people, signIn } from '../candidate/filing/filing';
import { addSampleJob } from '../office/imports/sample-job';
import { addSampleDraft } from '../office/paper-drafts/sample-draft';
import { addSamplePaper } from '../office/print-jobs/sample-paper';
import { type DemoOfficerName, signInOfficer } from '../support/officers';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient, type TestClient, type TestPage } from '../support/test-client';
import { takeSnapshot } from './database-snapshot';
import { officeMatrix } from './office-matrix';
import { fillPath, isOfOffice, listRoutes, nameOf, type Route } from './route-table';

const officerOf: Readonly<Record<OfficerRole, DemoOfficerName>> = {
  school: 'school-1',
  county: 'county-1',
  city: 'city-1',
  province: 'province-1',
  auditor: 'auditor-1',
  reviewer: 'reviewer-1',
};

/** The demo has sent no notice. */
async function addAnnouncement(app: TestApp): Promise<void> {
  const at = new Date();
  await app.database
    .knex('announcements')
    .insert({ title: '通知', body: '请尽快保存志愿。', written_at: at, finished_at: at });
}

/** The demo has no former list, and no request of the operator's command. */
async function addListEffects(app: TestApp): Promise<void> {
  const { knex } = app.database;
  const file = { kind: 'scores', file_name: 'scores.csv' };
  const [effects] = await knex('import_effects').insert({ written: true }).returning('id');
  await knex('list_versions').insert({
    ...file,
    rows: 0,
    file_hash: 'none',
    author: 'operator',
    counts: '{}',
    effects_id: effects.id,
  });
  const stake = {
    existing: 1,
    removed: 1,
    changed: 0,
    cleared: 0,
    held: 0,
    people: 0,
    open: false,
    mark: 'none',
    effectsId: Number(effects.id),
    listed: 0,
  };
  const found: ImportReport = {
    kind: 'scores',
    fileName: file.file_name,
    fileHash: 'none',
    dryRun: true,
    written: false,
    sheet: null,
    headingsRow: 1,
    rows: 1,
    repaired: 0,
    counts: { added: 0, changed: 0, unchanged: 0, removed: 1, kept: 0 },
    stake,
    asks: 'number',
    waits: true,
    faultCount: 0,
    faults: [],
    ignored: [],
    otherSheets: [],
    notes: [],
    fixed: [],
    sample: null,
  };
  const report = JSON.stringify(found);
  await knex('import_jobs').update({ report });
  await knex('import_approvals').insert({
    ...file,
    mark: 'none',
    report,
    reason: '试',
    requested_by: 'root',
  });
}

/** A request to put a list back, which waits for a second officer. */
async function addRestoration(app: TestApp): Promise<void> {
  const { knex } = app.database;
  const version = await knex('application_versions').first('id', 'candidate_id', 'group_code');
  await knex('restorations').insert({
    candidate_id: version.candidate_id,
    group_code: version.group_code,
    version_id: version.id,
    police_report: '第1号',
    reason: '试',
    requested_by: 1,
  });
}

describe('who may see what of the exam office', () => {
  let app: TestApp;
  const clients = new Map<OfficerRole, TestClient>();

  beforeAll(async () => {
    app = await startTestApp();
    await addSampleJob(app);
    await addListEffects(app);
    await addAnnouncement(app);
    await addSamplePaper(app);
    await addRestoration(app);
    await addSampleDraft(app);
    await addSampleReview(app);
    for (const role of officerRoles) clients.set(role, await signInOfficer(app, officerOf[role]));
  });
  afterAll(() => app.close());

  const listOffice = () => listRoutes(app.express).filter(isOfOffice);
  const listGuarded = () => listOffice().filter((route) => officeMatrix[nameOf(route)] !== 'public');
  const mayUse = (route: Route, role: OfficerRole) => officeMatrix[nameOf(route)]?.includes(role) === true;

  function clientOf(role: OfficerRole): TestClient {
    const client = clients.get(role);
    if (client === undefined) throw new Error(`nobody is signed in as ${role}`);
    return client;
  }

  function ask(client: TestClient, route: Route, csrf?: string | null): Promise<TestPage> {
    const path = fillPath(route.path);
    if (route.method === 'GET') return client.get(path);
    return client.post(path, { reason: '试' }, { follow: false, ...(csrf === undefined ? {} : { csrf }) });
  }

  it('has a line for every route, and no line for a route that is gone', () => {
    expect(listOffice().map(nameOf).toSorted()).toEqual(Object.keys(officeMatrix).toSorted());
  });

  it('shows nobody who is not signed in there anything but the sign-in, a candidate neither', async () => {
    const candidate = await signIn(app, people.pilot);
    const visitor = createTestClient(app.url);
    const before = await takeSnapshot(app.database.knex);
    for (const client of [visitor, candidate]) {
      await client.get('/office/sign-in');
      for (const route of listGuarded()) {
        const page = await ask(client, route);
        const seen = route.method === 'GET' ? page.url : page.headers.get('location');
        expect([nameOf(route), seen]).toEqual([nameOf(route), '/office/sign-in']);
      }
    }
    expect(await takeSnapshot(app.database.knex)).toEqual(before);
  });

  it('takes the session of a candidate for none of an officer, nor the reverse', async () => {
    const candidate = await signIn(app, people.pilot);
    const officer = clientOf('province');
    const mixed = createTestClient(app.url);
    mixed.cookies.set('zhiyuan.office.sid', candidate.cookies.get('zhiyuan.sid') ?? '');
    mixed.cookies.set('zhiyuan.sid', officer.cookies.get('zhiyuan.office.sid') ?? '');
    expect((await mixed.get('/office')).url).toBe('/office/sign-in');
    expect((await mixed.get('/')).url).toBe('/sign-in');
    expect((await officer.get('/')).url).toBe('/sign-in');
    expect((await officer.get('/office')).url).toBe('/office');
  });

  it.each(officerRoles)('to %s, shows the pages of that role and knows no other', async (role) => {
    const client = clientOf(role);
    // A look at the board counts what was filed since the last one: counted before, it changes nothing.
    while (await foldCoverage(app.database.knex));
    const before = await takeSnapshot(app.database.knex, ['audit_entries']);
    await client.get('/office');
    for (const route of listGuarded()) {
      if (mayUse(route, role)) {
        if (route.method !== 'GET') continue;
        const page = await ask(client, route);
        expect([nameOf(route), page.status, page.url]).not.toEqual([nameOf(route), 200, '/office/sign-in']);
        expect([nameOf(route), page.status]).toEqual([nameOf(route), 200]);
      } else {
        expect([nameOf(route), (await ask(client, route)).status]).toEqual([nameOf(route), 404]);
      }
    }
    expect(await takeSnapshot(app.database.knex, ['audit_entries'])).toEqual(before);
  });

  it('is refused on every POST without a token, and with one of another officer or of a candidate', async () => {
    const client = clientOf('province');
    const foreign = (await clientOf('county').get('/office')).hidden('/office/sign-out')._csrf ?? '';
    const candidate = (await (await signIn(app, people.pilot)).get('/')).hidden('/sign-out')._csrf ?? '';
    const before = await takeSnapshot(app.database.knex);
    for (const csrf of [null, foreign, candidate]) {
      for (const route of listOffice().filter(({ method }) => method === 'POST')) {
        const page = await ask(client, route, csrf);
        // Who is signed in already is asked whether to go on.
        const atDoor = route.path === '/office/sign-in';
        expect([nameOf(route), page.status]).toEqual([nameOf(route), atDoor ? 409 : 403]);
        expect(page.text).toContain(atDoor ? '尚未退出' : '本次操作没有执行');
      }
    }
    expect(await takeSnapshot(app.database.knex)).toEqual(before);
    expect((await client.get('/office')).url).toBe('/office');
  });

  it('changes nothing by GET, whatever stands in the query', async () => {
    const client = clientOf('province');
    const before = await takeSnapshot(app.database.knex, ['audit_entries']);
    const query = new URLSearchParams({ reason: '试', _method: 'POST', role: 'county', confirmed: 'x' });
    for (const { path } of listGuarded()) await client.get(`${fillPath(path)}?${query}`);
    expect(await takeSnapshot(app.database.knex, ['audit_entries'])).toEqual(before);
  });
});
