import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { forgetFilings, openForm, people, signIn, sound } from '../filing/filing';

const BATCH = 'early-other';

describe('a list pasted without a script', () => {
  let app: TestApp;
  let client: TestClient;

  beforeAll(async () => {
    app = await startTestApp();
    client = await signIn(app, people.pilot);
  });
  afterAll(() => app.close());
  beforeEach(() => forgetFilings(app));

  const readDraft = async () => (await app.database.knex('application_drafts').first('fields'))?.fields;

  async function paste(pasted: string, codes: Readonly<Record<string, string>> = {}) {
    const form = await openForm(client, BATCH);
    const hidden = form.hidden(`/batches/${BATCH}/versions`);
    return client.post(`/batches/${BATCH}/pasting`, { ...hidden, ...codes, pasted });
  }

  it('is shown with its names before anything is filled, and filled by 是', async () => {
    const look = await paste('院校\t专业\n0001\t16\t葡萄牙语\t同意\n9999 01', sound);
    expect(look.text).toMatch(/读出2个志愿，\s*还没有填入/);
    expect(look.text).toContain('[0001]北京体育大学');
    expect(look.text).toContain('将代替现在填写的[0001]北京体育大学 专业16');
    expect(look.text).toContain('此院校不存在，请检查院校代号！');
    expect(look.text).toContain('以下1行不会填入');
    expect(JSON.stringify(await readDraft())).not.toContain('9999');
    const filled = await client.post(
      `/batches/${BATCH}/pasting/filling`,
      look.hidden(`/batches/${BATCH}/pasting/filling`),
    );
    expect(filled.url).toBe(`/batches/${BATCH}/form`);
    expect(filled.html).toContain('name="second-1-institution" value="9999"');
    expect(filled.html).toMatch(/name="first-1-major-2" value="[0-9A-Z]{2}"/);
  });

  it('keeps everything that was typed when nothing can be read, and takes the mended text', async () => {
    const refused = await paste('<b>都不是代号</b>', sound);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('没有本批次的院校代号');
    expect(refused.html).not.toContain('<b>都');
    const again = await client.post(`/batches/${BATCH}/pasting/filling`, {
      ...refused.hidden(`/batches/${BATCH}/pasting/filling`),
      pasted: '1400 0N',
      again: '1',
    });
    expect(again.text).toContain('还没有填入');
    expect(JSON.stringify(await readDraft())).toContain('0001');
  });

  it('is refused where it is too long, in a sentence, with all that was typed', async () => {
    const pasted = `0001 16 27 同意\n${'备注'.repeat(10_000)}`;
    const refused = await paste(pasted, sound);
    expect(refused.status).toBe(422);
    expect(refused.text).toMatch(/粘贴的内容有20014个字，最多20000个字，没有填入。/);
    expect(refused.html).toContain(`>\n${pasted}</textarea>`);
    const action = `/batches/${BATCH}/pasting/filling`;
    const filled = await client.post(action, { ...refused.hidden(action), pasted });
    expect(filled.status).toBe(422);
    expect(JSON.stringify(await readDraft())).not.toContain('27');
  });

  it('goes into a 草表 as well', async () => {
    const look = await client.post(`/draft-sheets/${BATCH}/pasting`, { pasted: '0001 16 不同意' });
    const action = `/draft-sheets/${BATCH}/pasting/filling`;
    const sheet = await client.post(action, look.hidden(action));
    expect(sheet.html).toContain('name="first-1-institution" value="0001"');
  });
});
