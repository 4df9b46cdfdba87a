import fc from 'fast-check';
import { compareClasses, compareSchoolClasses } from '../../../src/rules/filing/class-order';

describe('the order of classes', () => {
  it.each([
    [
      ['1班', '10班', '2班'],
      ['1班', '2班', '10班'],
    ],
    [
      ['高三（10）班', '高三（9）班', '高三（1）班'],
      ['高三（1）班', '高三（9）班', '高三（10）班'],
    ],
    [
      ['高三十一班', '高三二班', '高三十班', '高三一班'],
      ['高三一班', '高三二班', '高三十班', '高三十一班'],
    ],
    [
      ['二十班', '三班', '十班'],
      ['三班', '十班', '二十班'],
    ],
    [
      ['１０班', '２班', '3班'],
      ['２班', '3班', '１０班'],
    ],
    [
      ['高三10班', '高二11班', '高三2班'],
      ['高二11班', '高三2班', '高三10班'],
    ],
    [
      ['一百零三班', '九十九班', '一〇四班'],
      ['九十九班', '一百零三班', '一〇四班'],
    ],
    [
      ['', '1班'],
      ['', '1班'],
    ],
  ])('sorts %j as a school counts', (given, right) => {
    expect([...given].sort(compareClasses)).toEqual(right);
  });

  it('is an order: the same whichever way the list was shuffled', () => {
    const name = fc.oneof(
      fc.integer({ min: 1, max: 99 }).map((number) => `${number}班`),
      fc.constantFrom('高三一班', '高三十班', '高三（2）班', '', '实验班', '文10', '文9'),
    );
    fc.assert(
      fc.property(fc.array(name), (names) => {
        const sorted = [...names].sort(compareClasses);
        expect([...names].reverse().sort(compareClasses)).toEqual(sorted);
      }),
    );
  });

  it.each([
    ['1班', '１班'],
    ['一班', '1班'],
    ['高三-1班', '高三 - 1班'],
    ['高三(1)班', '高三【1】班'],
  ])('keeps %s and %s, which count alike, in one order', (one, other) => {
    const [first, second] = [one, other].toSorted();
    expect([other, one].sort(compareClasses)).toEqual([first, second]);
    expect([one, other].sort(compareClasses)).toEqual([first, second]);
    expect(compareClasses(one, other)).toBe(one < other ? -1 : 1);
    expect(compareClasses(other, one)).toBe(one < other ? 1 : -1);
    expect(compareClasses(one, one)).toBe(0);
  });

  it('is by school first', () => {
    const at = (schoolCode: string, className: string) => ({ schoolCode, className });
    const sorted = [at('01', '2班'), at('01', '10班'), at('02', '1班'), at('02', '1班'), at('03', '')];
    expect([...sorted].reverse().sort(compareSchoolClasses)).toEqual(sorted);
    expect(compareSchoolClasses(at('01', '2班'), at('02', '1班'))).toBe(-1);
    expect(compareSchoolClasses(at('02', '1班'), at('01', '2班'))).toBe(1);
    expect(compareSchoolClasses(at('01', '1班'), at('01', '1班'))).toBe(0);
  });
});
