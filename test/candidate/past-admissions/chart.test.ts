import {
  type AdmissionStatistics,
  WHOLE_INSTITUTION,
} from '../../../src/candidate/past-admissions/admission-statistics';
import { type ChartSource, presentChart } from '../../../src/candidate/past-admissions/chart.presenter';
import { presentStatistics } from '../../../src/candidate/past-admissions/statistics.presenter';

const span = (highest: number, average: number, lowest: number) => ({ highest, average, lowest });

const scores: ChartSource = {
  id: 'chart',
  title: '录取分数',
  unit: '分',
  words: { highest: '最高分', average: '平均分', lowest: '最低分' },
  smallestOnTop: false,
  years: [
    { year: 2019, span: span(590, 563.6, 550) },
    { year: 2020, span: span(600, 600, 600) },
  ],
  own: { words: '我的成绩', value: 552 },
};

const ranks: ChartSource = {
  ...scores,
  words: { highest: '最高位次', average: '平均分位次', lowest: '最低位次' },
  unit: '位',
  smallestOnTop: true,
  years: [{ year: 2020, span: span(12000, 22000, 30000) }],
  own: { words: '我的位次', value: 41000 },
};

describe('a chart', () => {
  it('puts the better above: high scores, low ranks', () => {
    const [first] = presentChart(scores).columns;
    expect(first?.top).toBeLessThan(first?.middle ?? 0);
    expect(first?.middle).toBeLessThan(first?.bottom ?? 0);
    const [ranked] = presentChart(ranks).columns;
    expect(ranked?.top).toBeLessThan(ranked?.middle ?? 0);
    expect(ranked?.middle).toBeLessThan(ranked?.bottom ?? 0);
  });

  it('places values on one scale with its grid', () => {
    const { grid, columns, own } = presentChart(scores);
    const at = (label: string) => grid.find((line) => line.label === label)?.y ?? Number.NaN;
    expect(columns[1]?.top).toBe(at('600'));
    expect(own?.y).toBeGreaterThan(at('560'));
    expect(own?.y).toBeLessThan(at('540'));
    const steps = grid.slice(1).map(({ y }, index) => y - (grid[index]?.y ?? 0));
    for (const step of steps) expect(step).toBeCloseTo(steps[0] ?? 0, 0);
  });

  it('marks one own value, however far away it is, or none', () => {
    for (const value of [0, 180, 750]) {
      const chart = presentChart({ ...scores, own: { words: '我的成绩', value } });
      expect(chart.own?.y).toBeGreaterThan(0);
      expect(chart.own?.y).toBeLessThanOrEqual(chart.baseline);
      expect(chart.own?.value).toBe(`${value}分`);
    }
    expect(presentChart({ ...scores, own: null }).own).toBeNull();
  });

  it('says in words all that it shows', () => {
    expect(presentChart(scores).description).toBe(
      '2019年最高分590，平均分563.6，最低分550；2020年最高分600，平均分600，最低分600；我的成绩552分',
    );
    expect(presentChart(ranks).description).toContain('最高位次12000');
  });

  it('writes one number where all were admitted with the same', () => {
    expect(presentChart(scores).columns[1]).toMatchObject({
      topLabel: '600',
      middleLabel: '',
      bottomLabel: '',
    });
  });

  it.each([1, 2, 3, 6, 10])('keeps %i years apart and inside', (count) => {
    const years = Array.from({ length: count }, (_none, index) => ({
      year: 2011 + index,
      span: span(600 + index, 590, 580),
    }));
    const { columns, left, right, barWidth } = presentChart({ ...scores, years });
    columns.forEach(({ x }, index) => {
      expect(x - barWidth / 2).toBeGreaterThanOrEqual(left);
      expect(x + barWidth / 2).toBeLessThanOrEqual(right);
      const next = columns[index + 1];
      if (next !== undefined) expect(x + barWidth).toBeLessThan(next.x + barWidth / 2);
    });
  });
});

describe('the statistics of an institution', () => {
  const row = (changes: Partial<AdmissionStatistics>): AdmissionStatistics => ({
    ...WHOLE_INSTITUTION,
    institution: '6000',
    year: 2020,
    batch: '本科第二批',
    track: '文科综合',
    planned: 7,
    admitted: 7,
    scores: span(514, 514, 514),
    ranks: span(20207, 20207, 20207),
    ...changes,
  });
  const own = { track: '文科综合', score: 520, rank: 18000 };

  it('stand in the columns of figure 20', () => {
    const [group] = presentStatistics([row({})], own);
    expect(group?.rows[0]?.map(({ column, text }) => `${column} ${text}`)).toEqual([
      '批次 本科第二批',
      '科类 文科综合',
      '年度 2020',
      '计划数 7',
      '录取数 7',
      '最高分 514',
      '最低分 514',
      '平均分 514',
      '最高位次 20207',
      '最低位次 20207',
      '平均分位次 20207',
    ]);
  });

  it('mark one own score and rank in one own 科类 alone', () => {
    const groups = presentStatistics([row({}), row({ track: '理科综合' })], own);
    expect(groups.map(({ title, marked }) => [title, marked])).toEqual([
      ['本科第二批 文科综合', true],
      ['本科第二批 理科综合', false],
    ]);
    expect(groups[0]?.charts.map(({ own: line }) => line?.value)).toEqual(['520分', '18000位']);
    const [unknown] = presentStatistics([row({})], { ...own, score: null, rank: null });
    expect(unknown?.marked).toBe(false);
  });

  it('leave out of the chart, and dash in the table, a year in which nobody was admitted', () => {
    const none = row({ year: 2019, admitted: 0, scores: null, ranks: null });
    const [group] = presentStatistics([none, row({})], own);
    expect(group?.charts[0]?.columns.map(({ label }) => label)).toEqual(['2020']);
    expect(group?.rows[0]?.map(({ text }) => text).join(' ')).toBe(
      '本科第二批 文科综合 2019 7 0 — — — — — —',
    );
    const [alone] = presentStatistics([none], own);
    expect(alone?.charts).toEqual([]);
    const [unranked] = presentStatistics([row({ ranks: null })], own);
    expect(unranked?.charts).toHaveLength(1);
  });

  it('give every chart an id of its own', () => {
    const rows = [row({}), row({ track: '理科综合' }), row({ batch: '本科第一批' })];
    const ids = presentStatistics(rows, own).flatMap(({ charts }) => charts.map(({ id }) => id));
    expect(new Set(ids).size).toBe(6);
  });
});
