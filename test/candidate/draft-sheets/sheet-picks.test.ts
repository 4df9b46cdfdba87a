import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient, TestPage } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';
import { people, signIn } from '../filing/filing';

const BATCH = 'early-other';

describe('选择院校 and 选择专业 of a 草表', () => {
  let app: TestApp;
  let client: TestClient;

  beforeAll(async () => {
    app = await startTestApp();
    client = await signIn(app, people.pilot);
  });
  afterAll(() => app.close());
  beforeEach(() => app.database.knex('draft_sheets').delete());

  const pathOf = (field: string, batch = BATCH) => `/draft-sheets/${batch}/plan-query/${field}`;
  const pressQuery = (field: string, codes: Record<string, string> = {}, batch = BATCH) =>
    client.post(`/draft-sheets/${batch}/plan-query?field=${field}`, codes);
  const choose = (field: string, choice: string, more: Record<string, string> = {}, batch = BATCH) =>
    client.post(pathOf(field, batch), { choice, query: '?institution=&major=', ...more });
  const readSheet = async () => (await app.database.knex('draft_sheets').first('choices'))?.choices;
  const readValue = (page: TestPage, field: string) =>
    new RegExp(`name="${field}" value="([^"]*)"`).exec(page.html)?.[1];
  const cookies = () => [...client.cookies].map((pair) => pair.join('=')).join('; ');

  /** A row of the batch that this man may not choose. */
  async function findRefused() {
    const rows = await app.database
      .knex('plan_entries')
      .where({ batch_code: 'early-police' })
      .select('institution_code', 'group_code', 'major_code', 'post_code', 'restrictions', 'tracks');
    const row = rows.find(
      ({ restrictions, tracks }) =>
        tracks.includes('5') && JSON.stringify(restrictions).includes('该专业只招女生'),
    );
    return {
      institution: String(row?.institution_code),
      choice: [row?.institution_code, row?.group_code, row?.major_code, row?.post_code].join('/'),
    };
  }

  it('stand beside each code field, for 普通类 too, whose form still types by hand', async () => {
    const sheet = await client.get(`/draft-sheets/${BATCH}`);
    const fields = (kind: string) => sheet.html.match(new RegExp(`<input id="\\S+-${kind}[-"]`, 'g'))?.length;
    expect(sheet.html.match(/>选择院校</g)).toHaveLength(fields('institution') ?? 0);
    expect(sheet.html.match(/>选择专业</g)).toHaveLength(fields('major') ?? 0);
    expect(sheet.html).toContain(`formaction="/draft-sheets/${BATCH}/plan-query?field=second-4-major-1"`);
    expect((await client.get(`/batches/${BATCH}/plan-query/first-1-institution`)).status).toBe(404);
    const open = `/plan-search/${BATCH}/5/-/first-1-institution`;
    expect((await fetch(new URL(open, app.url), { redirect: 'manual' })).status).not.toBe(200);
  });

  it('keep what was typed, and bring it back beside the choice', async () => {
    const query = await pressQuery('second-2-institution', {
      'first-1-institution': ' 00ab',
      'first-1-adjustment': 'agree',
      'second-3-major-2': 'Zz',
    });
    expect(query.url).toBe(pathOf('second-2-institution'));
    expect(query.text).toContain('填入【提前批其他】草表的');
    expect(query.text).toContain('不是保存志愿');
    expect(query.text).not.toContain('回到志愿表');
    const back = await choose('second-2-institution', '0001//16/');
    expect(back.url).toBe(`/draft-sheets/${BATCH}`);
    expect(readValue(back, 'first-1-institution')).toBe(' 00ab');
    expect(back.html).toMatch(/name="first-1-adjustment" value="agree" checked/);
    expect(readValue(back, 'second-3-major-2')).toBe('Zz');
    expect(readValue(back, 'second-2-institution')).toBe('0001');
    expect(readValue(back, 'second-2-major-1')).toBe('16');
    expect(back.html.match(/ autofocus/g)).toHaveLength(1);
    expect(back.html).toMatch(/id="second-2-institution"[^>]* autofocus/);
    expect(await app.database.knex('application_drafts')).toEqual([]);
    expect(await app.database.knex('form_openings')).toEqual([]);
  });

  it('look for a 专业 at the institution before it', async () => {
    const query = await pressQuery('first-1-major-1', { 'first-1-institution': '0001' });
    expect(query.text).toContain('共找到 1 所院校');
    expect(query.text).toContain('[0001]北京体育大学');
    const back = await choose('first-1-major-1', '0001//16/');
    expect(readValue(back, 'first-1-major-1')).toBe('16');
    expect(back.html).toMatch(/id="first-1-major-1"[^>]* autofocus/);
    const again = await choose('first-1-major-2', '0001//16/');
    expect([again.status, again.text.includes('没有重复填入')]).toEqual([422, true]);
  });

  it('ask before another institution takes the place of one with majors', async () => {
    await pressQuery('first-1-institution', { 'first-1-institution': '0001', 'first-1-major-1': '16' });
    const { institution_code: other } = await app.database
      .knex('plan_entries')
      .where({ batch_code: BATCH, plan_type: 'ordinary' })
      .whereNot({ institution_code: '0001' })
      .whereRaw("'5' = any(tracks)")
      .first('institution_code');
    const asked = await choose('first-1-institution', other);
    expect(asked.text).toContain('已填写了 [0001]北京体育大学');
    expect(asked.html).toContain(`action="${pathOf('first-1-institution')}"`);
    const cleared = await choose('first-1-institution', other, { oldMajors: 'clear' });
    expect([readValue(cleared, 'first-1-institution'), readValue(cleared, 'first-1-major-1')]).toEqual([
      other,
      '',
    ]);
  });

  it('tell beside a row why this candidate may not choose it, offer no button there, and refuse it', async () => {
    const { institution, choice } = await findRefused();
    const sheet = await client.get('/draft-sheets/early-police');
    const field = /plan-query\?field=([a-z0-9-]+-1-institution)"/.exec(sheet.html)?.[1] ?? '';
    const asked = `?institution=${institution}&major=&open=${institution}`;
    const page = await client.get(`${pathOf(field, 'early-police')}${asked}`);
    const found = await fetch(new URL(`/draft-sheets/early-police/plan-search/${field}${asked}`, app.url), {
      headers: { cookie: cookies(), 'hx-request': 'true' },
    });
    const fragment = await found.text();
    expect([found.status, fragment.includes('<h1')]).toEqual([200, false]);
    for (const html of [page.html, fragment]) {
      expect(html).toContain('您不能选择：该专业只招女生');
      expect(html).not.toContain(`value="${choice}"`);
      expect(html).toContain(`name="choice" value="${institution}/`);
    }
    expect(page.html).toContain(`data-search="/draft-sheets/early-police/plan-search/${field}"`);
    const refused = await choose(field, choice, {}, 'early-police');
    expect([refused.status, await readSheet()]).toEqual([422, undefined]);
    expect(refused.text).toMatch(/您不能选择\[\d{4}\]\S+ \[\w+\]\S+：该专业只招女生/);
  });

  it.each(['', '9999', '0001//ZZ/', '0001/16', "0001'--", '<x>'])(
    'fill in nothing for the choice %p',
    async (choice) => {
      expect([(await choose('first-1-institution', choice)).status, await readSheet()]).toEqual([
        422,
        undefined,
      ]);
    },
  );

  it.each(['third-1-institution', 'second-5-institution', 'first-1-major-9', 'first-1-adjustment', 'x'])(
    'do not know the field %s',
    async (field) => {
      expect((await client.get(pathOf(field))).status).toBe(404);
      expect((await choose(field, '0001')).status).toBe(404);
      expect((await pressQuery(field)).status).toBe(404);
      expect((await client.get(`/draft-sheets/${BATCH}/plan-search/${field}`)).status).toBe(404);
    },
  );

  it('are of batches that are not closed and open to the candidate', async () => {
    expect((await client.get(pathOf('parallel-1-institution', 'upgrade'))).status).toBe(404);
    const windows = app.database.knex('windows').where({ batch_code: BATCH });
    const [before] = await windows.clone().select('opens_at', 'closes_at');
    const now = app.clock.read().getTime();
    const past = { opens_at: new Date(now - 2 * MINUTE), closes_at: new Date(now) };
    await windows.clone().update(past);
    await app.services.reference.refresh();
    expect((await client.get(pathOf('first-1-institution'))).status).toBe(404);
    expect([(await choose('first-1-institution', '0001')).status, await readSheet()]).toEqual([
      404,
      undefined,
    ]);
    await windows.clone().update(before);
    await app.services.reference.refresh();
  });
});
