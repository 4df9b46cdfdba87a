import { findCandidate } from '../../../src/domain/candidates/candidate.repository';
import { toFacts } from '../../../src/domain/candidates/candidate-facts';
import { listFileStates, putFileStates } from '../../../src/domain/candidates/file-state.repository';
import { insertEvaluations } from '../../../src/domain/facts/evaluation.repository';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { idOf, people, signIn } from '../filing/filing';

const pages = ['/qualifications', '/scores', '/file-states', '/evaluations'] as const;
const musician = '21410102113005';

let app: TestApp;
const clients = new Map<string, TestClient>();
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

async function show(candidateNumber: string, path: string): Promise<string> {
  const client = clients.get(candidateNumber) ?? (await signIn(app, candidateNumber));
  clients.set(candidateNumber, client);
  const page = await client.get(path);
  expect(page.status).toBe(200);
  return page.text;
}

describe('the home page', () => {
  it('has the boxes of figure 2 and the two centres', async () => {
    const text = await show(people.pilot, '/');
    expect(text).toMatch(
      /收件箱 公共信箱 ：未读 \d+ 封 个人信箱 ：未读 \d+ 封 成绩查询 成绩查询 档案状态 档案状态查询/,
    );
    expect(text).toContain('个人中心');
    expect(text).toContain('信息中心');
  });
});

describe('个人中心', () => {
  it('shows 资格信息', async () => {
    const text = await show(people.minority, '/qualifications');
    expect(text).toContain('资格名单 国家专项、地方专项、高校专项');
    expect(text).toContain('户籍所在县（市、区） 兰考县');
    expect(text).toContain('民族 回族');
    expect(text).toContain('证件号码 410***********9625');
    expect(text).not.toContain('410225200305229625');
    expect(await show(musician, '/qualifications')).toContain('音乐（[9920]上海音乐学院）');
  });

  it('shows 成绩信息', async () => {
    const text = await show(people.minority, '/scores');
    expect(text).toMatch(
      /总分 581分 同科类位次 第\d+名 各科成绩 语文 124分 数学 108分 英语 131分 综合 218分/,
    );
    expect(await show(musician, '/scores')).toContain('艺术省统考成绩 音乐 228分');
  });

  it('says so before the scores are known', async () => {
    const { knex } = app.database;
    const own = { candidate_number: people.older };
    const { facts } = await knex('candidates').where(own).first('facts');
    await knex('candidates').where(own).update({ facts: '{}' });
    expect(await show(people.older, '/scores')).toContain('成绩尚未公布');
    expect(await show(people.older, '/qualifications')).toContain('报名信息');
    await knex('candidates')
      .where(own)
      .update({ facts: JSON.stringify(facts) });
  });

  it('shows 档案状态 by heading, or that admission has not begun', async () => {
    const text = await show(people.minority, '/file-states');
    expect(text).toMatch(/国家专项计划本科批 录取 已录取 \[1420\]陕西师范大学 \d{4}年/);
    expect(text).toMatch(/本科一批 尚未开始 — —/);
    expect(text).not.toContain('录取尚未开始');
    expect(await show(people.older, '/file-states')).toContain('录取尚未开始，暂时没有档案状态。');
  });

  it('keeps one state a heading: the last that was noted', async () => {
    const { knex } = app.database;
    const id = await idOf(app, people.squad);
    const institution = { code: '6000', name: '郑州大学' };
    const note = (state: '已经投档' | '预录取', day: number) =>
      putFileStates(knex, id, [
        { heading: 'undergraduate-1', state, institution, changedAt: new Date(Date.UTC(2021, 6, day)) },
      ]);
    await note('已经投档', 11);
    await note('预录取', 12);
    await putFileStates(knex, id, []);
    expect(await listFileStates(knex, id)).toEqual([
      {
        heading: 'undergraduate-1',
        state: '预录取',
        institution,
        changedAt: new Date(Date.UTC(2021, 6, 12)),
      },
    ]);
    expect(await show(people.squad, '/file-states')).toContain(
      '预录取 院校准备录取，等待确定专业 [6000]郑州大学',
    );
  });

  it('tells the rules where the file stands: by the table alone, the heading that took it last', async () => {
    const { knex } = app.database;
    const id = await idOf(app, people.minority);
    const stand = async () => {
      const record = await findCandidate(knex, id);
      return record === null ? null : toFacts(record).fileState;
    };
    expect(await stand()).toBe('录取');
    const other = { heading: 'undergraduate-1', institution: { code: '6000', name: '郑州大学' } };
    const later = new Date(Date.UTC(2999, 0, 1));
    await putFileStates(knex, id, [{ ...other, state: '院校在阅', changedAt: later }]);
    expect(await stand()).toBe('院校在阅');
    await putFileStates(knex, id, [{ ...other, state: '自由可投', institution: null, changedAt: later }]);
    expect(await stand()).toBe('录取');
    await knex('candidate_file_states').where({ candidate_id: id, heading_code: 'undergraduate-1' }).delete();
  });

  it('takes no state that there is not, and none without its institution', async () => {
    const { knex } = app.database;
    const row = {
      candidate_id: await idOf(app, people.squad),
      heading_code: 'early',
      changed_at: new Date(0),
    };
    const insert = (changes: object) => knex('candidate_file_states').insert({ ...row, ...changes });
    await expect(insert({ state: '丢失' })).rejects.toThrow(/check/);
    await expect(insert({ state: '录取' })).rejects.toThrow(/check/);
    const named = { institution_code: '6000', institution_name: '郑州大学' };
    await expect(insert({ state: '自由可投', ...named })).rejects.toThrow(/check/);
  });
});

describe('评价信息', () => {
  it('shows 考生评语 and 诚信档案, newest first, as text', async () => {
    const text = await show(people.rural, '/evaluations');
    expect(text).toMatch(
      /考生评语 该生性格开朗.*中牟县雁湖高级中学 2021-05-28 诚信档案 2021年普通高考：诚信应考/,
    );
    const id = await idOf(app, people.rural);
    const entry = {
      kind: 'integrity',
      recordedOn: '2021-06-20',
      recordedBy: '考点',
      body: '<b>注</b>',
    } as const;
    await insertEvaluations(app.database.knex, id, [entry]);
    const later = await show(people.rural, '/evaluations');
    expect(later.indexOf('<b>注</b>')).toBeGreaterThan(0);
    expect(later.indexOf('<b>注</b>')).toBeLessThan(later.indexOf('诚信应考'));
  });

  it('says where there is nothing', async () => {
    const text = await show(people.older, '/evaluations');
    expect(text).toContain('没有考生评语。');
    expect(text).toContain('没有诚信记录。');
    expect(await show(people.defaulter, '/evaluations')).toContain('未履行志愿约定');
  });
});

describe('whose facts', () => {
  it("shows nobody another's, whatever the address says", async () => {
    const owner = await findCandidate(app.database.knex, await idOf(app, people.minority));
    const marks = [owner?.name ?? '', people.minority, '兰考县', '581分', '陕西师范大学', '品行端正'];
    for (const path of pages) {
      for (const query of [
        '',
        `?id=${owner?.id}`,
        `?candidate=${owner?.id}`,
        `?candidateNumber=${people.minority}`,
      ]) {
        const text = await show(people.pilot, path + query);
        expect([path, query, marks.filter((mark) => text.includes(mark))]).toEqual([path, query, []]);
      }
    }
  });

  it('lets nobody change them', async () => {
    const client = await signIn(app, people.pilot);
    clients.set(people.pilot, client);
    for (const path of pages) expect((await client.post(path, { totalScore: '750' })).status).toBe(404);
  });
});
