import type { SavedBody } from '../../src/domain/choice-lists/canonical-body';
import type { RulePack, Section } from '../../src/rules/pack/rule-pack';
import { idOf } from '../candidate/filing/filing';
import { listPages } from '../candidate/printing/poppler';
import { openRecord } from '../office/service-desk/counter-steps';
import { signInOfficer } from '../support/officers';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient, type TestClient } from '../support/test-client';
import { MINUTE } from '../support/test-clock';
import { enterProvince, filer, institutionCode, typeChoice } from './province';

const BATCH = 'early-medical';
/** The last institution's rows are of the type that asks for a 承诺书. */
const ASKING = 60;
const TITLE = '农村订单定向免费本科医学生承诺书';
const AGREE = { 'agreed-rural-medical': 'agree' };

describe('承诺书 that are agreed to in the form', () => {
  let app: TestApp;
  let pack: RulePack;
  let section: Section;
  let client: TestClient;
  beforeAll(async () => {
    app = await startTestApp();
    pack = await enterProvince(app, 'henan-2026');
    const found = pack.batches.find(({ code }) => code === BATCH)?.sections[0];
    if (found === undefined) throw new Error('no such batch');
    section = found;
    client = createTestClient(app.url);
    await client.signIn(filer);
  });
  afterAll(() => app.close());

  async function send(act: 'check' | 'versions' | 'draft', fields: Record<string, string>) {
    await client.get(`/batches/${BATCH}/notice`);
    const form = await client.post(`/batches/${BATCH}/notice`, {});
    return client.post(`/batches/${BATCH}/${act}`, {
      ...form.hidden(`/batches/${BATCH}/versions`),
      ...fields,
    });
  }
  const slot = (number: number, institution: number) => typeChoice(pack, section, number, institution);
  const listBodies = async (): Promise<SavedBody[]> => {
    const rows = await app.database.knex('application_versions').orderBy('id').select('canonical_body');
    return rows.map(({ canonical_body: body }) => JSON.parse(body));
  };

  it('stand in the form of a batch that may ask for them, and in no other', async () => {
    await client.get(`/batches/${BATCH}/notice`);
    expect((await client.post(`/batches/${BATCH}/notice`, {})).text).toContain(TITLE);
    await client.get('/batches/undergraduate/notice');
    expect((await client.post('/batches/undergraduate/notice', {})).text).not.toContain('承诺书');
  });

  it('are asked for in red at their field, and everything typed is kept', async () => {
    for (const act of ['check', 'versions'] as const) {
      const page = await send(act, slot(1, ASKING));
      expect([act, page.status]).toEqual([act, act === 'check' ? 200 : 422]);
      expect(page.text).toContain(
        '承诺书：您填报了农村订单定向，保存志愿之前，请先阅读并同意农村订单定向承诺书！',
      );
      expect(page.html).toContain('href="#agreed-rural-medical"');
      expect(page.html).toMatch(/id="agreed-rural-medical"[^>]*aria-invalid="true"/);
      expect(page.html).toContain(`value="${institutionCode(ASKING)}"`);
    }
    expect(await listBodies()).toEqual([]);
  });

  it('belong to the list that is saved: its body and hash, 浏览, print, PDF and the form afterwards', async () => {
    const page = await send('versions', { ...slot(1, 1), ...slot(2, ASKING), ...AGREE });
    expect(page.url).toBe(`/batches/${BATCH}`);
    expect(page.text).toContain(`已同意：${TITLE}`);
    expect(page.text).not.toContain('打印农村订单定向承诺书');
    const [body] = await listBodies();
    const { undertakings } = pack;
    const { title, paragraphs } = undertakings[0] ?? { title: '', paragraphs: [] };
    expect(body?.undertakings).toEqual([
      { planType: 'rural-medical', name: '农村订单定向', title, paragraphs },
    ]);
    // Nothing is due on paper, and nobody is reminded of paper.
    expect(JSON.stringify(body?.sections)).not.toContain('planType');
    expect(await app.database.knex('mails').where({ kind: 'undertakingReminder' })).toEqual([]);
    const print = await client.get(`/batches/${BATCH}/print`);
    expect(print.text).toContain(`已同意：${TITLE}`);
    expect(print.text).toContain(paragraphs[1]);
    const pdf = await fetch(`${app.url}/batches/${BATCH}/print.pdf`, {
      headers: { cookie: [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    const text = listPages(Buffer.from(await pdf.arrayBuffer()))
      .join('')
      .replace(/\s/g, '');
    expect(text).toContain(`已同意：${TITLE}`);
    app.clock.advance(61 * MINUTE);
    await client.get(`/batches/${BATCH}/notice`);
    const form = await client.post(`/batches/${BATCH}/notice`, {});
    expect(form.html).toMatch(/id="agreed-rural-medical"[^>]*checked/);
  });

  it('go with the choices that ask for them, and the change is told', async () => {
    const page = await send('versions', { ...slot(1, 1), ...slot(2, 2), ...AGREE });
    expect(page.text).toContain(`${TITLE} 同意 未填报`);
    const saved = await client.post(`/batches/${BATCH}/versions`, page.hidden());
    expect(saved.url).toBe(`/batches/${BATCH}`);
    expect(saved.text).not.toContain('已同意');
    expect((await listBodies()).at(-1)).not.toHaveProperty('undertakings');
  });

  it('are not asked for in a 志愿草表', async () => {
    await client.get(`/draft-sheets/${BATCH}`);
    const page = await client.post(`/draft-sheets/${BATCH}`, slot(1, ASKING));
    expect([page.status, page.text.includes('检查通过'), page.text.includes('承诺书')]).toEqual([
      200,
      true,
      false,
    ]);
  });

  it('are kept with the draft', async () => {
    app.clock.advance(61 * MINUTE);
    await send('draft', { ...slot(1, ASKING), ...AGREE });
    await client.get(`/batches/${BATCH}/notice`);
    const form = await client.post(`/batches/${BATCH}/notice`, {});
    expect(form.html).toMatch(/id="agreed-rural-medical"[^>]*checked/);
  });

  it('stay agreed to where a whole list takes the place of what was typed', async () => {
    const place = `/batches/${BATCH}/list-file`;
    const isTicked = (html: string) => /id="agreed-rural-medical"[^>]*checked/.test(html);
    const { bytes } = await client.download(`${place}.csv`);
    const body = new FormData();
    body.set('_csrf', (await client.get(place)).hidden(`${place}/reading`)._csrf ?? '');
    const text = Buffer.from(bytes).toString().replace(institutionCode(ASKING), institutionCode(1));
    body.set('file', new Blob([text]), 'list.csv');
    const cookie = [...client.cookies].map((pair) => pair.join('=')).join('; ');
    const look = await fetch(`${app.url}${place}/reading`, { method: 'POST', body, headers: { cookie } });
    const fields = [...(await look.text()).matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const filled = Object.fromEntries(fields.map(([, name = '', value = '']) => [name, value]));
    expect(isTicked((await client.post(`${place}/filling`, filled)).html)).toBe(true);
    await client.post(`/batches/${BATCH}/draft-sheet`, {});
    expect(isTicked((await client.get(`/batches/${BATCH}/form`)).html)).toBe(true);
  });

  it('are ticked by both officers who type a list from paper', async () => {
    app.clock.advance(61 * MINUTE);
    const officers = [await signInOfficer(app, 'county-1'), await signInOfficer(app, 'county-2')];
    const [first, second] = officers;
    if (first === undefined || second === undefined) throw new Error('two officers');
    for (const officer of officers) await openRecord(app, officer, filer);
    const path = `/office/paper-drafts/candidates/${await idOf(app, filer)}`;
    const page = await first.get(path);
    const { url } = await first.post(path, { ...page.hidden(path), batch: BATCH, signed: 'yes' });
    const enter = async (officer: TestClient, codes: Record<string, string>) => {
      const form = await officer.get(url);
      return officer.post(`${url}/entry`, { ...form.hidden(`${url}/entry`), ...slot(1, ASKING), ...codes });
    };
    expect((await enter(first, {})).text).toContain('请先阅读并同意农村订单定向承诺书');
    await enter(first, AGREE);
    const second1 = await enter(second, { ...AGREE, ...slot(2, 1) });
    expect(second1.text).toContain('处不一致');
    expect((await enter(second, AGREE)).text).toContain('已保存');
    expect((await listBodies()).at(-1)?.undertakings).toHaveLength(1);
  });
});
