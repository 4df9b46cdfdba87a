import { gzipSync } from 'node:zlib';
import { WHOLE_INSTITUTION } from '../../../src/candidate/past-admissions/admission-statistics';
import { insertAdmissionStatistics } from '../../../src/candidate/past-admissions/admission-statistics.repository';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { idOf, people, signIn } from '../filing/filing';

let app: TestApp;
let bound: TestClient;
beforeAll(async () => {
  app = await startTestApp();
  bound = await signIn(app, people.rural);
});
afterAll(() => app?.close());

const ask = (fields: Record<string, string>, client = bound) =>
  client.get(`/statistics?${new URLSearchParams(fields)}`);

describe('往年录取统计 without 动态密码', () => {
  it.each([people.pilot, people.squad, people.defaulter, people.older])(
    'is refused to %s, bound to a phone, WeChat, a phrase or nothing, with the way to bind it',
    async (candidateNumber) => {
      const client = await signIn(app, candidateNumber);
      for (const query of [{}, { institution: '6000' }]) {
        const page = await ask(query as Record<string, string>, client);
        expect(page.status).toBe(403);
        expect(page.text).toMatch(
          /安全风险提示 ：考生【[^】]+】，您尚未进行动态密码绑定，存在安全隐患，建议尽快 绑定 ，绑定后可继续查询统计信息！/,
        );
        expect(page.html).toMatch(/<a [^>]*href="\/dynamic-password">绑定<\/a>/);
        expect(page.html).not.toContain('name="institution"');
        expect(page.text).not.toContain('郑州大学');
      }
    },
  );

  it('leads to a page that is there', async () => {
    const client = await signIn(app, people.pilot);
    expect((await client.get('/dynamic-password')).status).toBe(200);
  });

  it('opens as soon as it is bound, and closes when it is unbound', async () => {
    const client = await signIn(app, people.minority);
    const { knex } = app.database;
    const own = { candidate_id: await idOf(app, people.minority) };
    expect((await ask({ institution: '6000' }, client)).status).toBe(403);
    await knex('credentials').where(own).update({ totp_bound_at: knex.fn.now() });
    expect((await ask({ institution: '6000' }, client)).status).toBe(200);
    await knex('credentials').where(own).update({ totp_bound_at: null });
    expect((await ask({ institution: '6000' }, client)).status).toBe(403);
  });
});

