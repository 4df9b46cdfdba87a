import { insertAdmissionStatistics } from '../../src/candidate/past-admissions/admission-statistics.repository';
import { insertPlanGroups } from '../../src/domain/enrolment-plan/plan.repository';
import type { RulePack, Section } from '../../src/rules/pack/rule-pack';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient, type TestClient } from '../support/test-client';
import { enterProvince, filer, groupCode, institutionCode, typeChoice } from './province';

const BATCH = 'undergraduate';

describe('院校专业组', () => {
  let app: TestApp;
  let pack: RulePack;
  let section: Section;
  beforeAll(async () => {
    app = await startTestApp();
    pack = await enterProvince(app, 'henan-2026');
    const found = pack.batches.find(({ code }) => code === BATCH)?.sections[0];
    if (found === undefined) throw new Error('no such batch');
    section = found;
    await insertPlanGroups(app.database.knex, pack.year, [
      {
        ...{ batch: BATCH, track: '5', institution: institutionCode(1), code: groupCode(pack) },
        ...{ name: '第001专业组', quota: 16, planTypes: [], note: '' },
        requirement: { mode: 'all', subjects: ['化学', '生物学'] },
      },
    ]);
    await app.services.reference.refresh();
  });
  afterAll(() => app.close());

  const study = (facts: object) =>
    app.database
      .knex('candidates')
      .where({ candidate_number: filer })
      .update({ facts: JSON.stringify(facts) });
  const lookUp = async (path: string) => (await fetch(`${app.url}/look-up/${BATCH}/5/-/${path}`)).text();

  async function send(client: TestClient, act: 'check' | 'versions', fields: Record<string, string>) {
    await client.get(`/batches/${BATCH}/notice`);
    const form = await client.post(`/batches/${BATCH}/notice`, {});
    const hidden = form.hidden(`/batches/${BATCH}/versions`);
    return client.post(`/batches/${BATCH}/${act}`, { ...hidden, ...fields });
  }
  const slot = (number: number, institution: number) => ({
    ...typeChoice(pack, section, number, institution),
    [`${section.code}-${number}-adjustment`]: 'agree',
  });
  async function signIn() {
    const client = createTestClient(app.url);
    await client.signIn(filer);
    return client;
  }

  it('is looked up by its code at its institution: name and 选科要求, or why it cannot be chosen', async () => {
    const code = institutionCode(1);
    expect(await lookUp(`${code}/groups/001`)).toContain('<b>第001专业组</b>');
    expect(await lookUp(`${code}/groups/001`)).toContain('data-asks>选科要求：化学和生物学；计划16人');
    expect(await lookUp(`${institutionCode(2)}/groups/001`)).toContain('选科要求：不限');
    expect(await lookUp(`${code}/groups/002`)).toContain('此院校没有这个专业组');
    expect(await lookUp(`${code}/groups/G1`)).toContain('专业组代号为3位');
    expect(await lookUp(`9999/groups/001`)).not.toContain('error');
  });

  it('shows the lowest of the year before beside one own, found by names, with and without a script', async () => {
    const before = { institution: institutionCode(1), year: pack.year - 1, batch: '普通本科批' };
    const lowest = (score: number, rank: number) => ({
      scores: { highest: null, average: null, lowest: score },
      ranks: { highest: null, average: null, lowest: rank },
    });
    const part = { track: '物理类', group: groupCode(pack), planned: null, admitted: null };
    await insertAdmissionStatistics(
      app.database.knex,
      [{ code: '9001', name: '第1大学' }],
      [
        { ...before, institution: '9001', ...part, major: '', majorName: '', requirement: '化学和生物学' },
        { ...before, institution: '9001', ...part, major: '77', majorName: '第2专业', requirement: '' },
      ].map((row, index) => ({ ...row, ...lowest(514 + index, 60211 - index) })),
    );
    await app.services.reference.refresh();
    const code = institutionCode(1);
    expect(await lookUp(`${code}/groups/001`)).toContain('计划16人；2025年最低514分，位次60211');
    expect(await lookUp(`${code}.001/02`)).toContain('2025年最低515分，位次60210');
    expect(await lookUp(`${code}.001/01`)).not.toContain('2025年');
    await study({ firstSubject: '物理', electives: ['化学', '生物学'], totalScore: 552, totalRank: 41000 });
    const page = await send(await signIn(), 'check', slot(1, 1));
    expect(page.text).toContain('我的成绩552分，位次41000。');
    expect(page.text).toContain('2025年最低514分，位次60211');
    expect(page.text).toContain('2025年最低515分，位次60210');
    await app.database
      .knex('admission_statistics')
      .where({ year: pack.year - 1 })
      .delete();
    await app.services.reference.refresh();
    expect((await send(await signIn(), 'check', slot(1, 1))).text).not.toContain('我的成绩');
  });

  it.each([
    [{}, '该专业组要求选考化学和生物学，您的报名信息中没有选考科目'],
    [
      { firstSubject: '物理', electives: ['地理', '思想政治'] },
      '该专业组要求选考化学和生物学，您未选考，不能填报',
    ],
    [
      { firstSubject: '物理', electives: ['化学', '地理'] },
      '该专业组要求选考化学和生物学，您未选考生物学，不能填报',
    ],
  ])('refuses %j', async (facts, sentence) => {
    await study(facts);
    const page = await send(await signIn(), 'check', { ...slot(1, 1), ...slot(2, 2) });
    expect(page.html.split(sentence)).toHaveLength(3);
    expect(page.text).toContain('请改正以下1处');
  });

  it('is told apart from a group of another institution near by, and takes majors of its own alone', async () => {
    await app.database
      .knex('plan_entries')
      .where({ institution_code: institutionCode(3), major_code: '08', batch_code: BATCH })
      .update({ group_code: '102' });
    await app.services.reference.refresh();
    const typed = { ...slot(1, 3), [`${section.code}-1-major-1`]: '08' };
    const page = await send(await signIn(), 'check', typed);
    expect(page.text).toContain('此专业不在本专业组，它属于本校的102专业组');
    const alone = { ...typed, [`${section.code}-1-major-2`]: '' };
    expect((await send(await signIn(), 'check', alone)).text).toContain(
      '您填写的专业代号在本校102专业组都存在',
    );
  });

  it('is found and moved by its number, and told what is wrong with one', async () => {
    const client = await signIn();
    await client.get(`/batches/${BATCH}/notice`);
    const form = await client.post(`/batches/${BATCH}/notice`, {});
    const typed = {
      ...form.hidden(`/batches/${BATCH}/versions`),
      ...slot(1, 2),
      ...slot(2, 3),
      ...slot(3, 9999),
    };
    const ends = (from: string, to: string) => ({
      arrange: `place:${section.code}`,
      [`${section.code}-from`]: from,
      [`${section.code}-to`]: to,
    });
    const path = `/batches/${BATCH}/arrangement`;
    const wrong = await client.post(path, { ...typed, ...ends('3', '49') });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('请填写两个志愿的序号，都在1到48之间，例如把第12个志愿移到第3个！');
    expect(wrong.html).toMatch(new RegExp(`name="${section.code}-to"[^>]* value="49"`));
    const empty = await client.post(path, { ...typed, ...ends('7', '1') });
    expect(empty.text).toContain('第7个志愿没有填写，不能移动，请检查序号！');
    const page = await client.post(path, { ...typed, ...ends('3', '1') });
    expect(page.html).toContain(`name="${section.code}-1-institution" value="${institutionCode(9999)}"`);
    expect(page.html).toContain(`<a href="#${section.code}-1" class="wrong">1</a>`);
    expect(page.html).toContain(`<a href="#${section.code}-2" class="filled">2</a>`);
  });

  it('has a blank 草表 with a line for each of the 48, and a printed one without those that are empty', async () => {
    const client = await signIn();
    const blank = await client.get(`/draft-sheets/${BATCH}/blank`);
    expect(blank.text).toContain('院校专业组48');
    expect(blank.html.match(/□同意 □不同意/g)).toHaveLength(49);
    await client.get(`/draft-sheets/${BATCH}`);
    await client.post(`/draft-sheets/${BATCH}`, { ...slot(1, 1), ...slot(3, 2) });
    const printed = await client.get(`/draft-sheets/${BATCH}/print`);
    expect(printed.text).toContain('专业组 [001]第001专业组 选科要求：化学和生物学');
    expect([printed.text.includes('院校专业组3'), printed.text.includes('院校专业组4')]).toEqual([
      true,
      false,
    ]);
  });

  it('is saved with its name, browsed, printed, and compared with it', async () => {
    await study({ firstSubject: '物理', electives: ['化学', '生物学'] });
    const client = await signIn();
    await send(client, 'versions', { ...slot(1, 1), ...slot(2, 2) });
    const page = await client.get(`/batches/${BATCH}`);
    expect(page.text).toContain('[001]第001专业组');
    expect(page.text).toContain('选科要求：化学和生物学');
    const { canonical_body: body } = await app.database
      .knex('application_versions')
      .orderBy('id', 'desc')
      .first();
    expect(JSON.parse(body).sections[0].slots[0]).toMatchObject({ group: '001', groupName: '第001专业组' });
    expect(JSON.parse(body).sections[0].slots[2]).not.toHaveProperty('groupName');
    expect((await client.get(`/batches/${BATCH}/print`)).text).toContain('专业组 [001]第001专业组');
  });
});
