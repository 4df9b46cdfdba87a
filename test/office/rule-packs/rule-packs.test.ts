import { readShippedRulePack } from '../../../seeds/reference/seed-reference';
import type { RulePack } from '../../../src/rules/pack/rule-pack';
import { idOf, openForm, people, press, signIn, sound } from '../../candidate/filing/filing';
import { idOfOfficer, listOfficerActs, signInOfficer } from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient, TestPage } from '../../support/test-client';

const shipped = readShippedRulePack('henan-2021');

/** The shipped pack in another version, with its batches changed. */
function change(version: number, edit: (batch: RulePack['batches'][number]) => object): object {
  return { ...shipped, version, batches: shipped.batches.map((batch) => ({ ...batch, ...edit(batch) })) };
}

/** 提前批其他 for candidates of the arts alone. */
const onlyArts = ({ code, candidateKinds }: RulePack['batches'][number]) => ({
  candidateKinds: code === 'early-other' ? ['arts'] : candidateKinds,
});

describe('rule packs', () => {
  let app: TestApp;
  let province: TestClient;
  let second: TestClient;
  beforeAll(async () => {
    app = await startTestApp();
    province = await signInOfficer(app, 'province-1');
    second = await signInOfficer(app, 'province-2');
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
  const countOf = (page: TestPage) => Number(/（共(\d+)项/.exec(page.text)?.[1] ?? 0);
  const activate = (page: TestPage, fields: Record<string, string> = {}) => {
    const path = `${page.url}/activation`;
    const typed = { number: String(countOf(page)), reason: '按通知调整' };
    return province.post(path, { ...page.hidden(path), ...typed, ...fields });
  };
  const decide = async (by: TestClient, url: string, act: string, fields: Record<string, string> = {}) => {
    const page = await by.get(url);
    return by.post(`${url}/${act}`, { ...page.hidden(`${url}/${act}`), ...fields });
  };
  /** By two, as an open window asks for. */
  const putInForce = async (page: TestPage) => {
    await activate(page);
    expect((await decide(second, page.url, 'approval')).url).toBe('/office/rule-packs');
  };
  const listMails = () =>
    app.database.knex('mails').where({ kind: 'rulesChanged' }).select('candidate_id', 'body');
  const readGrants = async () =>
    (
      await app.database
        .knex('application_groups')
        .where({ candidate_id: await idOf(app, people.pilot) })
        .first('granted_saves')
    ).granted_saves;
  const idOfPack = async (version: number) =>
    (await app.database.knex('rule_packs').where({ version }).first('id')).id;
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

  it('shows differences and a dry run over what is saved, activates by two, tells, and goes back', async () => {
    const edit = (batch: RulePack['batches'][number]) => ({
      maxSaves: batch.exclusiveGroup === 'G1' ? 1 : batch.maxSaves,
      sections: batch.sections.map((section) =>
        batch.code === 'early-other' ? { ...section, majors: { ...section.majors, min: 2 } } : section,
      ),
    });
    const page = await keep(change(2, edit));
    expect(page.text).toContain('提前批其他 › 保存次数 3 1');
    expect(page.text).toContain('请至少填写2个专业');
    expect(page.html).toContain('data-label="不再符合规则"><span class="error">1<');
    // A line for each open batch that changes, and one for the list.
    expect(page.text).toMatch(/提前批其他 — 正在填报的批次，规则变化/);
    expect(page.text).toContain(`${people.pilot} 按新的规则，志愿有以下问题`);
    const count = countOf(page);
    expect(count).toBeGreaterThan(1);
    const table = await province.get(`${page.url}?format=csv&table=consequences`);
    expect(table.html.trim().split('\n')).toHaveLength(count + 1);

    expect((await activate(page, { reason: '' })).text).toContain('请填写理由');
    const refused = await activate(page, { number: String(count - 1) });
    expect([refused.status, refused.text.includes(`清单的${count}项不符`)]).toEqual([422, true]);
    expect(refused.html).toContain('value="按通知调整"');
    const asked = await activate(page);
    expect([asked.url, asked.text.includes('等待另一名省招办工作人员在本页批准')]).toEqual([page.url, true]);
    expect(await activeVersion()).toBe(1);
    expect(await listMails()).toEqual([]);
    expect((await province.get('/office/rule-packs')).text).toContain('等待批准启用');
    expect(asked.html).not.toContain(`${page.url}/approval`);
    const own = await decide(province, page.url, 'approval', {
      formToken: app.services.office.tokens.issue(
        await idOfOfficer(app, 'province-1'),
        `approveRulePack|${page.url.split('/').at(-1)}`,
      ),
    });
    expect([own.status, own.text.includes('申请人不能批准自己的申请')]).toEqual([409, true]);
    await expect(
      app.database.knex('rule_pack_requests').update({
        decision: 'approved',
        decided_by: app.database.knex.ref('requested_by'),
        decided_at: new Date(),
      }),
    ).rejects.toThrow('check constraint');
    expect((await decide(second, page.url, 'approval')).url).toBe('/office/rule-packs');
    expect(await activeVersion()).toBe(2);
    await app.services.reference.refresh();
    expect(app.services.reference.current().calendar.pack.version).toBe(2);
    const kept = await app.database.knex('application_versions').first('pack_version');
    expect(kept.pack_version).toBe(1);
    const owner = await idOf(app, people.pilot);
    const [mail, ...others] = await listMails();
    expect([mail.candidate_id, others]).toEqual([owner, []]);
    expect(mail.body).toContain('请至少填写2个专业');
    expect(mail.body).toContain('您可以再保存一次');
    const told = await app.database.knex('outbox_messages').where({ kind: 'rulesChanged' });
    expect(told).toHaveLength(1);
    expect(await readGrants()).toBe(1);
    expect((await listOfficerActs(app, 'province-2')).at(-1)).toBe('activateRulePack');

    const { id } = await app.database.knex('rule_packs').where({ version: 1 }).first('id');
    await putInForce(await province.get(`/office/rule-packs/${id}`));
    expect(await activeVersion()).toBe(1);
    // Back to what the list conforms with: nobody is worse off.
    expect(await listMails()).toHaveLength(1);
    await app.services.reference.refresh();
  });

  it('does nothing where another list came since it was asked, and can be asked again or withdrawn', async () => {
    const page = await keep(change(5, () => ({ maxSaves: 1, cooldownMinutes: 7 })));
    await activate(page);
    const seen = await second.get(page.url);
    const other = await signIn(app, people.rural);
    await press(other, await openForm(other), 'versions', sound);
    const late = await second.post(`${page.url}/approval`, seen.hidden(`${page.url}/approval`));
    expect([late.status, late.text.includes('有了变化，没有启用')]).toEqual([409, true]);
    expect(await activeVersion()).toBe(1);
    // What can no more be approved offers no button for it.
    expect((await second.get(page.url)).html).not.toContain(`${page.url}/approval`);
    expect((await decide(second, page.url, 'refusal', { reason: '' })).status).toBe(422);
    await decide(second, page.url, 'refusal', { reason: '请重新申请' });
    await putInForce(await province.get(page.url));
    expect(await activeVersion()).toBe(5);
    // The pilot may save once more already, and is not exhausted.
    const exhausted = (await listMails()).filter(({ body }) => body.includes('保存次数已用完'));
    expect(exhausted.map((mail) => mail.candidate_id)).toEqual([await idOf(app, people.rural)]);
    await app.services.reference.refresh();
  });

  it('counts who may not file any more, leaves out who gave up, and tells without a save', async () => {
    const { knex } = app.database;
    await knex('application_groups')
      .where({ candidate_id: await idOf(app, people.rural) })
      .update({ abandoned_at: new Date() });
    await knex('mails').where({ kind: 'rulesChanged' }).delete();
    const before = await readGrants();
    const page = await keep(change(6, onlyArts));
    expect(page.text).toContain(`${people.pilot} 按新的规则，不再具有填报资格`);
    expect(page.text).not.toContain(people.rural);
    await putInForce(page);
    const mails = await listMails();
    expect(mails.map((mail) => mail.candidate_id)).toEqual([await idOf(app, people.pilot)]);
    expect(mails[0].body).not.toContain('再保存一次');
    expect(await readGrants()).toBe(before);
    await putInForce(await province.get(`/office/rule-packs/${await idOfPack(1)}`));
  });

  it('takes one officer and the number once nothing is open, and counts every open batch under another code', async () => {
    const other = await keep({ ...shipped, code: 'henan-2021-b', version: 1 });
    expect(other.text).toContain('正在填报的批次，规则变化');
    await app.database
      .knex('windows')
      .update({ closes_at: app.database.knex.raw("opens_at + interval '1 second'") });
    const page = await keep(change(7, (batch) => ({ ...onlyArts(batch), cooldownMinutes: 9 })));
    expect([countOf(page), page.text.includes('申请启用')]).toEqual([1, false]);
    expect((await activate(page)).url).toBe('/office/rule-packs');
    expect(await activeVersion()).toBe(7);
    const back = await province.get(`/office/rule-packs/${await idOfPack(1)}`);
    expect((await activate(back)).url).toBe('/office/rule-packs');
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
