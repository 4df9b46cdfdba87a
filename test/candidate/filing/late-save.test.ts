import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';
import {
  changePack,
  choose,
  file,
  forgetFilings,
  openForm,
  people,
  press,
  pressSave,
  signIn,
  sound,
  withoutCooldown,
} from './filing';

const another = choose('first-1', '0001', ['27']);
const third = choose('first-1', '0001', ['31']);
const BATCH = 'early-other';

describe('a save that another save has overtaken', () => {
  let app: TestApp;
  let client: TestClient;

  beforeAll(async () => {
    app = await startTestApp();
    client = await signIn(app, people.pilot);
  });
  afterAll(() => app.close());
  beforeEach(() => forgetFilings(app));

  const countVersions = async () => (await app.database.knex('application_versions')).length;
  const readDraft = async () =>
    (await app.database.knex('application_drafts').first('fields'))?.fields.first[0].majors;
  const openTwo = async () => [await openForm(client), await client.get(`/batches/${BATCH}/form`)] as const;

  it('within the hour keeps what was typed, says so, and brings it back after the hour', async () => {
    const [one, two] = await openTwo();
    await pressSave(client, one, sound);
    const late = await pressSave(client, two, another);
    expect(late.status).toBe(409);
    expect(late.text).toContain('【提前批其他】志愿已在另一个窗口保存， 本窗口的内容没有保存为志愿');
    expect(late.text).toContain('距离上次保存志愿未满1小时，暂无法修改！');
    expect(late.text).toContain('27 新闻学');
    expect(late.text).toContain('已存为草稿');
    expect(await readDraft()).toEqual(['27']);
    expect((await client.get(`/batches/${BATCH}`)).text).toContain('[16]马克思主义理论');
    expect((await client.get('/')).text).toContain('已填报，第1次保存');

    app.clock.advance(61 * MINUTE);
    const form = await openForm(client);
    expect(form.html).toContain('name="first-1-major-1" value="27"');
    expect(form.text).toContain('还没有保存志愿');
    const changes = await pressSave(client, form, another);
    expect(changes.text).toContain('[16]马克思主义理论 [27]新闻学');
    await pressSave(client, changes);
    expect(await countVersions()).toBe(2);
    expect(await readDraft()).toBeUndefined();
  });

  it('of a third window leaves what the second one has kept, and shows its own', async () => {
    const [one, two] = await openTwo();
    const three = await client.get(`/batches/${BATCH}/form`);
    await pressSave(client, one, sound);
    await pressSave(client, two, another);
    const late = await pressSave(client, three, third);
    expect(late.text).toContain('没有存为草稿');
    expect(late.text).toContain('第一志愿 专业1 31 应用心理学');
    expect(await readDraft()).toEqual(['27']);
    // The second one pressed again is not behind itself.
    await pressSave(client, two, third);
    expect(await readDraft()).toEqual(['31']);
  });

  it('from the very page that saved keeps it too', async () => {
    const form = await openForm(client);
    await pressSave(client, form, sound);
    const late = await pressSave(client, form, another);
    expect([late.status, late.text.includes('此填报页面已保存过另一份志愿')]).toEqual([409, true]);
    expect(late.text).not.toContain('在另一个窗口保存');
    expect(await readDraft()).toEqual(['27']);
  });

  it('by another batch of the group names that batch', async () => {
    const form = await openForm(client);
    await file(client, 'early-military', choose('first-1', '0210', ['17'], 'refuse'));
    const late = await pressSave(client, form, another);
    expect(late.text).toContain('【提前批军事】志愿已在另一个窗口保存');
    expect(late.html).toContain('href="/batches/early-military"');
    expect(await readDraft()).toEqual(['27']);
  });

  it('keeps a draft under way out all the same, and nothing of those who never opened a form', async () => {
    const [one, two] = await openTwo();
    await pressSave(client, one, sound);
    await press(client, two, 'draft', another);
    expect(await readDraft()).toBeUndefined();
    const formToken = two.hidden(`/batches/${BATCH}/versions`).formToken ?? '';
    await forgetFilings(app);
    const page = await client.post(`/batches/${BATCH}/versions`, { ...sound, formToken, tab: 'a' });
    expect([page.status, page.text.includes('请先阅读并同意志愿填报须知')]).toEqual([409, true]);
    expect(await readDraft()).toBeUndefined();
  });

  describe('where no hour has to pass', () => {
    let restore: () => Promise<unknown>;
    beforeAll(async () => {
      const { body } = await app.database.knex('rule_packs').where({ active: true }).first('body');
      restore = () => changePack(app, () => body);
      await changePack(app, withoutCooldown);
    });
    afterAll(() => restore());

    it('asks for confirmation again when the comparison is out of date', async () => {
      await file(client, BATCH, sound);
      const form = await openForm(client);
      const stale = await pressSave(client, form, another);
      expect(stale.text).toContain('[16]马克思主义理论 [27]新闻学');
      const other = await client.get(`/batches/${BATCH}/form`);
      await pressSave(client, await pressSave(client, other, { ...third, tab: '', revision: '1' }));
      expect(await countVersions()).toBe(2);

      await openForm(client);
      const again = await pressSave(client, stale);
      expect(await countVersions()).toBe(2);
      expect(again.text).toContain('志愿还没有保存');
      expect(again.text).not.toContain('[16]马克思主义理论');
      expect(again.text).toMatch(/\[31\]\S+ \[27\]新闻学/);
      await pressSave(client, again);
      expect(await countVersions()).toBe(3);
    });

    it('gives no reason but the save, and keeps what was typed', async () => {
      const [one, two] = await openTwo();
      await pressSave(client, one, sound);
      const late = await pressSave(client, two, another);
      expect(late.status).toBe(409);
      expect(late.text).toContain('已在另一个窗口保存');
      expect(late.text).not.toContain('须知');
      expect((await openForm(client)).html).toContain('name="first-1-major-1" value="27"');
    });

    it('keeps nothing where no save is left, and shows it', async () => {
      for (const codes of [sound, another]) await file(client, BATCH, codes);
      const [one, two] = await openTwo();
      await pressSave(client, await pressSave(client, one, third));
      expect(await countVersions()).toBe(3);
      const late = await pressSave(client, two, choose('first-1', '0001', ['0A']));
      expect(late.text).toContain('修改次数已用完');
      expect(late.text).toContain('没有存为草稿');
      expect(await readDraft()).toBeUndefined();
    });
  });
});
