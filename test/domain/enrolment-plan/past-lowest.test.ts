import { createPastYear, type PastLowestRow } from '../../../src/domain/enrolment-plan/past-lowest';
import { presentPastLowest } from '../../../src/domain/enrolment-plan/past-lowest.presenter';

const place = { institution: '河南大学(软件类)', batch: '普通本科批', track: '物理类' };
const row = (changes: Partial<PastLowestRow>): PastLowestRow => ({
  ...place,
  ...{ year: 2025, group: '101', major: '', requirement: '化学', score: 514, rank: 60211 },
  ...changes,
});

describe('the year before, beside the plan', () => {
  const past = createPastYear([
    row({}),
    row({ group: '102', requirement: '', score: 500, rank: null }),
    row({ major: '会计学', score: 520 }),
    row({ group: '102', major: '会计学', score: 530 }),
    row({ group: '102', major: '法学', score: 540, institution: '河南大学（软件类）' }),
  ]);

  it('knows a group by its code, unless it required something else', () => {
    expect(past.findGroup(place, '101', '化学')?.score).toBe(514);
    expect(past.findGroup(place, '101', '不限')).toBeNull();
    expect(past.findGroup(place, '102', '不限')?.score).toBe(500);
    expect(past.findGroup({ ...place, track: '历史类' }, '101', '化学')).toBeNull();
  });

  it('knows a 专业 by its name, of several of one name that of the same group alone', () => {
    expect(past.findMajor(place, '101', '会计学')?.score).toBe(520);
    expect(past.findMajor(place, '102', '会计学')?.score).toBe(530);
    expect(past.findMajor(place, '103', '会计学')).toBeNull();
    expect(past.findMajor(place, '103', '法学')?.score).toBe(540);
    expect(past.findMajor(place, '101', '护理学')).toBeNull();
    expect([past.hasBatch('普通本科批'), past.hasBatch('艺术本科批')]).toEqual([true, false]);
  });

  it.each([
    [{ year: 2025, score: 514, rank: 60211 }, '2025年最低514分，位次60211'],
    [{ year: 2025, score: 514, rank: null }, '2025年最低514分'],
    [{ year: 2025, score: null, rank: 60211 }, '2025年最低位次60211'],
    [null, ''],
  ])('says %j', (found, text) => expect(presentPastLowest(found)).toBe(text));
});
