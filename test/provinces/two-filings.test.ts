import { findCandidate } from '../../src/domain/candidates/candidate.repository';
import { type Codes, choose, idOf, openForm, press, pressSave, signIn } from '../candidate/filing/filing';
import { toCsv } from '../office/imports/files';
import { startTestApp, type TestApp } from '../support/test-app';
import type { TestClient } from '../support/test-client';
import { enterWorld } from './world';

const filer = '26370112101001';
const [FIRST, SECOND] = ['regular-1', 'regular-2'] as const;

describe('two fillings of one season', () => {
  let app: TestApp;
  let client: TestClient;
  beforeAll(async () => {
    app = await startTestApp();
    await enterWorld(app, 'shandong-2026');
    client = await signIn(app, filer);
  });
  afterAll(() => app.close());

  /** A row of one filling by its place among those that no rule says anything of. */
  async function findChoice(
    batch: string,
  ): Promise<{ readonly codes: Codes; readonly cells: readonly string[] }> {
    const candidate = await findCandidate(app.database.knex, await idOf(app, filer));
    if (candidate === null) throw new Error(`${filer} is not in this world`);
    const found = app.services.filing.getBatch(batch);
    const rows = await app.database.knex('plan_entries').where({ batch_code: batch }).orderBy('id');
    for (const { institution_code: institution, major_code: major } of rows) {
      const slot = { institution, group: '', majors: [major], posts: [], adjustment: null };
      if (app.services.filing.check(candidate, found, { parallel: [slot] }).length === 0)
        return {
          codes: choose('parallel-1', institution, [major], null),
          cells: ['志愿1', institution, major],
        };
    }
    throw new Error(`nothing can be chosen in ${batch}`);
  }
  const nameOf = (batch: string) => app.services.filing.getBatch(batch).name;
  const listOf = async (batch: string) =>
    app.database
      .knex('application_versions')
      .where({ batch_code: batch, candidate_id: await idOf(app, filer) });

  it('are two lists: a save of the second leaves the first as it is', async () => {
    const [first, second] = [await findChoice(FIRST), await findChoice(SECOND)];
    await pressSave(client, await openForm(client, FIRST), first.codes);
    const [kept] = await listOf(FIRST);
    await pressSave(client, await openForm(client, SECOND), second.codes);
    expect(await listOf(FIRST)).toEqual([kept]);
    expect(await listOf(SECOND)).toHaveLength(1);
    const home = (await client.get('/')).text;
    for (const batch of [FIRST, SECOND]) expect(home).toMatch(new RegExp(`${nameOf(batch)} .*?已填报`));
  });

  it('take no form of each other: nothing is saved, and everything typed is there to look at', async () => {
    app.clock.advance(60_000);
    const form = await openForm(client, FIRST);
    const { codes } = await findChoice(SECOND);
    const hidden = form.hidden(`/batches/${FIRST}/versions`);
    await openForm(client, SECOND);
    const refused = await client.post(`/batches/${SECOND}/versions`, { ...hidden, ...codes });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.status).toBeLessThan(500);
    expect(await listOf(SECOND)).toHaveLength(1);
  });

  it('take no table of each other, and say whose it is', async () => {
    const { cells } = await findChoice(FIRST);
    await openForm(client, SECOND);
    const place = `/batches/${SECOND}/list-file`;
    const page = await client.get(place);
    const body = new FormData();
    body.set('_csrf', page.hidden(`${place}/reading`)._csrf ?? '');
    const table = toCsv([
      ['志愿', '院校代号', '专业代号', '批次'],
      [...cells, nameOf(FIRST)],
    ]);
    body.set('file', new Blob([table]), '志愿.csv');
    const cookie = [...client.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
    const answer = await fetch(`${app.url}${place}/reading`, { method: 'POST', body, headers: { cookie } });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(`写的批次是“${nameOf(FIRST)}”，这里填写的是“${nameOf(SECOND)}”`);
  });

  it('are told a code of the other by where it stands', async () => {
    const { knex } = app.database;
    const there = await knex('plan_entries')
      .where({ batch_code: FIRST })
      .distinct()
      .pluck('institution_code');
    const only = await knex('plan_entries')
      .where({ batch_code: SECOND })
      .whereNotIn('institution_code', there)
      .orderBy('id')
      .first();
    const form = await openForm(client, FIRST);
    const codes = choose('parallel-1', only.institution_code, [only.major_code], null);
    const checked = await press(client, form, 'check', codes);
    expect(checked.text).toMatch(/志愿1 院校代号：.*(批次|不存在)/);
    expect(checked.html).toContain(`value="${only.institution_code}"`);
  });
});
