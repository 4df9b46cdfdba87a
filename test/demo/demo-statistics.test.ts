import { demoPeople } from '../../seeds/demo/people';
import { demoRecords } from '../../seeds/demo/people/records';
import { listDemoStatistics, listDemoStatisticsInstitutions } from '../../seeds/demo/statistics';
import { rankOf } from '../../seeds/demo/statistics/score-ranks';

const statistics = listDemoStatistics();

/** Whether all values are there, from the least on. */
const inOrder = (values: readonly (number | null)[]) =>
  values.every((value, index) => value !== null && (index === 0 || value >= (values[index - 1] ?? 0)));

describe('the 往年录取统计 of the demo', () => {
  it('has three years of every institution, batch and 科类', () => {
    const years = new Map<string, number[]>();
    for (const { institution, batch, track, year } of statistics) {
      const key = `${institution}/${batch}/${track}`;
      years.set(key, [...(years.get(key) ?? []), year]);
    }
    expect(years.size).toBeGreaterThan(500);
    for (const listed of years.values()) expect(listed).toEqual([2018, 2019, 2020]);
    const codes = new Set(listDemoStatisticsInstitutions().map(({ code }) => code));
    expect(statistics.filter(({ institution }) => !codes.has(institution))).toEqual([]);
  });

  it('keeps least, average and best in order, scores and ranks alike', () => {
    for (const { planned, admitted, scores, ranks } of statistics) {
      expect(planned ?? 0).toBeGreaterThanOrEqual(admitted ?? 0);
      expect(scores === null).toBe(admitted === 0);
      expect(ranks === null).toBe(admitted === 0);
      if (scores === null || ranks === null) continue;
      expect(inOrder([scores.lowest, scores.average, scores.highest])).toBe(true);
      expect(inOrder([1, ranks.highest, ranks.average, ranks.lowest])).toBe(true);
      if (admitted === 1) expect(new Set(Object.values(scores)).size).toBe(1);
    }
  });

  it('ranks a better score never worse', () => {
    for (const track of ['文科综合', '理科综合']) {
      for (const year of [2018, 2019, 2020, 2021]) {
        for (let score = 1; score <= 750; score += 1) {
          expect(rankOf(year, track, score)).toBeLessThanOrEqual(rankOf(year, track, score - 1));
        }
      }
    }
    expect(() => rankOf(2017, '理科综合', 500)).toThrow(RangeError);
    expect(() => rankOf(2020, '对口生', 500)).toThrow(RangeError);
  });

  it('is the same at every call', () => {
    expect(listDemoStatistics()).toEqual(statistics);
  });
});

describe('the records of the demo', () => {
  it('are of people of the demo', () => {
    const numbers = demoPeople.map(({ candidate }) => candidate.candidateNumber);
    expect(Object.keys(demoRecords).filter((number) => !numbers.includes(number))).toEqual([]);
  });

  it('alone tell of file states', () => {
    expect(demoPeople.filter(({ candidate }) => 'fileState' in candidate.facts)).toEqual([]);
  });

  it('tell of the rank of everyone of 文科 and 理科', () => {
    for (const { candidate } of demoPeople) {
      const ranked = ['1', '5'].includes(candidate.track);
      expect(typeof candidate.facts.totalRank).toBe(ranked ? 'number' : 'undefined');
      expect(candidate.facts.residenceCountyName).toMatch(/[县区市]$/);
    }
  });
});
