import { insertWindows } from '../../src/domain/batches/window.repository';
import type { RulePack } from '../../src/rules/pack/rule-pack';
import { listDefaultWindows } from '../../src/rules/windows/default-windows';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient, type TestClient, type TestPage } from '../support/test-client';
import { enterProvince, filer, typeChoice } from './province';

const BATCH = 'undergraduate-1';
/** The day of the round, Beijing time. */
const at = (time: string) => new Date(`2021-07-09T${time}+08:00`);

describe('windows that end by score band (Inner Mongolia)', () => {
  let app: TestApp;
  let pack: RulePack;
  let client: TestClient;

  beforeAll(async () => {
    app = await startTestApp();
    pack = await enterProvince(app, 'inner-mongolia-2021');
    const { knex } = app.database;
    await knex('windows').where({ pack_code: pack.code }).delete();
    await insertWindows(
      knex,
      pack.code,
      pack.batches.flatMap((batch) => listDefaultWindows(pack, batch)),
    );
    await app.services.reference.refresh();
    app.clock.set(at('09:30:00'));
    client = createTestClient(app.url);
    await client.signIn(filer);
  });
  afterAll(() => app.close());
  beforeEach(() => app.database.knex('form_openings').delete());

  /** Puts the candidate into a band, or out of every one. */
  async function score(points: number): Promise<void> {
    await app.database
      .knex('candidates')
      .where({ candidate_number: filer })
      .update({
        facts: app.database.knex.raw(`jsonb_set(facts::jsonb, '{totalScore}', ?::jsonb)`, [points]),
      });
  }

  async function openForm(): Promise<TestPage> {
    await client.get(`/batches/${BATCH}/notice`);
    return client.post(`/batches/${BATCH}/notice`, {});
  }
  const readMinutes = (form: TestPage) => Number(/data-remaining="(\d+)"/.exec(form.html)?.[1]) / 60_000;
  const pressSave = async (form: TestPage) => {
    const [section] = pack.batches[0]?.sections ?? [];
    if (section === undefined) throw new Error('no section');
    return client.post(`/batches/${BATCH}/versions`, {
      ...form.hidden(`/batches/${BATCH}/versions`),
      ...typeChoice(pack, section, 1, 1),
      [`${section.code}-1-adjustment`]: 'agree',
    });
  };

  it.each([
    [670, '11:00'],
    [669, '12:00'],
    [640, '12:00'],
    [639, '13:00'],
    [430, '19:00'],
    [429, '20:00'],
  ])('%i points: the home page names %s', async (points, closes) => {
    await score(points);
    expect((await client.get('/')).text).toMatch(new RegExp(`本科一批 \\S+ 09:00至\\S+ ${closes} `));
  });

  it('counts down to the end of the own band, not of the province', async () => {
    app.clock.set(at('10:45:00'));
    await app.database.knex('windows').update({ stages: '[]' });
    await app.services.reference.refresh();
    await score(671);
    expect(readMinutes(await openForm())).toBe(15);
    await app.database.knex('form_openings').delete();
    await score(660);
    expect(readMinutes(await openForm())).toBe(30);
  });

  it('refuses the save of one band at its end, and takes that of the next', async () => {
    app.clock.set(at('10:50:00'));
    await score(670);
    const late = await openForm();
    app.clock.set(at('11:00:00'));
    const refused = await pressSave(late);
    expect([refused.status, refused.text.includes('不在填报时间内')]).toEqual([409, true]);
    expect((await client.get('/')).text).toContain('已截止，未填报');
    expect((await client.get(`/batches/${BATCH}/notice`)).status).toBe(409);
    await score(669);
    const saved = await pressSave(await openForm());
    expect(saved.text).toContain('[1001]第1大学');
  });

  it('refuses a band at its end that was changed behind an open form', async () => {
    await app.database.knex('application_groups').delete();
    app.clock.set(at('11:30:00'));
    await score(650);
    const form = await openForm();
    await score(671);
    expect((await pressSave(form)).text).toContain('不在填报时间内');
  });
});
