import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';
import {
  type Codes,
  changePack,
  choose,
  file,
  findSound,
  forgetFilings,
  idOf,
  openForm,
  people,
  pressSave,
  signIn,
  sound,
  withoutCooldown,
} from './filing';

describe('the saves of a group', () => {
  let app: TestApp;
  let client: TestClient;
  let military: Codes;
  let justice: Codes;
  let id: number;

  beforeAll(async () => {
    app = await startTestApp();
    client = await signIn(app, people.pilot);
    military = await findSound(app, people.pilot, 'early-military');
    justice = await findSound(app, people.pilot, 'early-justice');
    id = await idOf(app, people.pilot);
  });
  afterAll(() => app.close());
  beforeEach(() => forgetFilings(app));

  const listVersions = () => app.database.knex('application_versions').orderBy('id');
  const findGroup = () => app.database.knex('application_groups').where({ candidate_id: id }).first();
  const issue = (batch: string) => app.services.tokens.issue(id, batch);
  const postDirectly = (batch: string, codes: Codes) =>
    client.post(`/batches/${batch}/versions`, { ...codes, formToken: issue(batch) });

  it('lets another category overwrite only after 是 and after its changes were seen', async () => {
    await file(client, 'early-other', sound);
    app.clock.advance(61 * MINUTE);
    await client.get('/batches/early-military/notice');
    const question = await client.post('/batches/early-military/notice', {});
    expect(question.url).toBe('/batches/early-military/overwrite');
    expect(question.text).toContain('上次填报了【提前批其他】志愿，本次将要填报【提前批军事】志愿');
    // Past the question by hand, into the form or into the save.
    expect((await client.get('/batches/early-military/form')).url).toBe('/batches/early-military/overwrite');
    expect((await postDirectly('early-military', military)).url).toBe('/batches/early-military/overwrite');
    expect(await listVersions()).toHaveLength(1);

    const form = await client.post('/batches/early-military/overwrite', {});
    expect(form.url).toBe('/batches/early-military/form');
    expect(form.text).toContain('保存后将覆盖已填报的【提前批其他】志愿');
    const changes = await pressSave(client, form, military);
    expect(changes.text).toContain('志愿还没有保存');
    expect(changes.text).toContain('将被覆盖：已填报的【提前批其他】志愿');
    expect(await listVersions()).toHaveLength(1);

    const receipt = await pressSave(client, changes);
    expect(receipt.url).toBe('/batches/early-military');
    expect(receipt.text).toContain('第2次保存时间');
    expect(await findGroup()).toMatchObject({ current_batch_code: 'early-military', saves_used: 2 });
    expect((await client.get('/batches/early-other')).status).toBe(404);
    app.clock.advance(61 * MINUTE);
    expect((await client.get('/')).text).toContain('已填报【提前批军事】，改报将覆盖');
  });

  it('asks 是 or 否 anew when another category was saved meanwhile', async () => {
    await changePack(app, withoutCooldown);
    await file(client, 'early-other', sound);
    const form = await openForm(client, 'early-military');
    await file(client, 'early-justice', justice);
    const page = await pressSave(client, form, military);
    expect(page.url).toBe('/batches/early-military/overwrite');
    expect(page.text).toContain('上次填报了【提前批司法及国家专项司法计划】志愿');
    expect(await findGroup()).toMatchObject({ current_batch_code: 'early-justice', saves_used: 2 });
  });

  it('shows what a modification changes, and does not take another hash for the confirmation', async () => {
    await changePack(app, withoutCooldown);
    await file(client, 'early-other', { ...sound, ...choose('second-1', '0001', ['27']) });
    const form = await openForm(client);
    const changed = { ...choose('first-1', '0001', ['31', '16'], 'refuse'), 'second-1-institution': '' };
    const page = await pressSave(client, form, { ...changed, 'second-1-major-1': '' });
    const row = (place: string, before: string, after: string, change: string) =>
      `${place} ${before} ${after} ${change}`;
    for (const line of [
      row('第一志愿 专业1', '[16]马克思主义理论', '[31]应用心理学', '～ 修改'),
      row('第一志愿 专业2', '未填报', '[16]马克思主义理论', '＋ 新增'),
      row('第一志愿 专业调剂', '同意', '不同意', '～ 修改'),
      row('第二志愿 平行志愿1 院校', '[0001]北京体育大学', '未填报', '－ 删除'),
    ])
      expect(page.text).toContain(line);
    const forged = { ...page.hidden(), 'first-1-major-1': '27' };
    const asked = await client.post('/batches/early-other/versions', forged);
    expect(asked.text).toContain('[27]新闻学');
    expect(asked.text).toContain('志愿还没有保存');
    expect(await listVersions()).toHaveLength(1);
    expect((await pressSave(client, asked)).url).toBe('/batches/early-other');
    expect((await listVersions())[1].canonical_body).toContain('新闻学');
  });

  it('says so when a modification changes nothing', async () => {
    await changePack(app, withoutCooldown);
    await file(client, 'early-other', sound);
    const page = await pressSave(client, await openForm(client), sound);
    expect(page.text).toContain('内容与已保存的志愿完全相同，再次保存仍会用掉一次修改次数');
    expect(await listVersions()).toHaveLength(1);
  });

  it('shows an amber finding before the first save, and saves after it was seen', async () => {
    await app.database
      .knex('candidates')
      .where({ id })
      .update({ facts: app.database.knex.raw(`(facts::jsonb || '{"colourVision":"色盲"}')::json`) });
    const page = await pressSave(client, await openForm(client), choose('first-1', '0001', ['0A']));
    expect(page.text).toContain('色盲、色弱者不宜报考');
    expect(await listVersions()).toHaveLength(0);
    expect((await pressSave(client, page)).url).toBe('/batches/early-other');
    expect(await listVersions()).toHaveLength(1);
  });

  it('shares its three saves among its batches and refuses the fourth everywhere', async () => {
    await changePack(app, withoutCooldown);
    await file(client, 'early-other', sound);
    await file(client, 'early-military', military);
    const last = await file(client, 'early-other', sound);
    expect(last.text).toContain('修改次数已用完');
    const batches = ['early-other', 'early-military', 'early-justice'];
    for (const batch of batches) {
      const notice = await client.get(`/batches/${batch}/notice`);
      expect([notice.status, notice.text.includes('修改次数已用完')]).toEqual([409, true]);
      await app.database.knex('form_openings').insert({
        candidate_id: id,
        batch_code: batch,
        opened_at: app.clock.read(),
        expires_at: new Date(app.clock.read().getTime() + MINUTE),
      });
      const page = await postDirectly(batch, batch === 'early-other' ? sound : military);
      expect([page.status, page.text.includes('您的志愿已保存3次，修改次数已用完')]).toEqual([409, true]);
    }
    expect((await listVersions()).map(({ save_number }) => save_number)).toEqual([1, 2, 3]);
    // Another group has three saves of its own.
    const first = await findSound(app, people.pilot, 'undergraduate-1');
    expect((await file(client, 'undergraduate-1', first)).text).toContain('还可以修改2次');
  });

  it('refuses a batch that one may not fill, on every way in', async () => {
    for (const batch of ['sports-undergraduate', 'national-special', 'upgrade']) {
      const pages = [
        await client.get(`/batches/${batch}/notice`),
        await client.post(`/batches/${batch}/notice`, {}),
        await client.get(`/batches/${batch}/form`),
        await postDirectly(batch, sound),
      ];
      expect(pages.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
      expect(pages.every(({ text }) => text.includes('您不具备该批次的填报资格'))).toBe(true);
    }
    expect(await listVersions()).toHaveLength(0);
    expect(await app.database.knex('form_openings')).toHaveLength(0);
    expect(await app.database.knex('application_drafts')).toHaveLength(0);
    expect((await postDirectly('no-such-batch', sound)).status).toBe(404);
  });

  it.each([
    ['given up', '您已放弃该批次志愿'],
    ['frozen', '您的志愿已冻结'],
  ])('refuses every save of a group that is %s', async (state, sentence) => {
    await changePack(app, withoutCooldown);
    const form = await openForm(client);
    const at = app.clock.read();
    if (state === 'frozen') await app.database.knex('candidates').where({ id }).update({ frozen_at: at });
    else
      await app.database
        .knex('application_groups')
        .insert({ candidate_id: id, group_code: 'G1', abandoned_at: at });
    const page = await pressSave(client, form, sound);
    await app.database.knex('candidates').where({ id }).update({ frozen_at: null });
    expect([page.status, page.text.includes(sentence)]).toEqual([409, true]);
    expect(await listVersions()).toHaveLength(0);
  });
});
