import { verifyCommand } from '../../../src/cli/verify.command';
import { loadConfig } from '../../../src/infrastructure/config/config';
import {
  changePack,
  file,
  idOf,
  listSound,
  people,
  signIn,
  withoutCooldown,
} from '../../candidate/filing/filing';
import { idOfOfficer, listOfficerActs, signInOfficer } from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient, TestPage } from '../../support/test-client';

const LIST = '/office/restorations';

describe('志愿恢复', () => {
  let app: TestApp;
  let first: TestClient;
  let second: TestClient;
  let auditor: TestClient;
  let pilot: TestClient;
  let pilotId: number;

  beforeAll(async () => {
    app = await startTestApp();
    await changePack(app, withoutCooldown);
    first = await signInOfficer(app, 'province-1');
    second = await signInOfficer(app, 'province-2');
    auditor = await signInOfficer(app, 'auditor-1');
    pilot = await signIn(app, people.pilot);
    pilotId = await idOf(app, people.pilot);
    for (const codes of listSound(3)) await file(pilot, 'early-other', codes);
  });
  afterAll(() => app.close());

  const listRows = () =>
    app.database.knex('application_versions').where({ candidate_id: pilotId }).orderBy('ordinal');
  const readGroup = () =>
    app.database.knex('application_groups').where({ candidate_id: pilotId, group_code: 'G1' }).first();

  async function request(versionId: number, fields: Record<string, string> = {}): Promise<TestPage> {
    const page = await first.get(`${LIST}/new?number=${people.pilot}`);
    return first.post(LIST, {
      ...page.hidden(LIST),
      version: String(versionId),
      police: '郑公受字2021第7号',
      reason: '志愿被他人篡改',
      ...fields,
    });
  }

  /** The page of the request that waits, as the second officer opens it from the list. */
  const openPending = async (): Promise<TestPage> => {
    const list = await second.get(LIST);
    return second.get(new RegExp(`href="(${LIST}/\\d+)"`).exec(list.html)?.[1] ?? '');
  };
  const pathOf = (page: TestPage, act: string) =>
    new RegExp(`action="(${LIST}/\\d+/${act})"`).exec(page.html)?.[1] ?? '';

  it('asks for version, police report and reason, and keeps what was typed', async () => {
    const refused = await request(0, { police: ' ', reason: '' });
    expect(refused.status).toBe(422);
    for (const sentence of ['请选择要恢复到哪一次保存', '请填写报案编号', '请填写理由'])
      expect(refused.text).toContain(sentence);
    expect((await request(0)).html).toContain('value="志愿被他人篡改"');
  });

  it('refuses what is in force, and versions of somebody else', async () => {
    const rows = await listRows();
    expect((await request(rows[2].id)).text).toContain('就是当前有效的志愿');
    expect((await request(999_999)).status).toBe(404);
    expect(await app.database.knex('restorations')).toHaveLength(0);
  });

  it('is not done by one officer, nor by the same one twice, whatever form is posted', async () => {
    const rows = await listRows();
    expect((await request(rows[0].id)).url).toBe(LIST);
    expect((await request(rows[0].id)).text).toContain('已有等待批准的恢复申请');
    expect((await first.get(LIST)).text).toContain('查看或撤回');
    const { id } = await app.database.knex('restorations').first('id');
    const page = await first.get(`${LIST}/${id}`);
    expect([pathOf(page, 'approval'), pathOf(page, 'refusal')]).toEqual(['', `${LIST}/${id}/refusal`]);
    const own = await first.post(`${LIST}/${id}/approval`, {
      formToken: app.services.office.tokens.issue(
        await idOfOfficer(app, 'province-1'),
        `approveRestoration|${id}`,
      ),
    });
    expect([own.status, own.text.includes('申请人不能批准自己的申请')]).toEqual([409, true]);
    const officer = await idOfOfficer(app, 'province-1');
    await expect(
      app.database.knex('restorations').update({
        decision: 'approved',
        decided_by: officer,
        decided_at: new Date(),
        restored_version_id: rows[0].id,
      }),
    ).rejects.toThrow('check constraint');
    expect(await listRows()).toHaveLength(3);
    expect((await auditor.get(LIST)).text).toContain('等待批准');
    expect(pathOf(await auditor.get(LIST), 'approval')).toBe('');
  });

  it('puts the version back under two names, gives the saves back, tells the owner', async () => {
    const before = await listRows();
    const page = await openPending();
    // What is put back, whole, and what of the list in force is not it.
    expect(page.text).toContain('现在有效的是第3次保存');
    expect(page.text).toContain('专业2 [27]新闻学 未填报');
    expect(page.text).toContain('专业3 [31]应用心理学 未填报');
    expect(page.text).toContain('[0001]北京体育大学');
    expect((await listOfficerActs(app, 'province-2')).at(-1)).toBe('viewChoices');
    const path = pathOf(page, 'approval');
    const hidden = page.hidden(path);
    const answers = await Promise.all([second.post(path, hidden), second.post(path, hidden)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const after = await listRows();
    expect(after.slice(0, 3)).toEqual(before);
    const [, , third, restored] = after;
    const officers = `${await idOfOfficer(app, 'province-1')}+${await idOfOfficer(app, 'province-2')}`;
    expect(restored).toMatchObject({
      ordinal: 4,
      save_number: 1,
      actor_kind: 'officer',
      actor_id: officers,
      canonical_body: before[0].canonical_body,
      previous_hash: third.hash,
    });
    expect(await readGroup()).toMatchObject({
      saves_used: 1,
      last_ordinal: 4,
      current_version_id: restored.id,
      last_saved_at: before[0].saved_at,
    });
    const mails = await app.database.knex('mails').where({ candidate_id: pilotId, kind: 'choicesRestored' });
    expect(mails[0].body).toContain('还可以修改2次');
    const told = await app.database.knex('outbox_messages').where({ kind: 'choicesRestored' });
    expect(told).toHaveLength(1);
    expect((await listOfficerActs(app, 'province-1')).slice(-2)).toEqual([
      'requestRestoration',
      'viewChoices',
    ]);
    expect((await listOfficerActs(app, 'province-2')).at(-1)).toBe('approveRestoration');
    expect((await pilot.get('/versions')).text).toContain('省招办恢复');
  });

  it('leaves a chain that verifies, and two saves that the candidate may use', async () => {
    const printed: string[] = [];
    const code = await verifyCommand.run(
      {
        db: app.database.knex,
        config: loadConfig({}),
        print: (line: string) => printed.push(line),
      } as unknown as Parameters<typeof verifyCommand.run>[0],
      [],
    );
    expect([code, printed.join('\n')]).toEqual([0, expect.anything()]);
    const lists = listSound(6);
    await file(pilot, 'early-other', lists[3] ?? {});
    await file(pilot, 'early-other', lists[4] ?? {});
    expect((await listRows()).map((row) => [row.ordinal, row.save_number])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 1],
      [5, 2],
      [6, 3],
    ]);
  });

  it('is refused by a second officer with a reason, and can be asked again', async () => {
    const rows = await listRows();
    await request(rows[0].id);
    const page = await openPending();
    const path = pathOf(page, 'refusal');
    const unexplained = await second.post(path, { ...page.hidden(path), reason: '' });
    expect(unexplained.status).toBe(422);
    await second.post(path, { ...unexplained.hidden(path), reason: '受案回执不符' });
    expect((await first.get(LIST)).text).toContain('受案回执不符');
    expect((await request(rows[1].id)).url).toBe(LIST);
  });

  it('stays frozen where the owner froze it, and is impossible once the group was given up', async () => {
    const { knex } = app.database;
    await knex('application_groups').where({ candidate_id: pilotId }).update({ abandoned_at: new Date() });
    const page = await openPending();
    const path = pathOf(page, 'approval');
    const refused = await second.post(path, page.hidden(path));
    expect([refused.status, refused.text.includes('放弃是最终的')]).toEqual([409, true]);
    expect(await listRows()).toHaveLength(6);
    await knex('application_groups').where({ candidate_id: pilotId }).update({ abandoned_at: null });
    await knex('candidates')
      .where({ id: pilotId })
      .update({ frozen_at: new Date(), disputed_at: new Date() });
    const again = await openPending();
    await second.post(path, again.hidden(path));
    expect(await listRows()).toHaveLength(7);
    expect((await knex('candidates').where({ id: pilotId }).first()).frozen_at).not.toBeNull();
  });

  it('tells of rows that were withdrawn since, and gives a save to mend the list', async () => {
    const { knex } = app.database;
    const rows = await listRows();
    const [oldest] = rows;
    await knex('candidates').where({ id: pilotId }).update({ frozen_at: null, disputed_at: null });
    await knex('plan_entries').where({ batch_code: 'early-other', institution_code: '0001' }).delete();
    const before = (await readGroup()).granted_saves;
    await request(oldest.id);
    const page = await openPending();
    const path = pathOf(page, 'approval');
    await second.post(path, page.hidden(path));
    expect((await readGroup()).granted_saves).toBe(before + 1);
    const told = await knex('mails').where({ kind: 'choicesRestored' }).orderBy('id', 'desc').first();
    expect(told.body).toContain('现在不能填报的志愿');
    expect(told.body).toContain('您可以再保存一次');
  });

  it('does not exist for a county, nor for a candidate', async () => {
    const county = await signInOfficer(app, 'county-1');
    expect((await county.get(LIST)).status).toBe(404);
    expect((await county.post(`${LIST}/1/approval`, {})).status).toBe(404);
    expect((await pilot.get(LIST)).url).toBe('/office/sign-in');
  });
});
