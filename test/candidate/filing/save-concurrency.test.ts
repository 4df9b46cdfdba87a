import { writeReliability } from '../../support/reliability';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient, TestPage } from '../../support/test-client';
import {
  type Codes,
  changePack,
  file,
  forgetFilings,
  idOf,
  listSound,
  openForm,
  people,
  pressSave,
  sameBrowser,
  signIn,
  sound,
  withoutCooldown,
} from './filing';

const CLIENTS = 32;
const TRIALS = process.env.LONG ? 200 : 4;
/** Counted, not timed: the machine may be slow. */
jest.setTimeout(process.env.LONG ? 1_800_000 : 180_000);
const BATCH = 'early-other';

describe('many posts at the same moment', () => {
  let app: TestApp;
  let other: TestApp;
  let client: TestClient;
  let twin: TestClient;
  let candidateId: number;
  const shown: [string, string][] = [];

  beforeAll(async () => {
    app = await startTestApp();
    await changePack(app, withoutCooldown);
    other = await startTestApp({ database: app.database, clock: app.clock });
    client = await signIn(app, people.pilot);
    twin = sameBrowser(client, other);
    await twin.get('/');
    candidateId = await idOf(app, people.pilot);
  });
  afterAll(async () => {
    if (shown.length === 2)
      writeReliability({
        promise: 'P2',
        test: 'test/candidate/filing/save-concurrency.test.ts',
        figures: shown,
      });
    await other.close();
    await app.close();
  });
  beforeEach(() => forgetFilings(app));

  /** Saves, and confirms the changes as often as another save has made the comparison out of date. */
  async function saveAtLast(window: TestClient, form: TestPage, codes: Codes): Promise<TestPage> {
    const formToken = app.services.tokens.issue(candidateId, BATCH);
    let page = await pressSave(window, form, { ...codes, formToken }, { follow: false });
    while (page.status === 200) page = await pressSave(window, page, {}, { follow: false });
    return page;
  }

  /** A save closes its form; here the form stays open, so that nothing but lock and count holds the others back. */
  async function keepFormsOpen(): Promise<void> {
    await app.database.knex.raw(`
      create or replace function keep_row() returns trigger language plpgsql as 'begin return null; end';
      create or replace trigger keep_form_openings before delete on form_openings
        for each row execute function keep_row()`);
  }
  const letFormsClose = () =>
    app.database.knex.raw('drop trigger if exists keep_form_openings on form_openings');

  async function listVersions() {
    return app.database.knex('application_versions').orderBy('id');
  }

  async function expectThree(pages: readonly TestPage[]): Promise<void> {
    const versions = await listVersions();
    expect(versions.map((version) => version.ordinal)).toEqual([1, 2, 3]);
    expect(versions.map((version) => version.save_number)).toEqual([1, 2, 3]);
    expect(versions[1].previous_hash).toEqual(versions[0].hash);
    expect(versions[2].previous_hash).toEqual(versions[1].hash);
    const [group] = await app.database.knex('application_groups');
    expect(group).toMatchObject({ saves_used: 3, last_ordinal: 3, current_version_id: versions[2].id });
    expect(pages.filter(({ status }) => status === 303)).toHaveLength(3);
    const refused = pages.filter(({ status }) => status !== 303);
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 409));
    expect(refused.every(({ text }) => text.includes('修改次数已用完'))).toBe(true);
    const attempts = await app.database.knex('save_attempts').select('outcome');
    expect(attempts.filter(({ outcome }) => outcome === 'saved')).toHaveLength(3);
    expect(attempts.filter(({ outcome }) => outcome !== 'unconfirmed')).toHaveLength(pages.length);
    expect(await app.database.knex('mails').where({ kind: 'choiceListSaved' })).toHaveLength(3);
    expect(await app.database.knex('audit_entries').where({ action: 'saveChoiceList' })).toHaveLength(3);
  }

  it(`lets 3 of ${CLIENTS} different lists through, ${TRIALS} times, over two processes`, async () => {
    await keepFormsOpen();
    for (let trial = 0; trial < TRIALS; trial += 1) {
      await forgetFilings(app);
      const form = await openForm(client);
      const posts = listSound(CLIENTS).map((codes, index) =>
        saveAtLast(index % 2 === 0 ? client : twin, form, codes),
      );
      await expectThree(await Promise.all(posts));
    }
    await letFormsClose();
    shown.push([
      `trials of ${CLIENTS} different lists at once, over two processes, on a quota of 3`,
      `3 accepted in ${TRIALS} of ${TRIALS}`,
    ]);
  });

  it('lets one candidate who files again and again from many windows save three times', async () => {
    const pages: TestPage[] = [];
    const windows = listSound(8).map(async (codes, index) => {
      const window = index % 2 === 0 ? client : twin;
      for (let round = 0; round < 12; round += 1) {
        const page = await file(window, BATCH, codes).catch(() => null);
        if (page !== null) pages.push(page);
      }
    });
    await Promise.all(windows);
    expect((await listVersions()).map((version) => version.save_number)).toEqual([1, 2, 3]);
    expect(pages.filter(({ status }) => status >= 500)).toEqual([]);
  });

  it(`gives ${CLIENTS} copies of one save one version and equal receipts, ${TRIALS} times`, async () => {
    for (let trial = 0; trial < TRIALS; trial += 1) {
      await forgetFilings(app);
      const form = await openForm(client);
      const copies = Array.from({ length: CLIENTS }, (_none, index) =>
        pressSave(index % 2 === 0 ? client : twin, form, sound),
      );
      const receipts = await Promise.all(copies);
      expect(receipts.map(({ status, url }) => `${status} ${url}`)).toEqual(
        receipts.map(() => `200 /batches/${BATCH}`),
      );
      expect(new Set(receipts.map(({ text }) => text)).size).toBe(1);
      expect(receipts[0]?.text).toContain('第1次保存时间');
      expect(await listVersions()).toHaveLength(1);
      const attempts = await app.database.knex('save_attempts').select('outcome');
      expect(attempts.filter(({ outcome }) => outcome === 'saved')).toHaveLength(1);
      expect(attempts.filter(({ outcome }) => outcome === 'replayed')).toHaveLength(CLIENTS - 1);
    }
    shown.push([
      `trials of ${CLIENTS} copies of one save`,
      `one version and ${CLIENTS} equal receipts in ${TRIALS} of ${TRIALS}`,
    ]);
  });

  it('takes a double click for one save', async () => {
    const form = await openForm(client);
    const [first, second] = await Promise.all([
      pressSave(client, form, sound),
      pressSave(client, form, sound),
    ]);
    expect(first?.text).toBe(second?.text);
    expect(await listVersions()).toHaveLength(1);
  });

  it('keeps two candidates apart who save at the same moment', async () => {
    const neighbour = await signIn(app, people.rural);
    const forms = await Promise.all([openForm(client), openForm(neighbour)]);
    const [mine, theirs] = await Promise.all([
      pressSave(client, forms[0], sound),
      pressSave(neighbour, forms[1], sound),
    ]);
    expect([mine.url, theirs.url]).toEqual([`/batches/${BATCH}`, `/batches/${BATCH}`]);
    expect(await listVersions()).toHaveLength(2);
  });
});
