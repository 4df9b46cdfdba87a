import { nameSpan, presentDeadline } from '../../../src/domain/review-cases/review-case.presenter';
import { createConcurrencyLimit } from '../../../src/infrastructure/concurrency-limit';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('the clock of a deadline', () => {
  it.each([
    [0, '0分'],
    [59 * MINUTE + 59_999, '59分'],
    [HOUR, '1小时0分'],
    [24 * HOUR - 1, '23小时59分'],
    [24 * HOUR, '1天0小时'],
    [51 * HOUR, '2天3小时'],
  ])('%d ms are %s', (span, words) => {
    expect(nameSpan(span)).toBe(words);
  });

  it.each([
    [6 * HOUR, '还剩6小时0分', 'calm'],
    [6 * HOUR - 1, '还剩5小时59分', 'warn'],
    [0, '还剩0分', 'warn'],
    [-1, '已超期0分', 'error'],
    [-2 * HOUR, '已超期2小时0分', 'error'],
  ])('with %d ms left says %s, %s', (left, words, mood) => {
    const now = Date.UTC(2021, 5, 26, 0, 0);
    expect(presentDeadline(new Date(now + left), now)).toMatchObject({ left: words, mood });
  });
});

describe('turns', () => {
  it('lets two go on at a time, in the order in which they came, and goes on after a fault', async () => {
    const takeTurn = createConcurrencyLimit(2);
    const ends: (() => void)[] = [];
    const begun: number[] = [];
    const work = (number: number) =>
      takeTurn(async () => {
        begun.push(number);
        await new Promise<void>((resolve, reject) => {
          ends.push(number === 1 ? () => reject(new Error('planned')) : resolve);
        });
      }).catch(() => undefined);
    const all = [1, 2, 3, 4].map(work);
    expect(begun).toEqual([1, 2]);
    ends[0]?.();
    await all[0];
    expect(begun).toEqual([1, 2, 3]);
    ends[1]?.();
    await all[1];
    ends[2]?.();
    ends[3]?.();
    await Promise.all(all);
    expect(begun).toEqual([1, 2, 3, 4]);
  });
});
