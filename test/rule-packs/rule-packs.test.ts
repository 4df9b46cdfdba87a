import { readShippedRulePack } from '../../seeds/reference/seed-reference';
import type { RulePack } from '../../src/rules/rule-pack';
import { openForm, people, press, signIn, sound } from '../applications/filing';
import { signInOfficer } from '../support/officers';
import { startTestApp, type TestApp } from '../support/test-app';
import type { TestClient, TestPage } from '../support/test-client';

const shipped = readShippedRulePack('henan-2021');

/** The shipped pack in another version, with its batches changed. */
function change(version: number, edit: (batch: RulePack['batches'][number]) => object): object {
  return { ...shipped, version, batches: shipped.batches.map((batch) => ({ ...batch, ...edit(batch) })) };
}

describe('rule packs', () => {
  let app: TestApp;
  let province: TestClient;
  beforeAll(async () => {
    app = await startTestApp();
    province = await signInOfficer(app, 'province-1');
    const candidate = await signIn(app, people.pilot);
    await press(candidate, await openForm(candidate), 'versions', sound);
  });
  afterAll(() => app.close());

  async function upload(text: string, fields: Record<string, string> = {}): Promise<Response> {
    const page = await province.get('/office/rule-packs');
    const body = new FormData();
    const hidden = { ...page.hidden('/office/rule-packs'), reason: '调整', ...fields };
    for (const [name, value] of Object.entries(hidden)) body.append(name, value);
    body.append('file', new Blob([text], { type: 'application/json' }), 'pack.json');
    const cookie = [...province.cookies].map((pair) => pair.join('=')).join('; ');
    return fetch(new URL('/office/rule-packs', app.url), {
      method: 'POST',
      body,
      headers: { cookie },
      redirect: 'manual',
    });
  }
  const keep = async (pack: object): Promise<TestPage> => {
    const answer = await upload(JSON.stringify(pack));
    expect(answer.status).toBe(303);
    return province.get(answer.headers.get('location') ?? '');
  };
  const activate = (page: TestPage, reason = '按通知调整') => {
    const path = `${page.url}/activation`;
    return province.post(path, { ...page.hidden(path), reason });
  };
  const activeVersion = async () =>
    (await app.database.knex('rule_packs').where({ active: true }).first('version')).version;

  it('names every fault, and keeps nothing', async () => {
    const broken = await upload('{"code":');
    expect([broken.status, (await broken.text()).includes('不是有效的JSON')]).toEqual([422, true]);
    const wrong = await upload(
      JSON.stringify(change(2, () => ({ maxSaves: 0, heading: 'nothing', extra: '<script>' }))),
    );
    const text = await wrong.text();
    expect([wrong.status, text.includes('batches.0.maxSaves'), text.includes('<script>')]).toEqual([
      422,
      true,
      false,
    ]);
    const unknown = await upload(JSON.stringify(change(2, () => ({ heading: 'nothing' }))));
    expect(await unknown.text()).toContain('batches.0.heading：代码没有定义（nothing）');
    expect((await upload('{}', { reason: '' })).status).toBe(422);
    expect((await upload(' '.repeat(1024 * 1024 + 1))).status).toBe(413);
    expect(await app.database.knex('rule_packs')).toHaveLength(1);
  });

  it('takes a file from officers of the province alone', async () => {
    const body = new FormData();
    body.append('file', new Blob(['{}']), 'pack.json');
    const answer = await fetch(new URL('/office/rule-packs', app.url), {
      method: 'POST',
      body,
      redirect: 'manual',
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/office/sign-in']);
    expect((await upload('{}', { _csrf: 'forged' })).status).toBe(403);
    const elsewhere = await fetch(new URL('/office/switches/readOnly', app.url), { method: 'POST', body });
    expect(elsewhere.status).toBe(415);
  });

  it('shows differences and a dry run over what is saved, activates, and goes back', async () => {
    const edit = (batch: RulePack['batches'][number]) => ({
      maxSaves: batch.exclusiveGroup === 'G1' ? 1 : batch.maxSaves,
      sections: batch.sections.map((section) =>
        batch.code === 'early-other' ? { ...section, majors: { ...section.majors, min: 2 } } : section,
      ),
    });
    const page = await keep(change(2, edit));
    expect(page.text).toContain('提前批其他 › 保存次数 3 1');
    expect(page.text).toContain('请至少填写2个专业');
    expect(page.text).not.toContain(people.pilot);
    expect(page.html).toContain('data-label="不再符合规则"><span class="error">1<');
    expect((await activate(page, '')).status).toBe(422);
    expect((await activate(page)).url).toBe('/office/rule-packs');
    expect((await activate(page)).status).toBe(409);
    await app.services.reference.refresh();
    expect(app.services.reference.current().calendar.pack.version).toBe(2);
    const kept = await app.database.knex('application_versions').first('pack_version');
    expect(kept.pack_version).toBe(1);
    const { id } = await app.database.knex('rule_packs').where({ version: 1 }).first('id');
    await activate(await province.get(`/office/rule-packs/${id}`), '恢复');
    expect(await activeVersion()).toBe(1);
    await app.services.reference.refresh();
  });

  it('refuses a version that is kept with other words, and activates none seen before another', async () => {
    const again = await upload(JSON.stringify(change(2, () => ({ cooldownMinutes: 5 }))));
    expect([again.status, (await again.text()).includes('已存在而且内容不同')]).toEqual([409, true]);
    const third = await keep(change(3, () => ({ cooldownMinutes: 5 })));
    const fourth = await keep(change(4, () => ({ cooldownMinutes: 6 })));
    await activate(third);
    const late = await activate(fourth);
    expect([late.status, await activeVersion()]).toEqual([409, 3]);
  });

  it('activates nothing that would lose what is saved', async () => {
    const without = {
      ...shipped,
      version: 9,
      batches: shipped.batches.filter(({ code }) => code !== 'early-other'),
    };
    const page = await keep(without);
    expect(page.text).toContain('新规则包里没有这个批次');
    expect(page.hidden(`${page.url}/activation`)).toEqual({});
  });
});