describe('往年录取统计', () => {
  it('asks for an institution, and says that the demo is invented', async () => {
    const page = await ask({});
    expect(page.status).toBe(200);
    expect(page.text).toContain('河南省普通高招录取统计数据');
    expect(page.text).toContain('演示数据 ：以下统计数据均为虚构');
    expect(page.html).not.toContain('<table');
  });

  it.each(['6000', '６０００', ' 郑州大学 '])('finds an institution by %p', async (institution) => {
    const page = await ask({ institution });
    expect(page.text).toContain('院校名称：[6000]郑州大学');
    for (const year of [2018, 2019, 2020]) expect(page.html).toContain(`<td data-label="年度">${year}</td>`);
  });

  it('offers those of a like name, and names it when there are more', async () => {
    const page = await ask({ institution: '郑州' });
    expect(page.text).toContain('请选择院校');
    expect(page.html).toContain('<a href="/statistics?institution=6000">[6000]郑州大学');
    const many = await ask({ institution: '大' });
    expect(many.html.match(/\?institution=/g)).toHaveLength(30);
    expect(many.text).toContain('只列出前30所');
  });

  it('shows one own 科类 first, and all when asked', async () => {
    const own = await ask({ institution: '6000' });
    expect(own.html).toContain('<option value="理科综合" selected>');
    expect(own.html).not.toContain('<td data-label="科类">文科综合</td>');
    const all = await ask({ institution: '6000', track: '' });
    expect(all.html).toContain('<td data-label="科类">文科综合</td>');
    expect(all.html).toContain('<td data-label="科类">理科综合</td>');
  });

  it('marks one own score and rank', async () => {
    const page = await ask({ institution: '6000' });
    expect(page.html).toMatch(/<desc [^>]*>2018年[^<]*；我的成绩552分<\/desc>/);
    expect(page.html).toMatch(/<line class="own"/);
    const { facts } = await app.database
      .knex('candidates')
      .where({ candidate_number: people.rural })
      .first('facts');
    expect(page.html).toContain(`我的位次${facts.totalRank}位`);
  });

  it('filters by batch and year, and forgets a filter that the institution does not have', async () => {
    const page = await ask({ institution: '6000', year: '2019', track: '' });
    const years = [...page.html.matchAll(/<td data-label="年度">(\d+)<\/td>/g)].map(([, year]) => year);
    expect(new Set(years)).toEqual(new Set(['2019']));
    const other = await ask({ institution: '6000', batch: '高职高专批', track: '对口生', year: '1999' });
    expect(other.html).toContain('<td data-label="年度">2018</td>');
  });

  it('says so where it finds nothing, and echoes nothing but text', async () => {
    const page = await ask({ institution: '<script>alert(1)</script>' });
    expect(page.text).toContain('没有找到名称或代号为');
    expect(page.html).not.toContain('<script>alert');
    expect((await ask({ institution: '没有这所大学' })).text).toContain('请检查后重新输入');
    expect((await ask({ institution: '%' })).text).toContain('没有找到');
    expect((await ask({ institution: '_' })).text).toContain('没有找到');
  });

  it.each([
    'institution=%00',
    'institution=%E2%80%AE6000',
    'institution=%ED%A0%80',
    `institution=${'大'.repeat(500)}`,
    'institution=6000&track=%00',
    'institution=6000&year=2020%27--',
    '__proto__=1&institution=6000',
  ])('is not shaken by %s', async (query) => {
    expect((await bound.get(`/statistics?${query}`)).status).toBe(200);
  });

  it('refuses a parameter that is repeated', async () => {
    expect((await bound.get('/statistics?institution=6000&institution=6001')).status).toBe(400);
  });

  it('shows an institution that nobody was admitted to', async () => {
    await insertAdmissionStatistics(
      app.database.knex,
      [{ code: '0000', name: '无人录取学院' }],
      [
        {
          ...WHOLE_INSTITUTION,
          institution: '0000',
          year: 2020,
          batch: '本科第二批',
          track: '理科综合',
          planned: 3,
          admitted: 0,
          scores: null,
          ranks: null,
        },
      ],
    );
    const page = await ask({ institution: '0000' });
    expect(page.text).toContain('没有录取，没有分数和位次。');
    expect(page.html).not.toContain('<svg');
    await app.database.knex('admission_statistics').where({ institution_code: '0000' }).delete();
    expect((await ask({ institution: '0000' })).text).toContain('没有符合条件的统计数据');
  });

  it('shows 专业组 and 专业 in a table, and a chart of the 专业组 that is asked for', async () => {
    const known = { institution: '0001', year: 2020, batch: '本科批', track: '理科综合' };
    const lowest = (score: number, rank: number | null) => ({
      scores: { highest: null, average: null, lowest: score },
      ranks: rank === null ? null : { highest: null, average: null, lowest: rank },
    });
    const row = (group: string, major: string, majorName: string, score: number, rank: number | null) => ({
      ...known,
      ...{ group, major, majorName, requirement: major === '' ? '化学' : '' },
      ...{ planned: null, admitted: null, ...lowest(score, rank) },
    });
    await insertAdmissionStatistics(
      app.database.knex,
      [{ code: '0001', name: '专业组学院' }],
      [
        row('101', '', '', 514, 60211),
        row('101', '14', '会计学', 520, null),
        row('', '07', '护理学', 499, 70000),
      ],
    );
    const all = await ask({ institution: '0001' });
    expect(all.text).toContain('2020 101 — 化学 — — — 514 — — 60211');
    expect(all.text).toContain('[07]护理学');
    expect(all.text).not.toContain('会计学');
    expect(all.html).not.toContain('<svg');
    const one = await ask({ institution: '0001', group: '101' });
    expect(one.text).toContain('[14]会计学');
    expect(one.text).not.toContain('护理学');
    expect(one.html).toMatch(/<desc [^>]*>2020年最低分514；我的成绩552分<\/desc>/);
    expect((await ask({ institution: '0001', group: '999' })).text).toContain('[07]护理学');
  });

  it('stays light, with everything shown', async () => {
    const page = await ask({ institution: '1420', track: '' });
    expect(page.html.match(/<svg/g)?.length).toBeGreaterThanOrEqual(4);
    expect(gzipSync(page.html).length).toBeLessThan(14_000);
  });

  it('keeps contradictions out of its table', async () => {
    const { knex } = app.database;
    const spoil = (changes: object) =>
      knex('admission_statistics').where({ institution_code: '6000' }).update(changes);
    await expect(spoil({ lowest_score: 700, highest_score: 600 })).rejects.toThrow(/check/);
    await expect(spoil({ lowest_rank: 1, highest_rank: 2 })).rejects.toThrow(/check/);
  });
});
