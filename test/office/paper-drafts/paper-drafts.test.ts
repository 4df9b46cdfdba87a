import { verifyCommand } from '../../../src/cli/verify.command';
import { loadConfig } from '../../../src/infrastructure/config/config';
import {
  type Codes,
  changePack,
  choose,
  file,
  idOf,
  listSound,
  moveWindow,
  people,
  signIn,
  sound,
  withoutCooldown,
} from '../../candidate/filing/filing';
import { idOfOfficer, listOfficerActs, signInOfficer } from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient, TestPage } from '../../support/test-client';
import { openRecord } from '../service-desk/counter-steps';

const LIST = '/office/paper-drafts';
const [one = {}, two = {}, three = {}] = listSound(3);

describe('纸质志愿录入', () => {
  let app: TestApp;
  let first: TestClient;
  let second: TestClient;
  let elsewhere: TestClient;
  let pilotId: number;

  beforeAll(async () => {
    app = await startTestApp();
    await changePack(app, withoutCooldown);
    first = await signInOfficer(app, 'county-1');
    second = await signInOfficer(app, 'county-2');
    elsewhere = await signInOfficer(app, 'county-3');
    pilotId = await idOf(app, people.squad);
    for (const officer of [first, second]) await openRecord(app, officer, people.squad);
  });
  afterAll(() => app.close());

  const { squad } = people;
  const choicePath = () => `${LIST}/candidates/${pilotId}`;
  const listVersions = () =>
    app.database.knex('application_versions').where({ candidate_id: pilotId }).orderBy('ordinal');
  const lastDraft = () => app.database.knex('paper_drafts').orderBy('id', 'desc').first();
  const listEntries = (draft: number) => app.database.knex('paper_entries').where({ draft_id: draft });

  async function begin(fields: Record<string, string> = {}): Promise<TestPage> {
    const page = await first.get(choicePath());
    return first.post(choicePath(), {
      ...page.hidden(choicePath()),
      batch: 'early-other',
      signed: 'yes',
      ...fields,
    });
  }

  async function begun(): Promise<string> {
    const page = await begin();
    if (!/\/paper-drafts\/\d+$/.test(page.url)) throw new Error(page.text);
    return page.url;
  }

  async function press(
    officer: TestClient,
    path: string,
    codes: Codes,
    act: 'entry' | 'check' | 'arrangement' = 'entry',
  ): Promise<TestPage> {
    const page = await officer.get(path);
    return officer.post(`${path}/${act}`, { ...page.hidden(`${path}/entry`), ...codes });
  }

  async function withdraw(officer: TestClient, path: string, reason: string): Promise<TestPage> {
    const page = await officer.get(path);
    return officer.post(`${path}/withdrawal`, { ...page.hidden(`${path}/withdrawal`), reason });
  }

  it('begins with a batch and a signature seen, from the open record alone', async () => {
    const refused = await begin({ batch: '', signed: '' });
    expect(refused.status).toBe(422);
    for (const sentence of ['请选择批次', '由考生本人签字，并勾选']) expect(refused.text).toContain(sentence);
    await second.post('/office/counter/closing', {});
    const closed = await second.get(choicePath());
    expect([closed.url, closed.text.includes('请选择理由')]).toEqual([
      `/office/counter/candidates/${pilotId}`,
      true,
    ]);
    expect((await second.post(choicePath(), { batch: 'early-other', signed: 'yes' })).url).toBe(closed.url);
    expect(await app.database.knex('paper_drafts')).toHaveLength(0);
    await openRecord(app, second, squad);
    expect((await first.get(`/office/counter/candidates/${pilotId}`)).html).toContain(choicePath());
  });

  it('is for one draft a batch, and does not exist for another county or role', async () => {
    const path = await begun();
    const again = await first.get(choicePath());
    expect(again.html).toContain(`href="${path}"`);
    expect((await begin()).text).toContain('正在录入，请打开下面的录入继续');
    expect((await elsewhere.get(path)).status).toBe(404);
    expect((await elsewhere.get(choicePath())).status).toBe(404);
    expect((await elsewhere.get(LIST)).text).toContain('没有录入过纸质志愿表');
    expect((await elsewhere.post(`${path}/entry`, sound)).status).toBe(404);
    expect((await elsewhere.post(`${path}/withdrawal`, { reason: '试' })).status).toBe(404);
    expect((await first.get(LIST)).text).toContain('等待录入');
    await second.post('/office/counter/closing', {});
    expect((await second.get(path)).url).toBe(`/office/counter/candidates/${pilotId}`);
    await openRecord(app, second, squad);
  });

  it('checks by the rules of this candidate, keeps nothing of it, and refuses what they refuse', async () => {
    const path = (await lastDraftPath()) ?? '';
    const wrong = choose('first-1', '9999', ['16']);
    const checked = await press(first, path, wrong, 'check');
    expect([checked.status, checked.html.includes('value="9999"')]).toEqual([200, true]);
    expect(checked.text).toContain('此院校不存在');
    expect((await press(first, path, sound, 'check')).text).toContain('检查通过');
    const refused = await press(first, path, wrong);
    expect([refused.status, refused.html.includes('value="9999"')]).toEqual([422, true]);
    expect(refused.text).toContain('没有提交');
    const moved = await press(first, path, { ...sound, arrange: 'down:parallel-9' }, 'arrangement');
    expect(moved.status).toBe(400);
    expect(await listEntries((await lastDraft()).id)).toHaveLength(0);
  });

  async function lastDraftPath(): Promise<string> {
    return `${LIST}/${(await lastDraft()).id}`;
  }

  it('is never done by one officer, and shows nobody what the other typed', async () => {
    const path = await lastDraftPath();
    await press(first, path, one);
    await press(first, path, one);
    expect(await listVersions()).toHaveLength(0);
    const { id } = await lastDraft();
    expect(await listEntries(id)).toHaveLength(1);
    await expect(
      app.database.knex('paper_entries').insert({
        draft_id: id,
        half: 2,
        officer_id: await idOfOfficer(app, 'county-1'),
        choices: '{}',
      }),
    ).rejects.toThrow('unique constraint');
    expect((await first.get(path)).html).toContain('value="0001"');
    const other = await second.get(path);
    expect(other.html).not.toContain('value="0001"');
    expect(other.text).toContain('等待另一名工作人员录入');
  });

  it('names the fields that differ with one’s own value only, and saves nothing', async () => {
    const path = await lastDraftPath();
    const page = await press(second, path, choose('first-1', '0001', ['27'], 'refuse'));
    expect(page.text).toContain('有2处不一致');
    expect(page.text).toContain('专业1 ：您录入的是“27”');
    expect(page.text).toContain('专业调剂 ：您录入的是“不同意”');
    expect(page.text).not.toContain('“16”');
    const own = await first.get(path);
    expect(own.text).toContain('专业1 ：您录入的是“16”');
    expect(own.text).not.toContain('“27”');
    expect((await first.get(LIST)).text).toContain('两人录入不一致');
    expect(await listVersions()).toHaveLength(0);
  });

  it('lets no third officer in once two have typed', async () => {
    const path = await lastDraftPath();
    await app.database.knex('officers').where({ sign_in_name: 'county-3' }).update({ county_code: '410122' });
    await openRecord(app, elsewhere, squad);
    expect((await elsewhere.get(path)).html).not.toContain('name="first-1-institution"');
    const token = app.services.office.tokens.issue(
      await idOfOfficer(app, 'county-3'),
      `typePaperDraft|${(await lastDraft()).id}`,
    );
    const refused = await elsewhere.post(`${path}/entry`, { ...one, formToken: token });
    expect([refused.status, refused.text.includes('已由另外两名工作人员录入')]).toEqual([409, true]);
  });

  it('takes no token of another officer or draft, nor the same one twice', async () => {
    const path = await lastDraftPath();
    const page = await first.get(path);
    const hidden = page.hidden(`${path}/entry`);
    expect((await second.post(`${path}/entry`, { ...one, formToken: hidden.formToken ?? '' })).status).toBe(
      403,
    );
    expect((await first.post(`${path}/entry`, { ...hidden, ...one })).status).toBe(200);
    expect((await first.post(`${path}/entry`, { ...hidden, ...one })).status).toBe(409);
    expect(await listVersions()).toHaveLength(0);
  });

  it('keeps both halves while saves are stopped, and saves once they are not', async () => {
    const path = await lastDraftPath();
    const { reference } = app.services;
    const current = reference.current();
    const spy = jest.spyOn(reference, 'current').mockReturnValue({
      ...current,
      switches: { ...current.switches, stopSaves: true },
    });
    const refused = await press(second, path, one);
    spy.mockRestore();
    expect([refused.status, refused.text.includes('系统暂停保存志愿')]).toEqual([409, true]);
    expect(await listVersions()).toHaveLength(0);
    expect((await first.get(LIST)).text).toContain('录入一致，还没有保存');
  });

  it('saves at once where both agree: the candidate’s save, under both names, told and written down', async () => {
    const path = await lastDraftPath();
    const page = await press(second, path, one);
    expect([page.url, page.text.includes('已保存（')]).toEqual([path, true]);
    const [version, ...more] = await listVersions();
    expect(more).toEqual([]);
    const officers = `${await idOfOfficer(app, 'county-1')}+${await idOfOfficer(app, 'county-2')}`;
    expect(version).toMatchObject({ ordinal: 1, save_number: 1, actor_kind: 'paper', actor_id: officers });
    const { knex } = app.database;
    const group = await knex('application_groups').where({ candidate_id: pilotId }).first();
    expect(group).toMatchObject({ saves_used: 1, current_version_id: version.id });
    const draft = await lastDraft();
    expect(draft).toMatchObject({ outcome: 'saved', version_id: version.id });
    await knex.raw('select fold_coverage()');
    const counted = { batch_code: version.batch_code, county_code: '', school_code: '' };
    expect(await knex('coverage_minutes').where(counted).sum('saves as saves').first()).toMatchObject({
      saves: 1,
    });
    expect((await listEntries(draft.id)).map(({ choices }) => choices)).toEqual([null, null]);
    const mails = await knex('mails').where({ candidate_id: pilotId, kind: 'paperListSaved' });
    expect(mails[0].body).toContain('两名工作人员按您递交的纸质志愿表分别录入');
    expect(mails[0].body).toContain('还可以修改2次');
    const acts = await knex('audit_entries').where({ action: 'savePaperDraft' }).select('actor_id');
    expect(acts.map(({ actor_id: id }) => id).join('+')).toBe(officers);
    expect(await listOfficerActs(app, 'county-1')).toContain('beginPaperDraft');
    expect((await listOfficerActs(app, 'county-2')).filter((act) => act === 'typePaperDraft')).not.toEqual(
      [],
    );
    expect(await knex('save_attempts').where({ candidate_id: pilotId, outcome: 'saved' })).toHaveLength(1);
    const token = app.services.office.tokens.issue(
      await idOfOfficer(app, 'county-2'),
      `typePaperDraft|${draft.id}`,
    );
    const late = await second.post(`${path}/entry`, { ...two, formToken: token });
    expect([late.status, late.text.includes('已保存或撤回')]).toEqual([409, true]);
    expect(await listVersions()).toHaveLength(1);
  });

  it('shows the candidate whence it came, in a chain that verifies, and goes on counting', async () => {
    const candidate = await signIn(app, squad);
    expect((await candidate.get('/versions')).text).toContain('按纸质志愿表录入');
    await file(candidate, 'early-other', two);
    expect((await listVersions()).map((row) => [row.ordinal, row.save_number])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    const code = await verifyCommand.run(
      { db: app.database.knex, config: loadConfig({}), print: () => {} } as unknown as Parameters<
        typeof verifyCommand.run
      >[0],
      [],
    );
    expect(code).toBe(0);
  });

  it('is out of date once the candidate saves meanwhile, and can be withdrawn with a reason', async () => {
    const path = await begun();
    await press(first, path, one);
    const candidate = await signIn(app, squad);
    await file(candidate, 'early-other', three);
    const refused = await press(second, path, one);
    expect([refused.status, refused.text.includes('此纸质志愿表已过时')]).toEqual([409, true]);
    expect((await second.get(LIST)).text).toContain('不能保存，请打开查看原因');
    expect(await listVersions()).toHaveLength(3);
    expect((await withdraw(second, path, ' ')).text).toContain('请填写理由');
    expect((await withdraw(second, path, '考生已自行保存')).url).toBe(LIST);
    expect((await first.get(LIST)).text).toContain('考生已自行保存');
    expect(await listOfficerActs(app, 'county-2')).toContain('withdrawPaperDraft');
    const gone = await first.post(`${path}/withdrawal`, { reason: '试', formToken: 'x' });
    expect(gone.status).toBe(403);
  });

  it('offers no batch whose saves are used up, and begins none', async () => {
    const page = await first.get(choicePath());
    expect(page.html).not.toContain('value="early-other"');
    const refused = await begin();
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('现在不能保存');
    expect(refused.text).toContain('修改次数已用完');
  });

  it('is saved in an open window alone, a lengthened one included', async () => {
    const { knex } = app.database;
    await knex('application_groups').where({ candidate_id: pilotId }).update({ saves_used: 1 });
    const path = await begun();
    await press(first, path, one);
    const window = await knex('windows').where({ batch_code: 'early-other' }).first();
    const now = app.clock.read().getTime();
    await moveWindow(app, 'early-other', { closesAt: new Date(now - 1000) });
    const closed = await press(second, path, one);
    expect([closed.status, closed.text.includes('现在不能保存')]).toEqual([409, true]);
    expect((await begin()).status).toBe(409);
    expect(await listVersions()).toHaveLength(3);
    await moveWindow(app, 'early-other', { closesAt: new Date(now + 600_000) });
    await Promise.all([press(second, path, one), press(first, path, one)]);
    expect(await listVersions()).toHaveLength(4);
    await moveWindow(app, 'early-other', { closesAt: window.closes_at });
  });
});
