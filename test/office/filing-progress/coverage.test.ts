import ExcelJS from 'exceljs';
import { file, findSound, idOf, people, signIn, sound } from '../../candidate/filing/filing';
import { listOfficerActs, signInOfficer } from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient, TestPage } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';

/** The numbers of a row, by the column's name. */
function readRow(page: TestPage, name: string): Readonly<Record<string, number>> {
  const rows = page.html.match(/<tr[\s\S]*?<\/tr>/g) ?? [];
  const row = rows.find((one) => one.includes('data-label') && new RegExp(`>${name}[<（]`).test(one)) ?? '';
  return Object.fromEntries(
    [...row.matchAll(/data-label="([^"]+)">(\d+)</g)].map(([, column, value]) => [column, Number(value)]),
  );
}

describe('填报进度', () => {
  let app: TestApp;
  let county: TestClient;
  let otherCounty: TestClient;
  let province: TestClient;
  let school: TestClient;
  let pilot: TestClient;

  beforeAll(async () => {
    app = await startTestApp();
    county = await signInOfficer(app, 'county-1');
    otherCounty = await signInOfficer(app, 'county-3');
    province = await signInOfficer(app, 'province-1');
    school = await signInOfficer(app, 'school-1');
    pilot = await signIn(app, people.pilot);
  });
  afterAll(() => app.close());

  const board = (client: TestClient, query = '') => client.get(`/office/coverage?batch=early-other${query}`);

  it('counts as it happens: sign-in, draft, save, next save, another category, 放弃', async () => {
    const before = readRow(await board(county), '合计');
    expect(before.考生).toBeGreaterThan(0);
    expect(before.未登录).toBe((before.考生 ?? 0) - 1);
    const { knex } = app.database;
    const id = await idOf(app, people.pilot);
    const draft = {
      candidate_id: id,
      batch_code: 'early-other',
      tab: 't',
      fields: '{}',
      updated_at: new Date(),
    };
    await knex('application_drafts').insert(draft);
    expect(readRow(await board(county), '合计').只有草稿).toBe(1);
    await file(pilot, 'early-other', sound);
    const saved = readRow(await board(county), '合计');
    expect([saved.只有草稿, saved.保存1次, saved.保存2次]).toEqual([0, 1, 0]);
    await knex('application_drafts').insert(draft);
    expect(readRow(await board(county), '合计').只有草稿).toBe(0);
    app.clock.advance(61 * MINUTE);
    await file(pilot, 'early-military', await findSound(app, people.pilot, 'early-military'));
    const moved = readRow(await board(county), '合计');
    expect([moved.只有草稿, moved.保存1次, moved.保存2次]).toEqual([1, 0, 0]);
    const other = readRow(await county.get('/office/coverage?batch=early-military'), '合计');
    expect(other.保存2次).toBe(1);
    await knex('application_groups').where({ candidate_id: id }).update({ abandoned_at: new Date() });
    const given = readRow(await county.get('/office/coverage?batch=early-military'), '合计');
    expect([given.保存2次, given.已放弃]).toEqual([0, 1]);
    await knex('application_groups').where({ candidate_id: id }).update({ abandoned_at: null });
    await knex('application_drafts').where({ candidate_id: id }).delete();
  });

  it('counts what was printed, and undertakings until they are received', async () => {
    const { knex } = app.database;
    const id = await idOf(app, people.pilot);
    const officer_id = (await knex('officers').first('id')).id;
    const [version] = await knex('application_versions')
      .insert({
        candidate_id: id,
        group_code: 'undergraduate-1',
        ordinal: 1,
        save_number: 1,
        batch_code: 'undergraduate-1',
        pack_code: 'p',
        pack_version: 1,
        canonical_body: '{"planType":"directed-tibet"}',
        saved_at: app.clock.read(),
        actor_kind: 'candidate',
        actor_id: String(id),
        address: 'a',
        device: 'd',
        form_token: 'papers',
        previous_hash: Buffer.alloc(32),
        nonce: Buffer.alloc(32),
        hash: Buffer.alloc(32),
      })
      .returning('id');
    const group = { candidate_id: id, group_code: 'undergraduate-1', saves_used: 1, last_ordinal: 1 };
    await knex('application_groups').insert({
      ...group,
      current_batch_code: 'undergraduate-1',
      current_version_id: version.id,
    });
    const read = async () => {
      const row = readRow(await county.get('/office/coverage?batch=undergraduate-1'), '合计');
      return [row.已打印, row.承诺书未交];
    };
    const calls = async () =>
      (await county.get('/office/coverage/calls?batch=undergraduate-1&missing=undertaking')).text;
    expect(await read()).toEqual([0, 1]);
    expect(await calls()).toContain('共1人');
    const paper = { version_id: version.id, candidate_id: id, officer_id };
    await knex('form_prints').insert({ ...paper, print_number: 1 });
    await knex('form_prints').insert({ ...paper, print_number: 2 });
    await knex('form_receipts').insert({ ...paper, kind: 'undertaking' });
    expect(await read()).toEqual([1, 0]);
    expect(await calls()).toContain('共0人');
    await knex('form_receipts').update({ undone_at: new Date(), undone_by: officer_id });
    expect(await read()).toEqual([1, 1]);
    await knex('form_receipts').insert({ ...paper, kind: 'undertaking' });
    expect(await read()).toEqual([1, 0]);
  });

  it('leads from the province down to a class, and shows charts with their tables', async () => {
    const whole = await board(province);
    expect(whole.text).toContain('全省');
    expect(readRow(whole, '郑州市').考生).toBeGreaterThan(0);
    expect((await board(province, '&city=4101')).text).toContain('中牟县');
    expect((await board(province, '&county=410122')).text).toContain('中牟县雁湖高级中学');
    const classes = await board(province, '&county=410122&school=01010101');
    expect(classes.text).toContain('高三(5)班');
    const ofClass = await board(
      province,
      `&county=410122&school=01010101&class=${encodeURIComponent('高三(5)班')}`,
    );
    expect(readRow(ofClass, '合计').考生).toBeGreaterThan(0);
    expect(whole.html).toContain('role="img"');
    expect(whole.text).toContain('累计1份');
  });

  it.each(['&county=410105', '&county=410105&school=01020103', '&city=4101'])(
    'shows a county nothing of %s',
    async (query) => {
      expect((await board(county, query)).status).toBe(404);
      expect((await county.get(`/office/coverage/calls?batch=early-other${query}`)).status).toBe(404);
      expect((await county.get(`/office/coverage/calls.csv?batch=early-other${query}`)).status).toBe(404);
    },
  );

  it('shows a school itself alone', async () => {
    expect((await board(school)).text).toContain('雁湖高级中学');
    expect((await board(school, '&county=410122')).status).toBe(404);
  });

  it('lists whom to call with masked phones, as page, CSV and XLSX, and writes it down', async () => {
    const page = await county.get('/office/coverage/calls?batch=early-other&missing=all');
    expect(page.text).toContain(people.pilot);
    const csv = await county.get('/office/coverage/calls.csv?batch=early-other&missing=all');
    expect(csv.headers.get('content-disposition')).toContain('attachment');
    expect(csv.html).toContain('学校,班级,考生号');
    expect(csv.html).toContain(people.pilot);
    expect(csv.html).not.toMatch(/(?<!\d)1\d{10}(?!\d)/);
    expect((await listOfficerActs(app, 'county-1')).slice(-2)).toEqual(['openCallList', 'downloadCallList']);
    const headers = { cookie: [...county.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
    const url = `${app.url}/office/coverage/calls.xlsx?batch=early-other&missing=all`;
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(await (await fetch(url, { headers })).arrayBuffer());
    expect(book.worksheets[0]?.getRow(1).getCell(3).value).toBe('考生号');
  });

  it('writes names that look like formulas as text', async () => {
    const id = await idOf(app, people.minority);
    await app.database.knex('candidates').where({ id }).update({ class_name: '=1+1' });
    const csv = await county.get('/office/coverage/calls.csv?batch=early-other&missing=all');
    expect(csv.html).toContain(",'=1+1,");
    await app.database.knex('candidates').where({ id }).update({ class_name: '高三(5)班' });
  });

  it('shows no list without a reason; with one it is written down and the owner told', async () => {
    const id = await idOf(app, people.pilot);
    const path = `/office/coverage/candidates/${id}`;
    const question = await county.get(path);
    expect(question.text).not.toContain('[0001]');
    const refused = await county.post(path, {
      ...question.hidden(path),
      batch: 'early-military',
      reason: ' ',
    });
    expect([refused.status, refused.text.includes('请填写理由')]).toEqual([422, true]);
    const { knex } = app.database;
    const told = () => knex('mails').where({ candidate_id: id, kind: 'choicesViewed' });
    expect(await told()).toHaveLength(0);
    const fields = { ...refused.hidden(path), batch: 'early-military', reason: '考生本人来电求助' };
    const seen = await county.post(path, fields);
    expect([seen.status, seen.text.includes('专业')]).toEqual([200, true]);
    const [mail] = await told();
    expect(mail.body).toContain('考生本人来电求助');
    expect((await listOfficerActs(app, 'county-1')).at(-1)).toBe('viewChoices');
    expect((await county.post(path, fields)).status).toBe(409);
    expect(await told()).toHaveLength(1);
  });

  it('shows a list of another county to nobody, nor to schools', async () => {
    const id = await idOf(app, people.pilot);
    const path = `/office/coverage/candidates/${id}`;
    for (const client of [otherCounty, school]) {
      expect((await client.get(path)).status).toBe(404);
      await client.get('/office/coverage');
      expect((await client.post(path, { batch: 'early-military', reason: '试' })).status).toBe(404);
    }
  });

  it('reads no large table for the board', async () => {
    const knex = app.services.officeDb;
    const asked: string[] = [];
    const listen = (query: { sql: string }) => asked.push(query.sql);
    knex.on('query', listen);
    await board(province);
    knex.off('query', listen);
    const large = /\b(candidates|credentials|application_\w+|sign_ins|save_attempts)\b/;
    const reading = asked.filter((sql) => large.test(sql) && !sql.includes('lateral'));
    expect(asked.length).toBeGreaterThan(3);
    expect(reading).toEqual([]);
  });
});
