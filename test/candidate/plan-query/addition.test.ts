import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { people, signIn } from '../filing/filing';

const BATCH = 'early-other';

describe('加入草表 of 招生计划', () => {
  let app: TestApp;
  let client: TestClient;

  beforeAll(async () => {
    app = await startTestApp();
    client = await signIn(app, people.pilot);
  });
  afterAll(() => app.close());
  beforeEach(() => app.database.knex('draft_sheets').delete());

  const add = (choice: string, batch = BATCH) =>
    client.post(`/draft-sheets/${batch}/addition`, {
      choice,
      query: '?batch=early-other&range=all&institution=0001&major=&page=1&open=0001',
    });
  const readSheet = async () => (await app.database.knex('draft_sheets').first('choices'))?.choices;
  const listChoices = async (institution: string) => {
    const page = await client.get(
      `/plans?batch=${BATCH}&institution=${institution}&major=&open=${institution}`,
    );
    return [...page.html.matchAll(/name="choice" value="([^"]*)"/g)].map(([, choice = '']) => choice);
  };

  it('puts a row into the next free slot, and further majors beside it; the query stays as it was', async () => {
    const [first = '', second = ''] = await listChoices('0001');
    const page = await add(first);
    expect(page.url).toBe('/plans');
    expect(page.text).toContain('已加入【提前批其他】草表的 第一志愿 ，不是保存志愿。');
    expect(page.html).toContain(`href="/draft-sheets/${BATCH}?at=first-1-institution"`);
    expect(page.html).toMatch(/<option value="all" selected/);
    expect(page.html).toContain('name="institution" value="0001"');
    await add(second);
    const codeOf = (choice: string) => choice.split('/')[2];
    const [slot] = (await readSheet()).first;
    expect(slot).toMatchObject({ institution: '0001', majors: [codeOf(first), codeOf(second)] });
    const again = await add(second);
    expect(again.status).toBe(422);
    expect(again.text).toContain('此计划已在草表的第一志愿中，没有重复加入。');
    expect(again.html).toContain('name="institution" value="0001"');
  });

  it('takes all that were ticked in the order of ticking, and tells it without another page', async () => {
    const [first = '', second = '', third = ''] = await listChoices('0001');
    const body = new URLSearchParams({ query: '', order: `${third},${first}` });
    for (const tick of [first, second, third]) body.append('tick', tick);
    const headers = { 'hx-request': 'true' };
    const said = await client.post(`/draft-sheets/${BATCH}/addition`, body, { headers });
    expect([said.status, said.url]).toEqual([200, `/draft-sheets/${BATCH}/addition`]);
    expect(said.text).toContain('（3个专业）');
    const codeOf = (choice: string) => choice.split('/')[2];
    const [slot] = (await readSheet()).first;
    expect(slot.majors).toEqual([third, first, second].map(codeOf));
    const again = await client.post(`/draft-sheets/${BATCH}/addition`, body, { headers });
    expect(again.text).toContain('没有重复加入');
    expect(again.html).not.toContain('<html');
  });

  it('leaves what stands on the sheet, and says when there is no room', async () => {
    const [choice = ''] = await listChoices('0001');
    const typed = {
      'first-1-institution': 'abcd',
      'second-1-institution': '1111',
      'second-2-major-1': '22',
      'second-4-institution': '4444',
    };
    await client.post(`/draft-sheets/${BATCH}`, typed);
    expect((await add(choice)).text).toMatch(/草表的 \S+ 平行志愿3 ，/);
    const { first, second } = await readSheet();
    expect([first[0].institution, second[0].institution, second[1].majors[0], second[3].institution]).toEqual(
      ['abcd', '1111', '22', '4444'],
    );
    await client.post(`/draft-sheets/${BATCH}`, { ...typed, 'second-3-institution': '3333' });
    const before = await readSheet();
    const full = await add(choice);
    expect([full.status, await readSheet()]).toEqual([422, before]);
    expect(full.text).toContain('没有加入。请先在草表中删除一个志愿。');
  });

  it('is offered and taken where a sheet can be prepared and the row may be chosen, nowhere else', async () => {
    const closed = await client.get('/plans?batch=upgrade');
    expect(closed.html).not.toContain('name="choice"');
    expect((await add('6041', 'upgrade')).status).toBe(404);
    const women = await client.get('/plans?batch=early-police&institution=0110&major=&open=0110');
    const [, refused = ''] = /<tr class="refused">([\s\S]*?)<\/tr>/.exec(women.html) ?? [];
    expect([refused.includes('您不能选择'), refused.includes('<button')]).toEqual([true, false]);
    const shut = await app.database
      .knex('plan_entries')
      .where({ batch_code: 'early-police', institution_code: '0110' })
      .whereRaw("restrictions::text like '%只招女生%' and '5' = any(tracks)")
      .first('group_code', 'major_code', 'post_code');
    const told = await add(`0110/${shut.group_code}/${shut.major_code}/${shut.post_code}`, 'early-police');
    expect([told.status, told.text.includes('该专业只招女生'), await readSheet()]).toEqual([
      422,
      true,
      undefined,
    ]);
    for (const junk of ['', '0001', '9999///', '<x>'])
      expect([junk, (await add(junk)).status, await readSheet()]).toEqual([junk, 422, undefined]);
  });
});
