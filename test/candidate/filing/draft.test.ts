import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';
import {
  changePack,
  choose,
  file,
  forgetFilings,
  idOf,
  openForm,
  people,
  press,
  pressSave,
  sameBrowser,
  signIn,
  sound,
  withoutCooldown,
} from './filing';

const another = choose('first-1', '0001', ['27']);

describe('the draft', () => {
  let app: TestApp;
  let client: TestClient;
  let id: number;

  beforeAll(async () => {
    app = await startTestApp();
    await changePack(app, withoutCooldown);
    client = await signIn(app, people.pilot);
    id = await idOf(app, people.pilot);
  });
  afterAll(() => app.close());
  beforeEach(() => forgetFilings(app));

  const findDraft = () => app.database.knex('application_drafts').where({ candidate_id: id }).first();
  const countVersions = async () => (await app.database.knex('application_versions')).length;
  const revisionIn = (html: string) => Number(/id="revision" value="(\d+)"/.exec(html)?.[1]);

  it('is kept as typed, goes up by one revision a round trip, and tells what is wrong', async () => {
    const form = await openForm(client);
    const first = await press(client, form, 'draft', { ...sound, 'first-1-major-2': '99' });
    expect(first.status).toBe(200);
    expect(first.text).toContain('已自动存为草稿，志愿还没有保存');
    expect(first.text).toContain('还有1处需要改正');
    expect(first.text).toContain('此专业不存在!');
    const second = await press(client, form, 'draft', { ...sound, 'second-1-institution': ' ０００1x' });
    expect([revisionIn(first.html), revisionIn(second.html)]).toEqual([1, 2]);
    expect((await findDraft())?.fields.second[0].institution).toBe(' ０００1x');
    expect((await client.get('/batches/early-other/form')).html).toContain('value=" ０００1x"');
  });

  it('is offered after a new sign-in and after the 30 minutes, and never shown as filed', async () => {
    await press(client, await openForm(client), 'draft', another);
    expect((await client.get('/')).text).toContain('有未保存的草稿');
    expect((await client.get('/versions')).text).toContain('您还没有保存过志愿');
    expect((await client.get('/batches/early-other')).status).toBe(404);
    app.clock.advance(31 * MINUTE);
    client = await signIn(app, people.pilot);
    const form = await openForm(client);
    expect(form.text).toContain('填写的草稿， 还没有保存志愿');
    expect(form.html).toContain('name="first-1-major-1" value="27"');
    expect(await countVersions()).toBe(0);
    expect(await app.database.knex('application_groups')).toHaveLength(0);
  });

  it('does not stand in for what is saved: 浏览 and home tell the save', async () => {
    await file(client, 'early-other', sound);
    await press(client, await openForm(client), 'draft', another);
    const browse = await client.get('/batches/early-other');
    expect(browse.text).toContain('[16]马克思主义理论');
    expect(browse.text).not.toContain('新闻学');
    expect((await client.get('/')).text).toContain('已填报，还可以修改2次');
  });

  it('may be thrown away: the form starts from what was last saved', async () => {
    await file(client, 'early-other', sound);
    const form = await openForm(client);
    expect(form.html).toContain('name="first-1-major-1" value="16"');
    await press(client, form, 'draft', another);
    const shown = await client.get('/batches/early-other/form');
    expect(shown.html).toContain('value="27"');
    const again = await client.post('/batches/early-other/draft-removal', {});
    expect(again.url).toBe('/batches/early-other/form');
    expect(again.html).toContain('name="first-1-major-1" value="16"');
    expect(await findDraft()).toBeUndefined();
  });

  it('tells a tab that is behind, shows both contents, and goes on with the one that is chosen', async () => {
    const one = await openForm(client);
    const two = await client.get('/batches/early-other/form');
    const kept = await press(client, one, 'check', sound);
    expect(kept.status).toBe(200);

    const silent = await press(client, two, 'draft', another);
    expect(silent.text).toContain('没有存为草稿：您在另一个窗口填写了本批次更新的内容');
    for (const button of ['check', 'versions', 'clearing-request', 'extension'] as const) {
      const page = await press(client, two, button, another);
      expect([button, page.status]).toEqual([button, 409]);
      expect(page.text).toContain('两个窗口的内容不同');
      expect(page.text).toContain('27 新闻学');
      expect(page.text).toContain('16 马克思主义理论');
    }
    expect((await findDraft())?.fields.first[0].majors).toEqual(['16']);
    expect(await countVersions()).toBe(0);

    const choice = await press(client, two, 'check', another);
    const mine = await client.post('/batches/early-other/check', choice.hidden('/batches/early-other/check'));
    expect(mine.text).toContain('检查通过');
    expect((await findDraft())?.fields.first[0].majors).toEqual(['27']);
    // Now the first tab is behind.
    expect((await pressSave(client, one, sound)).status).toBe(409);
    expect((await pressSave(client, mine, another)).url).toBe('/batches/early-other');
    expect(await countVersions()).toBe(1);
  });

  it('of the same tab is never behind itself: Back and 检查 again', async () => {
    const form = await openForm(client);
    await press(client, form, 'check', sound);
    await press(client, form, 'check', another);
    expect((await press(client, form, 'check', sound)).text).toContain('检查通过');
  });

  it('of one page stays what left last, in whichever order its copies arrive', async () => {
    const form = await openForm(client);
    const send = async (step: string, codes: Record<string, string>) => {
      await press(client, form, 'draft', { ...codes, step });
      return (await findDraft())?.fields.first[0].majors[0];
    };
    expect(await send('3', another)).toBe('27');
    // It left before what is kept, and was overtaken on its way.
    expect(await send('2', sound)).toBe('27');
    expect([await send('3', sound), await send('4', another)]).toEqual(['16', '27']);
    // Another page counts by itself.
    const other = await client.get('/batches/early-other/form');
    expect((await press(client, other, 'draft', sound)).status).toBe(200);
    expect(await findDraft()).toMatchObject({ step: 0 });
  });

  it('does not come back after its save, not even when it was under way', async () => {
    const form = await openForm(client);
    await press(client, form, 'draft', sound);
    await pressSave(client, form, sound);
    const late = await press(client, form, 'draft', another);
    expect(late.text).toContain('没有存为草稿');
    expect(await findDraft()).toBeUndefined();
    expect((await openForm(client)).html).toContain('name="first-1-major-1" value="16"');
  });

  it.each([
    ['before the form has a draft', false],
    ['over a draft', true],
  ])('does not come back when it arrives in the middle of the save, %s', async (_what, drafted) => {
    const { knex } = app.database;
    const form = await openForm(client);
    if (drafted) await press(client, form, 'draft', sound);
    // The save waits at its mail, as late as it can, until the test lets it go on.
    await knex.raw(`
      create function wait_for_test() returns trigger language plpgsql as
        $$ begin perform pg_advisory_xact_lock(77); return new; end $$;
      create trigger waiting before insert on mails for each row execute function wait_for_test()`);
    const held = await knex.transaction();
    await held.raw('select pg_advisory_xact_lock(77)');
    const save = pressSave(client, form, sound);
    await waitForLocks(1);
    const draft = press(client, form, 'draft', another);
    await waitForLocks(2);
    await held.rollback();
    expect((await save).url).toBe('/batches/early-other');
    expect((await draft).status).toBe(200);
    await knex.raw('drop trigger waiting on mails; drop function wait_for_test()');
    expect(await findDraft()).toBeUndefined();
  });

  /** Waits until so many statements wait for a lock. */
  async function waitForLocks(wanted: number): Promise<void> {
    for (;;) {
      const { rows } = await app.database.knex.raw(
        "select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      if (rows[0].waiting >= wanted) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  it('is emptied by 重新填写 after asking, and what is saved stays', async () => {
    await file(client, 'early-other', sound);
    const form = await openForm(client);
    const question = await press(client, form, 'clearing-request', another);
    expect(question.text).toContain('将清空【提前批其他】填报页面上已填写的全部内容');
    expect((await findDraft())?.fields.first[0].majors).toEqual(['27']);
    const cleared = await client.post('/batches/early-other/clearing', {});
    expect(cleared.url).toBe('/batches/early-other/form');
    expect(cleared.html).not.toContain('value="0001"');
    expect((await client.get('/batches/early-other')).text).toContain('[16]马克思主义理论');
    // The page that was left behind by 重新填写 is behind now.
    expect((await pressSave(client, form, another)).status).toBe(409);
  });

  it('belongs to its owner alone', async () => {
    await press(client, await openForm(client), 'draft', another);
    const neighbour = await signIn(app, people.rural);
    const form = await openForm(neighbour);
    expect(form.html).not.toContain('value="27"');
    await press(neighbour, form, 'draft', sound);
    expect((await findDraft())?.fields.first[0].majors).toEqual(['27']);
    const stranger = sameBrowser(neighbour, app);
    stranger.cookies.delete('zhiyuan.sid');
    expect((await stranger.get('/batches/early-other/form')).url).toBe('/sign-in');
  });

  it('is not kept before the notice was accepted', async () => {
    const page = await client.post('/batches/early-other/check', { ...another, tab: 'a', revision: '0' });
    expect(page.status).toBe(409);
    expect(await findDraft()).toBeUndefined();
  });

  it.each(['-1', '1e20', '99999999999', 'NaN', '0x7fffffff', '1.5', '', '\0'])(
    'does no harm with the revision %p',
    async (revision) => {
      const form = await openForm(client);
      const page = await press(client, form, 'check', { ...sound, revision });
      expect(page.status).toBe(200);
      const other = await press(client, form, 'check', { ...another, revision, tab: 'other' });
      expect(other.status).toBe(409);
    },
  );
});
