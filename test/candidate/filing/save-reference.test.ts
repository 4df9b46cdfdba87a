import type { Knex } from 'knex';
import { putFileStates } from '../../../src/domain/candidates/file-state.repository';
import { keepDraft } from '../../../src/domain/choice-lists/draft.repository';
import { readForSave } from '../../../src/domain/choice-lists/save-reading.repository';
import { listHolders } from '../../../src/domain/granted-saves/holder.repository';
import { setSwitch } from '../../../src/domain/switches/switch.repository';
import { insertPlanChange } from '../../../src/office/plan-changes/plan-change.repository';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { forgetFilings, idOf, openForm, people, pressSave, sameBrowser, signIn, sound } from './filing';

const BATCH = 'early-other';
const ROW = {
  batch: BATCH,
  tracks: ['1', '5'],
  audience: '',
  institution: '0001',
  group: '',
  major: '16',
  post: '',
} as const;
const PILOT_ROW = { batch_code: BATCH, institution_code: '0001', major_code: '16' };

describe('a save, and what changes beside it', () => {
  let app: TestApp;
  let other: TestApp;
  let client: TestClient;
  let candidateId: number;
  let kept: Record<string, unknown>[];

  beforeAll(async () => {
    app = await startTestApp();
    other = await startTestApp({ database: app.database, clock: app.clock });
    client = await signIn(app, people.pilot);
    candidateId = await idOf(app, people.pilot);
    kept = await app.database.knex('plan_entries').where(PILOT_ROW);
  });
  afterAll(async () => {
    await other.close();
    await app.close();
  });
  beforeEach(async () => {
    const { knex } = app.database;
    await forgetFilings(app);
    await knex('plan_changes').delete();
    await knex('plan_entries').where(PILOT_ROW).delete();
    for (const { restrictions, ...row } of kept)
      await knex('plan_entries').insert({
        ...row,
        id: undefined,
        restrictions: JSON.stringify(restrictions),
      });
    await app.services.reference.refresh();
    await other.services.reference.refresh();
  });

  /** As the office withdraws a row. */
  async function withdraw(transaction: Knex.Transaction): Promise<void> {
    const { year } = app.services.reference.current().calendar.pack;
    const rows = await transaction('plan_entries').where(PILOT_ROW);
    for (const { id, tracks, audience } of rows)
      await insertPlanChange(transaction, {
        ...ROW,
        tracks,
        audience,
        entryId: id,
        year,
        planName: '',
        changes: '',
        before: { tracks },
        after: null,
        grantsSave: true,
        changedAt: new Date(),
      });
    await transaction('plan_entries').where(PILOT_ROW).delete();
  }

  const saveBy = async (browser: TestClient) => {
    const form = await openForm(browser);
    return () => pressSave(browser, form, sound, { follow: false });
  };
  const listSaved = () => app.database.knex('application_versions').where({ candidate_id: candidateId });

  it('refuses a row that was withdrawn a moment ago, by its name, on every node', async () => {
    for (const browser of [client, sameBrowser(client, other)]) {
      const save = await saveBy(browser);
      // Only one node could have heard of it, and neither has.
      await app.database.knex.transaction(withdraw);
      const page = await save();
      expect(page.text).toContain('此专业的招生计划已撤销');
      expect(page.text).not.toContain('此专业不存在');
      expect(page.html).toContain('value="16"');
      expect(await listSaved()).toHaveLength(0);
    }
  });

  it('judges by windows, switches and facts as they stand in its own transaction', async () => {
    const { knex } = app.database;
    const stopped = await saveBy(client);
    await knex.transaction((transaction) => setSwitch(transaction, 'stopSaves', true));
    expect((await stopped()).status).toBe(503);
    await knex.transaction((transaction) => setSwitch(transaction, 'stopSaves', false));

    const moved = await saveBy(client);
    const [candidate] = await knex('candidates').where({ id: candidateId }).select('kind');
    await knex('candidates').where({ id: candidateId }).update({ kind: 'upgrade' });
    expect((await moved()).status).toBeGreaterThanOrEqual(400);
    await knex('candidates').where({ id: candidateId }).update(candidate);
    expect(await listSaved()).toHaveLength(0);

    const sound = await saveBy(client);
    expect((await sound()).status).toBe(303);
  });

  it('lets a withdrawal commit behind a save under way, so that its holders are found', async () => {
    const { knex } = app.database;
    const save = await saveBy(sameBrowser(client, other));
    const blocker = await knex.transaction();
    await blocker.raw('select from form_openings where candidate_id = ? for update', [candidateId]);
    const saved = save();
    await waitFor(async () => (await countWaiting(knex)) === 1);
    let committed = false;
    const change = knex.transaction(withdraw).then(() => {
      committed = true;
    });
    await waitFor(async () => (await countWaiting(knex)) === 2);
    expect(committed).toBe(false);
    await blocker.rollback();
    expect((await saved).status).toBe(303);
    await change;
    expect((await listHolders(knex, { ...ROW, audienceFact: null }, 0, 100)).holders).toEqual([candidateId]);
  });

  it('has a save wait for a withdrawal that is about to commit, and refuses it then', async () => {
    const { knex } = app.database;
    const save = await saveBy(sameBrowser(client, other));
    const change = await knex.transaction();
    await withdraw(change);
    // What its commit would do at once.
    await change.raw('set constraints reference_changed immediate');
    const saved = save();
    await waitFor(async () => (await countWaiting(knex)) === 1);
    await change.commit();
    expect((await saved).text).toContain('此专业的招生计划已撤销');
    expect(await listSaved()).toHaveLength(0);
  });

  /** Somebody else's change of the candidate's, under their lock, before a save has got it. */
  const changes: readonly [string, (transaction: Knex.Transaction, id: number) => Promise<unknown>][] = [
    [
      '不是我操作',
      (transaction, id) => transaction('candidates').where({ id }).update({ frozen_at: new Date() }),
    ],
    [
      '放弃志愿',
      (transaction, id) =>
        transaction('application_groups').insert({
          candidate_id: id,
          group_code: 'G1',
          abandoned_at: new Date(),
        }),
    ],
  ];

  it.each(changes)('reads again what has changed while it waited for its lock: %s', async (_name, change) => {
    const { knex } = app.database;
    const save = await saveBy(client);
    const changing = await knex.transaction();
    await changing.raw('select from candidates where id = ? for no key update', [candidateId]);
    const saved = save();
    await waitFor(async () => (await countWaiting(knex)) === 1);
    await change(changing, candidateId);
    await changing.commit();
    const { status } = await saved;
    const marks = await knex('save_attempts').pluck('outcome');
    await knex('candidates').where({ id: candidateId }).update({ frozen_at: null });
    expect([status, marks]).toEqual([409, ['refused']]);
    expect(await listSaved()).toHaveLength(0);
  });

  it('knows 档案状态 that came after its reading for another', async () => {
    const { knex } = app.database;
    const groups = { quota: 'G1', abandon: 'G1' };
    const question = { candidate: candidateId, batch: BATCH, groups, formToken: 't' };
    const { seen } = await readForSave(knex, app.clock, question);
    const holds = async () => {
      const asked = [candidateId, seen.reference, seen.mark];
      const { rows } = await knex.raw('select hold_filing(?::bigint, ?::bigint, ?) as holds', asked);
      return rows[0].holds;
    };
    expect(await holds()).toBe(true);
    const institution = { code: '0001', name: '北京体育大学' };
    await putFileStates(knex, candidateId, [
      { heading: 'early', state: '录取', institution, changedAt: new Date() },
    ]);
    expect(await holds()).toBe(false);
    await knex('candidate_file_states').where({ candidate_id: candidateId }).delete();
  });

  it('takes away a draft that was being kept when its form was closed', async () => {
    const { knex } = app.database;
    const save = await saveBy(client);
    const keeping = await knex.transaction();
    const draft = {
      candidateId,
      batch: BATCH,
      tab: 'late',
      step: 0,
      revision: 0,
      choices: {},
      at: new Date(),
    };
    expect(await keepDraft(keeping, draft)).toBe(1);
    const saved = save();
    await waitFor(async () => (await countWaiting(knex)) === 1);
    await keeping.commit();
    expect((await saved).status).toBe(303);
    expect(await knex('application_drafts').where({ candidate_id: candidateId })).toHaveLength(0);
  });
});

async function countWaiting(knex: Knex): Promise<number> {
  const { rows } = await knex.raw(
    "select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
  );
  return rows[0].n;
}

async function waitFor(isSo: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 500; turn += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it did not come to pass');
}
