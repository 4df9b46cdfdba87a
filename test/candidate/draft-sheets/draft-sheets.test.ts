import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';

const choice = { 'first-1-institution': '0001', 'first-1-major-1': '16', 'first-1-adjustment': 'agree' };

describe('志愿草表', () => {
  let app: TestApp;
  let client: TestClient;

  beforeAll(async () => {
    app = await startTestApp();
    client = createTestClient(app.url);
    await client.signIn('21410101151001');
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.database.knex('draft_sheets').delete();
    await app.database.knex('application_drafts').delete();
    await app.database.knex('form_openings').delete();
  });

  const countSaves = async () => (await app.database.knex('application_versions')).length;

  it('lists the batches that the candidate may file in, and no others', async () => {
    const page = await client.get('/draft-sheets');
    expect(page.text).toContain('提前批其他');
    expect(page.text).not.toContain('专升本');
  });

  it('keeps and checks a list, and spends no save', async () => {
    await client.get('/draft-sheets/early-other');
    const wrong = await client.post('/draft-sheets/early-other', { ...choice, 'first-1-major-2': '99' });
    expect(wrong.text).toContain('此专业不存在!');
    expect(wrong.html).toContain('value="99"');
    const right = await client.post('/draft-sheets/early-other', choice);
    expect(right.text).toContain('检查通过，草表已存好');
    expect((await client.get('/draft-sheets')).text).toContain('修改草表');
    expect(await countSaves()).toBe(0);
  });

  it('can be prepared before the window opens, and not after it has closed', async () => {
    const now = app.clock.read();
    await app.database
      .knex('windows')
      .where({ batch_code: 'early-other' })
      .update({ opens_at: new Date(now.getTime() + MINUTE) });
    await app.services.reference.refresh();
    expect((await client.get('/')).text).toContain('未开始');
    expect((await client.post('/draft-sheets/early-other', choice)).text).toContain('检查通过');
    await app.database
      .knex('windows')
      .where({ batch_code: 'early-other' })
      .update({
        opens_at: new Date(now.getTime() - 2 * MINUTE),
        closes_at: now,
      });
    await app.services.reference.refresh();
    expect((await client.get('/draft-sheets/early-other')).status).toBe(404);
    await app.database
      .knex('windows')
      .where({ batch_code: 'early-other' })
      .update({ closes_at: new Date(now.getTime() + 9e7) });
    await app.services.reference.refresh();
  });

  it('moves choices up and down', async () => {
    const two = { 'second-1-institution': '1111', 'second-2-institution': '2222' };
    await client.get('/draft-sheets/early-other');
    const page = await client.post('/draft-sheets/early-other/arrangement', {
      ...two,
      arrange: 'up:second-2',
    });
    expect(page.url).toBe('/draft-sheets/early-other');
    expect(page.html).toMatch(/name="second-1-institution" value="2222"/);
    expect(page.html).toMatch(/name="second-2-institution" value="1111"/);
    expect(
      (await client.post('/draft-sheets/early-other/arrangement', { ...two, arrange: 'up:third-1' })).status,
    ).toBe(400);
  });

  it('moves a choice that was dragged past others, and takes no other words for it', async () => {
    const three = {
      'second-1-institution': '1111',
      'second-2-institution': '2222',
      'second-3-institution': '3333',
    };
    await client.get('/draft-sheets/early-other');
    const post = (arrange: string) =>
      client.post('/draft-sheets/early-other/arrangement', { ...three, arrange });
    const page = await post('move:second-3:1');
    const order = [1, 2, 3].map(
      (slot) => new RegExp(`name="second-${slot}-institution" value="(\\d+)"`).exec(page.html)?.[1],
    );
    expect(order).toEqual(['3333', '1111', '2222']);
    for (const words of [
      'move:second-3',
      'move:second-0:1',
      'move:second-1:0',
      'move:third-1:1',
      'move:1:2',
    ]) {
      expect([words, (await post(words)).status]).toEqual([words, 400]);
    }
  });

  it('prints what was prepared, and blank ones', async () => {
    await client.get('/draft-sheets/early-other');
    await client.post('/draft-sheets/early-other', choice);
    const printed = await client.get('/draft-sheets/early-other/print');
    expect(printed.text).toContain('北京体育大学');
    expect(printed.text).toContain('不是保存的志愿');
    // What decides stands beside the code on paper too.
    expect(printed.text).toMatch(/北京体育大学 北京市/);
    expect(printed.text).toMatch(/马克思主义理论 \d+元\/年/);
    const blank = await client.get('/draft-sheets/early-other/blank');
    expect(blank.text).not.toContain('北京体育大学');
    expect(blank.text).toContain('平行志愿4');
  });

  it('is taken over into the form as a draft, which has to be saved', async () => {
    await client.get('/draft-sheets/early-other');
    await client.post('/draft-sheets/early-other', choice);
    expect((await client.post('/batches/early-other/draft-sheet', {})).status).toBe(409);
    await client.get('/batches/early-other/notice');
    const form = await client.post('/batches/early-other/notice', {});
    expect(form.text).toContain('您为本批次填写过志愿草表');
    const filled = await client.post('/batches/early-other/draft-sheet', {});
    expect(filled.url).toBe('/batches/early-other/form');
    expect(filled.html).toMatch(/name="first-1-institution" value="0001"/);
    expect(filled.text).toContain('还没有保存志愿');
    expect(await countSaves()).toBe(0);
  });

  it('is removed, and belongs to its candidate alone', async () => {
    await client.get('/draft-sheets/early-other');
    await client.post('/draft-sheets/early-other', choice);
    const other = createTestClient(app.url);
    await other.signIn('21410101111002');
    expect((await other.get('/draft-sheets/early-other')).html).not.toContain('value="0001"');
    await client.post('/draft-sheets/early-other/removal', {});
    expect(await app.database.knex('draft_sheets')).toHaveLength(0);
  });
});
