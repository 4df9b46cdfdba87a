import { readShippedRulePack } from '../../../seeds/reference/seed-reference';
import { databaseClock } from '../../../src/infrastructure/clock';
import {
  createRulePackService,
  type RulePackService,
} from '../../../src/office/rule-packs/rule-pack.service';
import { createTrialStep } from '../../../src/office/rule-packs/trial-runner';
import { idOf, openForm, people, press, signIn, sound } from '../../candidate/filing/filing';
import { listOfficerActs, signInOfficer } from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';

const shipped = readShippedRulePack('henan-2021');
const author = { kind: 'operator', reason: 'trial' } as const;

/** The shipped pack in another version, with one save for each batch. */
const oneSave = (version: number) =>
  JSON.stringify({
    ...shipped,
    version,
    batches: shipped.batches.map((batch) => ({ ...batch, maxSaves: 1, cooldownMinutes: 7 })),
  });

describe('the trial of a rule pack on every saved list', () => {
  let app: TestApp;
  let service: RulePackService;
  let province: TestClient;
  let next = 2;
  const owners = [people.pilot, people.rural, people.squad];

  beforeAll(async () => {
    app = await startTestApp();
    province = await signInOfficer(app, 'province-1');
    service = createRulePackService({
      ...app.services,
      db: app.database.knex,
      clock: databaseClock,
      tokens: null,
      runner: null,
      listsAtOnce: 1,
    });
    for (const owner of owners.slice(0, 2)) {
      const candidate = await signIn(app, owner);
      await press(candidate, await openForm(candidate), 'versions', sound);
    }
  });
  afterAll(() => app.close());

  async function keep(): Promise<number> {
    const kept = await service.upload(author, oneSave(next));
    next += 1;
    if (kept.outcome !== 'kept') throw new Error(kept.outcome);
    return kept.id;
  }
  const rows = () => app.database.knex('rule_pack_trial_lists').orderBy('version_id');
  const start = (id: number) => service.startTrial(author, id);
  const trialOf = async (id: number) => {
    const trial = await service.findTrial(id);
    if (trial === null) throw new Error('no trial');
    return trial;
  };
  const countConcerned = async (id: number) => (await service.review(id)).dryRun.concerned.length;

  it('is made a step at a time, stopped, and gone on with past what was kept', async () => {
    const id = await keep();
    await start(id);
    const step = createTrialStep(app.database.knex, 1);
    const { id: trial } = await trialOf(id);
    while ((await trialOf(id)).tried === 0) expect(await step(trial)).toBe(true);
    expect(await trialOf(id)).toMatchObject({ state: 'running', tried: 1, total: 2 });
    await service.stopTrial(author, id);
    expect(await step(trial)).toBe(false);
    expect(await trialOf(id)).toMatchObject({ state: 'stopped', tried: 1 });
    await expect(service.stopTrial(author, id)).rejects.toMatchObject({ code: 'conflict' });
    // Another process goes on.
    await start(id);
    const other = createTrialStep(app.database.knex, 1);
    while (await other(trial));
    expect(await trialOf(id)).toMatchObject({ state: 'done', tried: 2 });
    expect(await countConcerned(id)).toBe(2);
  });

  it('is worked on by one process alone, but where that one fell silent', async () => {
    const id = await keep();
    await start(id);
    const { id: trial } = await trialOf(id);
    const [step, other] = [createTrialStep(app.database.knex, 1), createTrialStep(app.database.knex, 1)];
    expect([await step(trial), await other(trial)]).toEqual([true, false]);
    expect((await trialOf(id)).silent).toBe(false);
    await app.database
      .knex('rule_pack_trials')
      .where({ id: trial })
      .update({ heartbeat_at: app.database.knex.raw("clock_timestamp() - interval '61 seconds'") });
    expect((await trialOf(id)).silent).toBe(true);
    expect(await other(trial)).toBe(true);
    // What the silent one still finds is not kept.
    expect(await step(trial)).toBe(false);
  });

  it('lets nothing be put in force before every list was tried', async () => {
    const id = await keep();
    await start(id);
    const review = await service.review(id);
    expect(review.dryRun.complete).toBe(false);
    const wish = { seenActive: review.active.id, number: null };
    expect(await service.activate(author, id, wish)).toEqual({ outcome: 'untried' });
    const page = await province.get(`/office/rule-packs/${id}`);
    expect(page.text).toContain('正在试算：已试算0份，共2份（0%）');
    expect(page.html).toContain(`hx-get="/office/rule-packs/${id}/trial?automatic=1"`);
  });

  it('tries anew whose list, count or facts have changed since, and what was saved since', async () => {
    const id = await keep();
    const watch = { signal: new AbortController().signal, onProgress: () => undefined };
    expect(await service.tryWhole(author, id, watch)).toBe(true);
    expect(await countConcerned(id)).toBe(2);
    const { knex } = app.database;
    const rural = await idOf(app, people.rural);
    // One save more than the new pack gives: not exhausted any more.
    await knex('application_groups').where({ candidate_id: rural }).update({ granted_saves: 1 });
    expect(await countConcerned(id)).toBe(1);
    await knex('application_groups').where({ candidate_id: rural }).update({ granted_saves: 0 });
    const squad = await signIn(app, people.squad);
    await press(squad, await openForm(squad), 'versions', sound);
    const review = await service.review(id);
    expect(review.dryRun.concerned.map(({ candidateNumber }) => candidateNumber).toSorted()).toEqual(
      owners.toSorted(),
    );
    expect(review.dryRun.batches).toMatchObject([{ lists: 3, checked: 3, exhausted: 3 }]);
    await knex('application_groups').where({ candidate_id: rural }).update({ abandoned_at: new Date() });
    expect(await countConcerned(id)).toBe(2);
    await knex('application_groups').where({ candidate_id: rural }).update({ abandoned_at: null });
  });

  it('holds for the plan, windows and packs of its moment, and ends where they change', async () => {
    const id = await keep();
    await start(id);
    const { id: trial } = await trialOf(id);
    const step = createTrialStep(app.database.knex, 1);
    expect(await step(trial)).toBe(true);
    await keep();
    expect(await step(trial)).toBe(false);
    const stopped = await app.database.knex('rule_pack_trials').where({ id: trial }).first('state');
    expect(stopped.state).toBe('stopped');
    expect(await service.findTrial(id)).toBeNull();
    await start(id);
    expect((await trialOf(id)).id).not.toBe(trial);
    // Of the former one nothing is left.
    expect(await rows()).toHaveLength((await rows()).filter((row) => Number(row.trial_id) !== trial).length);
  });

  it('runs beside the requests, for officers of the province, and is written down', async () => {
    const id = await keep();
    const path = `/office/rule-packs/${id}`;
    const page = await province.get(path);
    // Few lists: the page has looked at all of them by itself.
    expect(page.text).not.toContain('开始试算');
    const token = { _csrf: page.hidden('/office/sign-out')._csrf ?? '' };
    const begun = await province.post(`${path}/trial`, token);
    expect([begun.url, begun.text.includes('已开始试算')]).toEqual([path, true]);
    const ended = async () => (await trialOf(id)).state === 'done';
    while (!(await ended())) await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await province.get(path)).text).toContain('试算已完成：已试算3份，共3份（100%）');
    const part = await province.get(`${path}/trial`);
    expect(part.headers.get('hx-refresh')).toBe('true');
    expect((await province.post(`${path}/trial/stop`, token)).status).toBe(409);
    expect((await listOfficerActs(app, 'province-1')).at(-1)).toBe('startRulePackTrial');
    const auditor = await signInOfficer(app, 'auditor-1');
    expect((await auditor.get(path)).html).not.toContain(`${path}/trial"`);
  });
});
