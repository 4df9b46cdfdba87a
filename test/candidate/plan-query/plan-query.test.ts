import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient, TestPage } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';
import { forgetFilings, openForm, press, pressSave, signIn } from '../filing/filing';

const VOCATIONAL = '21410103140007';
const UPGRADE = '21410104120008';
const BATCH = 'vocational-undergraduate';

describe('计划查询 from the form', () => {
  let app: TestApp;
  let client: TestClient;

  beforeAll(async () => {
    app = await startTestApp();
    client = await signIn(app, VOCATIONAL);
  });
  afterAll(() => app.close());
  beforeEach(() => forgetFilings(app));

  const pathOf = (field: string, batch = BATCH) => `/batches/${batch}/plan-query/${field}`;
  const choose = (field: string, choice: string, more: Record<string, string> = {}) =>
    client.post(pathOf(field), { choice, query: '?institution=&major=', ...more });
  const readDraft = async () => (await app.database.knex('application_drafts').first('fields'))?.fields;
  const readValue = (page: TestPage, field: string) =>
    new RegExp(`name="${field}" value="([^"]*)"`).exec(page.html)?.[1];

  /** Presses 选择院校 or 选择专业 beside a field. */
  function pressQuery(form: TestPage, field: string, codes: Record<string, string> = {}) {
    const hidden = form.hidden(`/batches/${BATCH}/versions`);
    return client.post(`/batches/${BATCH}/plan-query?field=${field}`, { ...hidden, ...codes });
  }

  it('stands beside each code field of 对口 and 专升本, and of no other form', async () => {
    const form = await openForm(client, BATCH);
    expect(form.html.match(/>选择院校</g)).toHaveLength(4);
    expect(form.html.match(/>选择专业</g)).toHaveLength(16);
    const upgrade = await signIn(app, UPGRADE);
    const schools = await openForm(upgrade, 'upgrade');
    expect(schools.html.match(/>选择院校</g)).toHaveLength(5);
    expect(schools.html).not.toContain('选择专业');
    const general = await signIn(app, '21410101151001');
    expect((await openForm(general)).html).not.toContain('选择院校');
    expect((await general.get(pathOf('first-1-institution', 'early-other'))).status).toBe(404);
  });

  it('keeps what was typed before it shows the catalogue, and gives it back beside the choice', async () => {
    const typed = {
      'parallel-1-institution': ' 60ab',
      'parallel-1-adjustment': 'agree',
      'parallel-2-major-3': 'Zz',
    };
    const form = await openForm(client, BATCH);
    const query = await pressQuery(form, 'parallel-2-institution', typed);
    expect(query.url).toBe(pathOf('parallel-2-institution'));
    expect(query.text).toContain('填入【对口生本科】的 平行志愿2 院校代号');
    const back = await choose('parallel-3-institution', '6005//08/');
    expect(back.url).toBe(`/batches/${BATCH}/form`);
    expect(readValue(back, 'parallel-1-institution')).toBe(' 60ab');
    expect(back.html).toMatch(/name="parallel-1-adjustment" value="agree" checked/);
    expect(readValue(back, 'parallel-2-major-3')).toBe('Zz');
    expect(readValue(back, 'parallel-3-institution')).toBe('6005');
    expect(readValue(back, 'parallel-3-major-1')).toBe('08');
    expect(back.html.match(/ autofocus/g)).toHaveLength(1);
    expect(back.html).toMatch(/id="parallel-3-institution"[^>]* autofocus/);
  });

  it('lets the list be saved that was chosen', async () => {
    await openForm(client, BATCH);
    await choose('parallel-1-institution', '6005//08/');
    const form = await choose('parallel-1-major-2', '6005//0A/');
    const fields = Object.fromEntries(
      ['institution', 'major-1', 'major-2'].map((name) => [
        `parallel-1-${name}`,
        readValue(form, `parallel-1-${name}`) ?? '',
      ]),
    );
    const checked = await press(client, form, 'check', { ...fields, 'parallel-1-adjustment': 'agree' });
    expect(checked.text).toContain('检查通过');
    const saved = await pressSave(client, checked, { ...fields, 'parallel-1-adjustment': 'agree' });
    expect(saved.text).toContain('[0A]物联网工程');
  });

  it('shows a 专业 field the institution before it, and all of them when asked', async () => {
    await openForm(client, BATCH);
    await choose('parallel-1-institution', '6025');
    const one = await client.get(pathOf('parallel-1-major-1'));
    expect(one.text).toContain('共找到 1 所院校');
    expect(one.text).toContain('[6025]河南科技学院');
    expect(one.html).not.toContain('name="choice" value="6025"');
    const all = await client.get(`${pathOf('parallel-1-major-1')}?institution=&major=`);
    expect(all.text).toContain('共找到 23 所院校');
    const other = await client.get(pathOf('parallel-2-major-1'));
    expect(other.text).toContain('共找到 23 所院校');
  });

  it('shows only what the registered 专业类别 may choose, and takes no other code', async () => {
    await openForm(client, BATCH);
    const page = await client.get(`${pathOf('parallel-1-institution')}?institution=6005&major=`);
    const shown = [...page.html.matchAll(/name="choice" value="6005\/\/(..)\/"/g)].map(([, code]) => code);
    const { knex } = app.database;
    const rows = await knex('plan_entries')
      .where({ batch_code: BATCH, institution_code: '6005' })
      .select('major_code', 'audience');
    expect(shown).toEqual(
      rows
        .filter(({ audience }) => audience === '计算机')
        .map((row) => row.major_code)
        .toSorted(),
    );
    const foreign = rows.find(({ audience }) => audience !== '计算机')?.major_code;
    const refused = await choose('parallel-1-institution', `6005//${foreign}/`);
    expect([refused.status, await readDraft()]).toEqual([422, undefined]);
    expect(refused.text).toContain('不在可以填报的招生计划中');
  });

  it.each(['', '9999', '6005//ZZ/', '6005/08', '0001', "6005'--", '6005//08//', '<x>'])(
    'fills in nothing for the choice %p',
    async (choice) => {
      await openForm(client, BATCH);
      const page = await choose('parallel-1-institution', choice);
      expect([page.status, await readDraft()]).toEqual([422, undefined]);
    },
  );

  it('does not take an institution alone for a 专业', async () => {
    await openForm(client, BATCH);
    expect((await choose('parallel-1-major-1', '6005')).status).toBe(422);
    expect(await readDraft()).toBeUndefined();
  });

  it.each([
    'parallel-5-institution',
    'parallel-1-major-5',
    'first-1-institution',
    'parallel-1-adjustment',
    'x',
  ])('has no field %s', async (field) => {
    await openForm(client, BATCH);
    expect((await client.get(pathOf(field))).status).toBe(404);
    expect((await choose(field, '6005')).status).toBe(404);
    expect((await client.post(`/batches/${BATCH}/plan-query?field=${field}`, {})).status).toBe(404);
  });

  it('says when a slot is full, and where a major stands already; the query stays as it was', async () => {
    await openForm(client, BATCH);
    for (const code of ['08', '09', '0A', '0B']) await choose('parallel-1-institution', `6005//${code}/`);
    const before = await readDraft();
    const full = await choose('parallel-1-institution', '6005//0C/', { query: '?institution=hndx&major=' });
    expect(full.status).toBe(422);
    expect(full.text).toContain('此志愿的专业已填满');
    expect(full.html).toContain('name="institution" value="hndx"');
    expect((await choose('parallel-1-major-1', '6005//0B/')).text).toContain(
      '此专业已填在专业4，没有重复填入',
    );
    expect(await readDraft()).toEqual(before);
  });

  it('asks before another institution takes the place of one with majors', async () => {
    await openForm(client, BATCH);
    await choose('parallel-1-institution', '6005//08/');
    const asked = await choose('parallel-1-institution', '6025', { query: '?institution=xx&major=' });
    expect(asked.text).toContain('已填写了 [6005]河南大学');
    expect(asked.text).toContain('[08]计算机科学与技术');
    expect(asked.html).toContain(`href="${pathOf('parallel-1-institution')}?institution=xx&amp;major="`);
    expect((await readDraft()).parallel[0]).toMatchObject({ institution: '6005', majors: ['08'] });
    const kept = await choose('parallel-1-institution', '6025', { oldMajors: 'keep' });
    expect(readValue(kept, 'parallel-1-major-1')).toBe('08');
    const cleared = await choose('parallel-1-institution', '6005', { oldMajors: 'clear' });
    expect([readValue(cleared, 'parallel-1-institution'), readValue(cleared, 'parallel-1-major-1')]).toEqual([
      '6005',
      '',
    ]);
  });

  it('refuses a row the candidate may not save, with the reason', async () => {
    const { knex } = app.database;
    const restrictions = JSON.stringify([
      { field: 'sex', operator: 'equals', value: 'nobody', severity: 'block', message: '该专业只招别人' },
    ]);
    const row = { batch_code: BATCH, institution_code: '6005', major_code: '08' };
    await knex('plan_entries').where(row).update({ restrictions });
    await app.services.reference.refresh();
    await openForm(client, BATCH);
    const refused = await choose('parallel-1-institution', '6005//08/');
    expect([refused.status, await readDraft()]).toEqual([422, undefined]);
    expect(refused.text).toContain('您不能选择[6005]河南大学 [08]计算机科学与技术：该专业只招别人。');
    // Any other of its majors may be meant.
    expect((await choose('parallel-1-institution', '6005')).url).toBe(`/batches/${BATCH}/form`);
    await knex('plan_entries').where(row).update({ restrictions: '[]' });
    await app.services.reference.refresh();
  });

  it('writes into the draft as it stands when the choice arrives, and loses no other window’s', async () => {
    const form = await openForm(client, BATCH);
    await pressQuery(form, 'parallel-1-institution');
    const other = await client.get(`/batches/${BATCH}/form`);
    await press(client, other, 'draft', { 'parallel-2-institution': '6035' });
    const back = await choose('parallel-1-institution', '6005');
    expect(readValue(back, 'parallel-2-institution')).toBe('6035');
    const late = await press(client, other, 'draft', { 'parallel-2-institution': '6035' });
    expect(late.text).toContain('没有存为草稿');
  });

  it('shows both contents when the window that asks is behind', async () => {
    const old = await openForm(client, BATCH);
    const other = await client.get(`/batches/${BATCH}/form`);
    await press(client, other, 'draft', { 'parallel-2-institution': '6035' });
    const page = await pressQuery(old, 'parallel-1-institution', { 'parallel-1-institution': '6025' });
    expect([page.status, page.text.includes('两个窗口的内容不同')]).toEqual([409, true]);
  });

  it('asks for 须知 first, and knows when the 30 minutes are over', async () => {
    expect((await client.get(pathOf('parallel-1-institution'))).url).toBe(`/batches/${BATCH}/notice`);
    await openForm(client, BATCH);
    const start = app.clock.read();
    app.clock.advance(31 * MINUTE);
    expect((await client.get(pathOf('parallel-1-institution'))).url).toBe(`/batches/${BATCH}/expired`);
    expect((await choose('parallel-1-institution', '6005')).url).toBe(`/batches/${BATCH}/expired`);
    app.clock.set(start);
  });

  it('puts a 专升本 institution in by the registered 报考专业', async () => {
    const upgrade = await signIn(app, UPGRADE);
    const form = await openForm(upgrade, 'upgrade');
    const page = await upgrade.post('/batches/upgrade/plan-query?field=parallel-1-institution', {
      ...form.hidden('/batches/upgrade/versions'),
    });
    expect(page.html).toContain('name="choice" value="6041"');
    expect(page.html).not.toMatch(/name="choice" value="\d{4}\//);
    const back = await upgrade.post('/batches/upgrade/plan-query/parallel-1-institution', { choice: '6041' });
    expect(readValue(back, 'parallel-1-institution')).toBe('6041');
  });
});
