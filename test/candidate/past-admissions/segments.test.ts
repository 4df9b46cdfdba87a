import { gzipSync } from 'node:zlib';
import {
  listSegments,
  type ScoreSegment,
} from '../../../src/candidate/past-admissions/score-segment.repository';
import { presentCurve } from '../../../src/candidate/past-admissions/segments.presenter';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { people, signIn } from '../filing/filing';

describe('the curve of 一分一段', () => {
  const line = (score: number, total: number): ScoreSegment => ({ score, scoreTo: null, people: 1, total });
  const table = { year: 2026, track: '物理类' };

  it('begins with the best score at the left and at the bottom, and marks one own', () => {
    const curve = presentCurve(table, [line(700, 0), line(600, 50), line(500, 100)], 600);
    expect(curve?.line).toBe('70,250 263,136 456,22');
    expect(curve?.own).toMatchObject({ x: 263, y: 136, words: '我的成绩600分' });
    expect(curve?.description).toContain('我的成绩600分，累计50人');
  });

  it('marks nobody who is above or below it, and needs two lines', () => {
    expect(presentCurve(table, [line(700, 1), line(500, 9)], 701)?.own).toBeNull();
    expect(presentCurve(table, [line(700, 1), line(500, 9)], 499)?.own).toBeNull();
    expect(presentCurve(table, [line(700, 1)], 700)).toBeNull();
    expect(presentCurve(table, [], null)).toBeNull();
  });
});

describe('一分一段表', () => {
  let app: TestApp;
  let bound: TestClient;
  beforeAll(async () => {
    app = await startTestApp();
    bound = await signIn(app, people.rural);
  });
  afterAll(() => app.close());

  const ask = (fields: Record<string, string> = {}, client = bound) =>
    client.get(`/score-segments?${new URLSearchParams(fields)}`);

  it('is for those with 动态密码 alone, as 往年录取统计', async () => {
    const page = await ask({}, await signIn(app, people.pilot));
    expect([page.status, page.text.includes('绑定后可继续查询统计信息')]).toEqual([403, true]);
    expect(page.html).not.toContain('<svg');
  });

  it('shows one own year and 科类, one own rank, and the scores of the same rank in other years', async () => {
    const { facts } = await app.database
      .knex('candidates')
      .where({ candidate_number: people.rural })
      .first('facts');
    const page = await ask();
    expect(page.text).toContain('2021年 理科综合');
    expect(page.text).toContain(`我的成绩${facts.totalScore}分：位次`);
    expect(page.html).toContain('class="own" id="own"');
    expect(page.html).toMatch(/<polyline class="curve"/);
    const [own] = (await listSegments(app.database.knex, { year: 2021, track: '理科综合' })).filter(
      ({ score }) => score === facts.totalScore,
    );
    expect(page.text).toContain(`位次${(own?.total ?? 0) - (own?.people ?? 0) + 1}至${own?.total}`);
    for (const year of [2021, 2020, 2019, 2018]) expect(page.html).toContain(`<tr><td>${year}</td>`);
    const other = await ask({ year: '2020', track: '文科综合' });
    expect(other.text).toContain('2020年 文科综合');
    expect(other.text).not.toContain('我的成绩');
  });

  it('tells of a score that is typed, and what is wrong with it', async () => {
    const page = await ask({ year: '2019', score: '600' });
    expect(page.text).toContain('600分：位次');
    expect((await ask({ score: '12' })).text).toContain('12分低于本表公布的最低分，没有位次。');
    const wrong = await ask({ score: '九百<b>' });
    expect([wrong.status, wrong.text.includes('分数应当是0到900的数，请检查后重新输入！')]).toEqual([
      422,
      true,
    ]);
    expect(wrong.html).toContain('value="九百&lt;b&gt;"');
    expect((await ask({ year: '1999', track: '没有' })).status).toBe(200);
    expect((await bound.get('/score-segments?year=2020&year=2019')).status).toBe(400);
  });

  it('says so where there is none, and stays light', async () => {
    expect(gzipSync((await ask()).html).length).toBeLessThan(14_000);
    await app.database.knex('score_segments').delete();
    expect((await ask()).text).toContain('还没有公布一分一段表。');
  });
});
