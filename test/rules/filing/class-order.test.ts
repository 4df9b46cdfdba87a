import fc from 'fast-check';
import { compareClasses } from '../../../src/rules/filing/class-order';

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
});
