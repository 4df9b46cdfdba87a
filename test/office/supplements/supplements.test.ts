import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { countPeople } from '../../../src/domain/supplements/count-people';
import { tellSupplements } from '../../../src/domain/supplements/tell-supplements';
import { typeMinute } from '../../../src/infrastructure/format-time';
import { createLogger } from '../../../src/infrastructure/logger';
import { startImportJobs } from '../../../src/office/imports/jobs/start-import-jobs';
import { moveWindow, people, signIn } from '../../candidate/filing/filing';
import { listOfficerActs, signInOfficer } from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';
import { listRemaining, makeByTwo, sendSupplement, waitForState } from './supplement-steps';

const BASE = 'early-other';
const SUPPLEMENT = `supplementary-${BASE}`;
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-supplements-'));
let app: TestApp;
let first: TestClient;
let second: TestClient;
let running: { stop(): Promise<void> };

beforeAll(async () => {
  app = await startTestApp({ env: { DATA_DIR: dataDir } });
  [first, second] = [await signInOfficer(app, 'province-1'), await signInOfficer(app, 'province-2')];
  running = startImportJobs(app.services, {
    ...app.services.imports,
    log: createLogger('silent'),
    everyMs: 50,
  });
});
afterAll(async () => {
  await running.stop();
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const inMinutes = (minutes: number) => new Date(app.clock.read().getTime() + minutes * MINUTE);
const closeBase = () => moveWindow(app, BASE, { opensAt: inMinutes(-600), closesAt: inMinutes(-60) });
const times = () => ({ opensAt: typeMinute(inMinutes(60)), closesAt: typeMinute(inMinutes(600)) });
/** Everybody else in the plan of the batch is asked for nothing. */
async function wishOf(line: string): Promise<Record<string, string>> {
  const form = await first.get(`/office/supplements/new?base=${BASE}`);
  const lines = [...form.html.matchAll(/name="(line-[^"]+)"/g)].map(([, name = '']) => [name, '0']);
  return { ...Object.fromEntries(lines), base: BASE, 'line-5': line, ...times() };
}
const activeVersion = async () =>
  Number((await app.database.knex('rule_packs').where({ active: true }).first('version')).version);
const planOf = (batch: string) =>
  app.database.knex('plan_entries').where({ batch_code: batch }).orderBy('id');
const windowsOf = (batch: string) => app.database.knex('windows').where({ batch_code: batch });
const homeOf = async (number: string) => (await (await signIn(app, number)).get('/')).text;

/** Everybody who may file the 征集 is told of it once, whoever stops in the middle and however many are at it. */
async function tellAll(): Promise<void> {
  const { services } = app;
  const letters = async () =>
    (await services.db('mails').where({ kind: 'supplementMade' }).orderBy('candidate_id')).map((one) =>
      Number(one.candidate_id),
    );
  const [former, pieces] = [await letters(), [true, false]];
  expect(former).toEqual([]);
  await services.reference.refresh();
  const begun = await tellSupplements(services, () => pieces.shift() === true, 2);
  expect([begun <= 2, (await first.get('/office/supplements')).text]).toEqual([
    true,
    expect.stringContaining(`正在通知，已通知${begun}人`),
  ]);
  await Promise.all([tellSupplements(services, undefined, 2), tellSupplements(services, undefined, 3)]);
  const told = await letters();
  const { pack } = services.reference.current().calendar;
  const batch = pack.batches.find(({ code }) => code === SUPPLEMENT);
  if (batch === undefined) throw new Error(SUPPLEMENT);
  const counted = await countPeople(services.db, batch, AbortSignal.timeout(5000));
  expect(told.length).toBe(Object.values(counted).reduce((sum, count) => sum + count, 0));
  expect(new Set(told).size).toBe(told.length);
  expect(told.length).toBeGreaterThan(1);
  const [id] = await services.db('candidates').where({ candidate_number: people.pilot }).pluck('id');
  expect(told).toContain(Number(id));
  const messages = await services.db('outbox_messages').where({ kind: 'supplementMade' });
  expect(messages.length).toBeGreaterThan(0);
  expect(messages.length).toBeLessThanOrEqual(told.length);
  const mail = await services.db('mails').where({ kind: 'supplementMade' }).first('title');
  expect(JSON.stringify(mail)).toContain('您可以填报提前批其他征集志愿');
  expect((await first.get('/office/supplements')).text).toContain(`已通知${told.length}人`);
  expect(await tellSupplements(services)).toBe(0);
}

describe('征集 of remaining places', () => {
  it('is none while its batch may be filed', async () => {
    await moveWindow(app, BASE, { opensAt: inMinutes(-60), closesAt: inMinutes(600) });
    const list = await listRemaining(app, BASE, '5', 2);
    const refused = await sendSupplement(app, first, await wishOf('500'), list);
    expect([refused.status, refused.text.includes('这个批次或它的征集正在填报')]).toEqual([422, true]);
  });

  it.each([
    ['opens in the past', { opensAt: '2021-01-01 08:00' }, '开始时间已过'],
    ['has no times', { opensAt: '明天', closesAt: '' }, '请按2021-08-20 08:00的格式输入开始时间'],
    ['ends before it begins', { closesAt: '2021-01-01 08:00' }, '截止时间必须晚于开始时间'],
    ['has one hour of two', { dailyFrom: '9:00' }, '开始、截止都填或都不填'],
    [
      'has hours the wrong way round',
      { dailyFrom: '18:00', dailyUntil: '9:00' },
      '每天的截止时间必须晚于开始时间',
    ],
    ['lacks a line', { 'line-5': '' }, '请填写理科综合的征集线，不设线的填0'],
    ['has a line that is no score', { 'line-5': '一本线' }, '理科综合的征集线应当是0-999的分数'],
    ['says nothing of people', { people: '' }, '请选择哪些考生可以填报'],
    ['asks for a list that there is not', { qualification: '无此资格' }, '请选择资格名单'],
  ])('is refused where it %s, at its field and with everything typed', async (_why, wrong, said) => {
    await closeBase();
    const typed: Record<string, string> = { ...(await wishOf('512')), ...wrong };
    const refused = await sendSupplement(app, first, typed, await listRemaining(app, BASE, '5', 1));
    expect([refused.status, refused.text.includes(said)]).toEqual([422, true]);
    expect(refused.html).toContain(`value="${typed['line-5']}"`);
    expect(refused.text).toContain('请重新选择剩余计划的文件');
  });

  it('overlaps no 征集 of the same batch, and is asked for its file', async () => {
    const none = await first.get('/office/supplements/new?base=none');
    expect([none.status, none.text.includes('请选择要征集的批次')]).toEqual([422, true]);
    await moveWindow(app, BASE, { opensAt: inMinutes(30), closesAt: inMinutes(90) });
    const refused = await sendSupplement(app, first, await wishOf('500'), null);
    expect(refused.text).toContain('征集的开始时间不能早于这一时刻');
    expect(refused.text).toContain('请选择要导入的文件');
    await closeBase();
  });

  it.each([
    ['another batch', ['批次', '本科一批'], '不是提前批其他的剩余计划'],
    ['another year', ['年度', '2019'], '应当是'],
  ])('takes no list of %s', async (_what, [heading = '', value = ''], said) => {
    const list = (await listRemaining(app, BASE, '5', 2)).map((row, at) => [
      ...row,
      at === 0 ? heading : value,
    ]);
    const { location } = await sendSupplement(app, first, await wishOf('500'), list);
    const page = await waitForState(first, location, '检查完毕，有错误');
    expect(page.text).toContain(said);
    expect(page.html).not.toContain('/confirmation');
  });

  it('takes no row of a 科类 without a line, of unknown codes, and no list without rows', async () => {
    const [heading = [], row = []] = await listRemaining(app, BASE, '5', 1);
    const [, institution = '', group = '', major = '', quota = ''] = row;
    const rows = [
      heading,
      ['对口生', institution, group, major, quota],
      ['5', institution, group, 'Z9', quota],
      ['5', '9999', group, major, quota],
    ];
    const wrong = await sendSupplement(app, first, await wishOf('500'), rows);
    const page = await waitForState(first, wrong.location, '检查完毕，有错误');
    expect(page.text).toContain('没有填写这个科类的征集线');
    expect(page.text).toContain('提前批其他的招生计划里没有这一条');
    expect(page.text).toContain('院校名单里没有这个院校代号');
    const empty = await sendSupplement(app, first, await wishOf('500'), [heading]);
    await waitForState(first, empty.location, '文件不能导入，没有写入任何数据');
    const titled = await sendSupplement(app, first, await wishOf('500'), [['2019年剩余计划'], ...rows]);
    const said = await waitForState(first, titled.location, '文件不能导入，没有写入任何数据');
    expect(said.text).toContain('文件的标题写的是2019年');
    expect(await windowsOf(SUPPLEMENT)).toEqual([]);
  });

  it('is made by two in one act, filed by whom it is for, and not by others, who are told why', async () => {
    const list = await listRemaining(app, BASE, '5', 3);
    const version = await activeVersion();
    const { status, location } = await sendSupplement(app, first, await wishOf('560'), list);
    expect(status).toBe(303);
    const checked = await waitForState(first, location, '检查完毕，等待确认');
    expect(checked.text).toMatch(/将建立的征集.*提前批其他征集志愿（提前批其他的剩余计划）/);
    expect(checked.text).toMatch(/征集线 .*理科综合560分/);
    expect(checked.text).toMatch(/人数 \d+人/);
    expect(checked.text).toMatch(/规则包的变化.*批次 › 提前批其他征集志愿/);
    expect(await activeVersion()).toBe(version);
    const confirmation = `${location}/confirmation`;
    const wrong = { ...checked.hidden(confirmation), number: '2', reason: '' };
    const refused = await first.post(confirmation, wrong);
    expect([refused.status, refused.text.includes('输入的行数与剩余计划的3行不符')]).toEqual([422, true]);
    await first.post(confirmation, { ...refused.hidden(confirmation), number: '3', reason: '录取结束' });
    const own = await first.get(location);
    expect(own.html).not.toContain(`action="${location}/approval"`);
    expect(await windowsOf(SUPPLEMENT)).toEqual([]);
    const approval = `${location}/approval`;
    await second.post(approval, (await second.get(location)).hidden(approval));
    const done = await waitForState(first, location, '已导入');
    expect(done.text).toContain('已生效');
    expect(await activeVersion()).toBe(version + 1);
    expect(await windowsOf(SUPPLEMENT)).toHaveLength(1);
    const [former] = await planOf(BASE).where({ institution_code: list[1]?.[1], major_code: list[1]?.[3] });
    const [made, ...others] = await planOf(SUPPLEMENT);
    expect(others).toHaveLength(2);
    const { major_name, tuition_yuan, restrictions } = former;
    expect(made).toMatchObject({ major_name, tuition_yuan, restrictions, quota: 1 });
    expect(await listOfficerActs(app, 'province-1')).toContain('makeSupplement');
    await app.services.reference.refresh();
    expect(await homeOf(people.pilot)).toMatch(/提前批其他征集志愿 .*未开始/);
    // 552 of 560.
    expect(await homeOf('21410101151003')).toContain('您的成绩没有达到理科综合征集线560分，不能填报');
  });

  it('cannot be made twice at once, nor undone by an auditor or without a reason', async () => {
    const again = await sendSupplement(
      app,
      first,
      await wishOf('500'),
      await listRemaining(app, BASE, '5', 1),
    );
    expect(again.text).toContain('征集的开始时间不能早于这一时刻');
    const page = await first.get('/office/supplements');
    expect(page.text).toContain('等待开始填报');
    const { id } = await app.database.knex('supplements').first('id');
    const path = `/office/supplements/${id}/undoing`;
    const refused = await first.post(path, { ...page.hidden(path), reason: '' });
    expect([refused.status, refused.text.includes('请填写理由')]).toEqual([422, true]);
  });

  it('is undone until it opens: nothing of it is left, and what was changed since stays', async () => {
    const version = await activeVersion();
    const page = await first.get('/office/supplements');
    const { id } = await app.database.knex('supplements').first('id');
    const path = `/office/supplements/${id}/undoing`;
    const done = await first.post(path, { ...page.hidden(path), reason: '计划有误' });
    expect(done.text).toContain('已撤销');
    expect([await windowsOf(SUPPLEMENT), await planOf(SUPPLEMENT)]).toEqual([[], []]);
    expect(await activeVersion()).toBe(version + 1);
    await app.services.reference.refresh();
    expect(await homeOf(people.pilot)).not.toContain('提前批其他征集志愿');
    const twice = await first.post(path, { ...page.hidden(path), reason: '计划有误' });
    expect(twice.status).toBe(409);
  });

  it('is made again after that, and cannot be undone once it has opened', async () => {
    const list = await listRemaining(app, BASE, '5', 2);
    const { location } = await sendSupplement(app, first, await wishOf('500'), list);
    await makeByTwo(first, second, location, 2);
    await tellAll();
    const before = await first.get('/office/supplements');
    const { id } = await app.database.knex('supplements').orderBy('id', 'desc').first('id');
    const path = `/office/supplements/${id}/undoing`;
    app.clock.advance(61 * MINUTE);
    const refused = await first.post(path, { ...before.hidden(path), reason: '计划有误' });
    expect([refused.status, refused.text.includes('已开始填报，不能撤销')]).toEqual([409, true]);
    expect(await windowsOf(SUPPLEMENT)).toHaveLength(1);
  });

  it('is not made where its time has come before the second officer has', async () => {
    const base = 'early-military';
    await moveWindow(app, base, { opensAt: inMinutes(-600), closesAt: inMinutes(-60) });
    const form = await first.get(`/office/supplements/new?base=${base}`);
    const lines = [...form.html.matchAll(/name="(line-[^"]+)"/g)].map(([, name = '']) => [name, '0']);
    const wish = { ...Object.fromEntries(lines), base, ...times() };
    const { location } = await sendSupplement(app, first, wish, await listRemaining(app, base, '5', 1));
    const checked = await waitForState(first, location, '检查完毕，等待确认');
    const confirmation = `${location}/confirmation`;
    await first.post(confirmation, { ...checked.hidden(confirmation), number: '1', reason: '录取结束' });
    app.clock.advance(120 * MINUTE);
    const approval = `${location}/approval`;
    await second.post(approval, (await second.get(location)).hidden(approval));
    const page = await waitForState(first, location, '文件不能导入，没有写入任何数据');
    expect(page.text).toContain('不能建立征集：开始时间已过');
    expect(await windowsOf(`supplementary-${base}`)).toEqual([]);
  });
});
