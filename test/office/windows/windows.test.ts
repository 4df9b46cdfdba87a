import { formatMinute } from '../../../src/infrastructure/format-time';
import { openForm, people, press, signIn, sound } from '../../candidate/filing/filing';
import { listOfficerActs, signInOfficer } from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient, TestPage } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';

const SCHOOL_ACT = { act: 'lengthen', scopeKind: 'school', minutes: '30', reason: '学校停电' };
const BATCH = { 'batch-early-other': 'on' };

describe('windows', () => {
  let app: TestApp;
  let province: TestClient;
  let school: string;
  beforeAll(async () => {
    app = await startTestApp();
    province = await signInOfficer(app, 'province-1');
    const row = await app.database
      .knex('candidates')
      .where({ candidate_number: people.pilot })
      .first('school_code');
    school = row.school_code;
  });
  afterAll(() => app.close());

  const preview = async (fields: Record<string, string>): Promise<TestPage> => {
    await province.get('/office/windows/change');
    return province.post('/office/windows/preview', fields);
  };
  const carryOut = (page: TestPage) =>
    province.post('/office/windows/changes', page.hidden('/office/windows/changes'));
  const endOf = async (scope: string): Promise<Date> => {
    const row = await app.database
      .knex('windows')
      .where({ batch_code: 'early-other', scope_kind: scope })
      .first('closes_at');
    return row?.closes_at;
  };

  it('names every fault of the form beside its field, and keeps what was typed', async () => {
    const page = await preview({
      act: 'set',
      scopeKind: 'county',
      county: '41',
      opensAt: '2021-02-30 08:00',
      reason: '停电',
    });
    expect(page.status).toBe(422);
    for (const text of ['请至少选择一个批次', '没有这个县（市、区）', '请按2021-06-26 08:00的格式'])
      expect(page.text).toContain(text);
    expect(page.html).toContain('value="2021-02-30 08:00"');
    const nobody = await preview({ ...BATCH, ...SCHOOL_ACT, school: '999999' });
    expect([nobody.status, nobody.text.includes('没有这个学校，请从列表中选择')]).toEqual([422, true]);
    const named = await preview({ ...BATCH, ...SCHOOL_ACT, school: '中牟县雁湖高级中学' });
    expect([named.status, named.text.includes('中牟县雁湖高级中学（01010101）')]).toEqual([200, true]);
  });

  it('lengthens one school with a public notice, in force on another node, and open forms follow', async () => {
    const end = await endOf('province');
    const candidate = await signIn(app, people.pilot);
    app.clock.set(new Date(end.getTime() - 10 * MINUTE));
    const form = await openForm(candidate);
    expect(form.html).toMatch(/data-remaining="600000"/);
    const page = await preview({
      ...BATCH,
      ...SCHOOL_ACT,
      school,
      noticeTitle: '延长填报时间',
      noticeBody: '因停电<b>延长</b>{{7*7}}30分钟。',
    });
    expect(page.text).toMatch(/其中填报时间因此调整的[1-9]\d*人/);
    const other = await startTestApp({ database: app.database, clock: app.clock });
    try {
      const done = await carryOut(page);
      expect(done.url).toBe('/office/windows');
      const again = await carryOut(page);
      expect(again.status).toBe(409);
      expect((await endOf('school')).getTime() - end.getTime()).toBe(30 * MINUTE);
      await new Promise((resolve) => setTimeout(resolve, 4000));
      for (const node of [app, other]) {
        const windows = node.services.reference.current().calendar.listWindows('early-other');
        expect(windows.map(({ scope }) => scope.kind).toSorted()).toEqual(['province', 'school']);
      }
    } finally {
      await other.close();
    }
    app.clock.set(new Date(end.getTime() + 5 * MINUTE));
    expect((await candidate.get('/batches/early-other/expired')).url).toBe('/batches/early-other/form');
    const saved = await press(candidate, form, 'versions', sound);
    expect(saved.url).toBe('/batches/early-other');
    const mails = await candidate.get('/mails/public');
    expect(mails.text).toContain('延长填报时间');
    const neighbour = await signIn(app, people.defaulter);
    expect((await neighbour.get('/batches/early-other/form')).text).toContain('不在填报时间内');
    expect(await listOfficerActs(app, 'province-1')).toContain('lengthenWindow');
    expect((await province.get('/office/windows/batches/early-other')).text).toContain('学校停电');
    app.clock.set(new Date(end.getTime() - 60 * MINUTE));
  });

  it('refuses an act on windows that have changed since they were seen', async () => {
    const page = await preview({
      ...BATCH,
      act: 'lengthen',
      scopeKind: 'province',
      minutes: '60',
      reason: '系统繁忙',
    });
    const before = await endOf('province');
    await app.database
      .knex('windows')
      .where({ batch_code: 'early-other', scope_kind: 'province' })
      .update({ closes_at: new Date(before.getTime() + MINUTE) });
    const done = await carryOut(page);
    expect([done.status, done.text.includes('内容有变化')]).toEqual([409, true]);
    expect((await endOf('province')).getTime()).toBe(before.getTime() + MINUTE);
  });

  const typeTime = (time: Date) =>
    new Date(time.getTime() + 8 * 3600_000).toISOString().slice(0, 16).replace('T', ' ');
  const moveProvince = async (closesAt: Date) => {
    const { opens_at: opensAt } = await app.database
      .knex('windows')
      .where({ batch_code: 'early-other', scope_kind: 'province' })
      .first('opens_at');
    return preview({
      ...BATCH,
      act: 'set',
      scopeKind: 'province',
      opensAt: typeTime(opensAt),
      closesAt: typeTime(closesAt),
      reason: '录取日程推迟',
      noticeTitle: '填报延期',
      noticeBody: '填报时间推迟两天。',
    });
  };
  const confirm = (page: TestPage) =>
    province.post('/office/windows/changes', { ...page.hidden('/office/windows/changes'), confirmed: 'yes' });

  it('names a school that a later end of the province leaves behind, and asks for a tick', async () => {
    const before = await endOf('province');
    const ofSchool = await endOf('school');
    const target = new Date(ofSchool.getTime() + 48 * 60 * MINUTE);
    const page = await moveProvince(target);
    const sentence = `（${school}）`;
    expect([page.status, page.text.includes(sentence)]).toEqual([200, true]);
    for (const text of [`${formatMinute(ofSchool)}）不随此次调整，将早于其他考生截止`, '已核对上面的内容'])
      expect(page.text).toContain(text);
    const refused = await carryOut(page);
    expect([refused.status, refused.text.includes('没有执行：请核对以下内容')]).toEqual([422, true]);
    for (const kept of ['录取日程推迟', '填报延期', '填报时间推迟两天']) expect(refused.text).toContain(kept);
    expect(await endOf('province')).toEqual(before);
    const done = await confirm(refused);
    expect(done.url).toBe('/office/windows');
    expect(typeTime(await endOf('province'))).toBe(typeTime(target));
    expect(await endOf('school')).toEqual(ofSchool);
  });

  it('says from how many an earlier end takes time, and asks', async () => {
    const before = await endOf('province');
    const page = await moveProvince(new Date(app.clock.read().getTime() + 5 * MINUTE));
    expect(page.status).toBe(200);
    expect(page.text).toMatch(
      /此次调整使[1-9]\d*名考生正在进行的填报提前结束：范围内现在打开的填报页面\d+个/,
    );
    expect(page.text).toContain('不随此次调整，仍按原来的时间填报');
    expect((await carryOut(page)).status).toBe(422);
    expect(await endOf('province')).toEqual(before);
    const later = await moveProvince(new Date(before.getTime() + 60 * MINUTE));
    expect(later.text).not.toContain('提前结束');
  });

  it('counts open forms and unsaved drafts within the scope alone', async () => {
    const page = await preview({ ...BATCH, act: 'remove', scopeKind: 'school', school, reason: '恢复供电' });
    expect([page.status, page.text.includes('提前结束')]).toEqual([200, false]);
    const other = await preview({
      ...BATCH,
      act: 'lengthen',
      minutes: '20161',
      scopeKind: 'province',
      reason: '试',
    });
    expect([other.status, other.text.includes('1-20160的整数')]).toEqual([422, true]);
  });

  it('moves a round at once, and shows who may only look the windows alone', async () => {
    const { pack } = app.services.reference.current().calendar;
    const round = pack.rounds[1]?.code ?? '';
    const page = await preview({
      [`round-${round}`]: 'on',
      act: 'set',
      scopeKind: 'province',
      opensAt: '2031-06-30 08:00',
      closesAt: '2031-07-02 18:00',
      reason: '按日程',
    });
    expect(page.status).toBe(200);
    await confirm(page);
    const rows = await app.database.knex('windows').where('closes_at', new Date('2031-07-02T18:00:00+08:00'));
    expect(rows).toHaveLength(pack.batches.filter((batch) => batch.round === round).length);
    const county = await signInOfficer(app, 'county-1');
    const list = await county.get('/office/windows');
    expect([list.status, list.text.includes('延长一所学校')]).toEqual([200, false]);
  });

  it('gives a window hours of each day, lengthens the day that runs, and asks before they go', async () => {
    const { pack } = app.services.reference.current().calendar;
    const batch = pack.batches.findLast(({ round }) => round === pack.rounds[1]?.code)?.code ?? '';
    const act = {
      ...{ [`batch-${batch}`]: 'on', act: 'set', scopeKind: 'province', reason: '每天九小时' },
      ...{ opensAt: '2031-06-30 00:00', closesAt: '2031-07-02 23:00' },
    };
    const wrong = await preview({ ...act, dailyFrom: '9点', dailyUntil: '' });
    expect([wrong.status, wrong.text.includes('请按09:00的格式输入每天的时间')]).toEqual([422, true]);
    expect(wrong.html).toContain('value="9点"');
    const turned = await preview({ ...act, dailyFrom: '18:00', dailyUntil: '09:00' });
    expect(turned.text).toContain('每天的截止时间必须晚于开始时间');
    const set = await preview({ ...act, dailyFrom: '9:00', dailyUntil: '18：00' });
    const whole = '2031年06月30日 09:00至2031年07月02日 18:00（每天9:00-18:00）';
    expect([set.status, set.text.includes(whole)]).toEqual([200, true]);
    await confirm(set);
    const before = app.clock.read();
    app.clock.set(new Date('2031-06-30T18:10:00+08:00'));
    const lengthen = { ...act, act: 'lengthen', minutes: '60' };
    const longer = await preview(lengthen);
    expect(longer.text).toContain('每天9:00-18:00，其中06月30日 9:00-19:00');
    await confirm(longer);
    const list = await province.get('/office/windows');
    expect(list.text).toContain('其中06月30日 9:00-19:00');
    expect((await preview({ ...lengthen, minutes: '900' })).text).toContain('到了次日的开始时间');
    app.clock.set(new Date('2031-06-30T20:00:00+08:00'));
    expect((await province.get(`/office/windows/batches/${batch}`)).text).toContain('当天时段外');
    const sheet = await province.get('/office/windows?format=csv');
    expect(sheet.text).toContain('每天时段');
    const gone = await preview(act);
    expect(gone.text).toContain('昼夜都可以填报');
    expect((await carryOut(gone)).status).toBe(422);
    app.clock.set(before);
  });

  it('opens nothing with wrong data: the list of faults stands on its page and in the refusal', async () => {
    const { knex } = app.database;
    expect((await province.get('/office/windows/check')).text).toContain('的数据都可以开通');
    const { id } = await knex('plan_entries').where({ batch_code: 'early-other' }).first('id');
    await knex('plan_entries')
      .where({ id })
      .update({ plan_type: 'nothing', tracks: ['7'] });
    const check = await province.get('/office/windows/check');
    for (const text of ['计划类型不在规则包里', '科类不在规则包里']) expect(check.text).toContain(text);
    const before = await endOf('province');
    const page = await preview({
      ...BATCH,
      act: 'set',
      scopeKind: 'province',
      opensAt: '2020-06-30 08:00',
      closesAt: '2032-07-02 18:00',
      reason: '提前开通',
    });
    expect([page.status, page.text.includes('计划类型不在规则包里')]).toEqual([422, true]);
    expect(page.hidden('/office/windows/changes')).toEqual({});
    expect(await endOf('province')).toEqual(before);
  });
});
