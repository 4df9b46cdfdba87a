import { answers, createFilingModel, endsWith, type Question } from './filing-model';
import { type Call, findViolation } from './linear';

const MOST = 3;

function save(list: number, from: number, to: number, answer: string | null, more: Partial<Question> = {}) {
  const question = { kind: 'save', token: `t${list}`, list, seen: null, ...more } as const;
  return { question, answer, from, to } as Call<Question>;
}
const browse = (from: number, to: number, list: number | null): Call<Question> => ({
  question: { kind: 'browse' },
  answer: answers.shows(list),
  from,
  to,
});

/** Whether the calls and what was found at the end can be explained. */
const holds = (calls: readonly Call<Question>[], end: readonly number[]) =>
  findViolation(createFilingModel(MOST, end), [...calls, endsWith(end, calls)]) === null;

describe('the checker of histories', () => {
  const first = save(1, 0, 10, answers.saved);
  it.each<[string, readonly Call<Question>[], readonly number[], boolean]>([
    ['a save and what it shows', [first, browse(11, 12, 1)], [1], true],
    ['a look during the save sees it or not', [first, browse(2, 4, 1), browse(5, 6, 1)], [1], true],
    ['a look that forgets what was seen', [first, browse(2, 4, 1), browse(5, 6, null)], [1], false],
    ['a look behind the receipt that sees nothing', [first, browse(11, 12, null)], [1], false],
    ['a receipt whose save is lost', [first], [], false],
    ['two lists at once, one of which asks', [first, save(2, 0, 10, answers.unconfirmed(1))], [1], true],
    ['two lists at once, both saved', [first, save(2, 0, 10, answers.saved)], [1, 2], false],
    [
      'a confirmed modification',
      [first, save(2, 11, 20, answers.saved, { seen: 1 }), browse(21, 22, 2)],
      [1, 2],
      true,
    ],
    ['copies of one save', [first, save(1, 0, 10, answers.saved), save(1, 30, 40, answers.saved)], [1], true],
    ['a copy that is counted again', [first, save(1, 11, 12, answers.saved)], [1, 1], false],
    ['a copy that is asked', [first, save(1, 11, 12, answers.unconfirmed(1))], [1], false],
    [
      'a token with another list',
      [first, save(2, 11, 12, answers.tokenReused, { token: 't1' }), browse(13, 14, 1)],
      [1],
      true,
    ],
    ['no answer, and it was done', [save(1, 0, 0, null), browse(50, 51, 1)], [1], true],
    ['no answer, done late', [save(1, 0, 0, null), browse(50, 51, null), browse(60, 61, 1)], [1], true],
    ['no answer, and it was not done', [save(1, 0, 0, null), browse(50, 51, null)], [], true],
    ['no answer, seen, and gone again', [save(1, 0, 0, null), browse(50, 51, 1)], [], false],
    ['a save that nobody sent', [first], [1, 7], false],
    [
      'the count, used up',
      [
        first,
        save(2, 11, 12, answers.saved, { seen: 1 }),
        save(3, 13, 14, answers.saved, { seen: 2 }),
        save(4, 15, 16, answers.usedUp),
      ],
      [1, 2, 3],
      true,
    ],
    ['a count that is said to be used up and is not', [first, save(2, 15, 16, answers.usedUp)], [1], false],
  ])('%s', (_what, calls, end, isRight) => {
    expect(holds(calls, end)).toBe(isRight);
  });

  it('says how far it came and what would have been answered', () => {
    const calls = [first, browse(11, 12, null)];
    const found = findViolation(createFilingModel(MOST, [1]), [...calls, endsWith([1], calls)]);
    expect(found).toMatchObject({ explained: 1, open: [{ answer: 'shows none', instead: 'shows 1' }] });
  });

  it('is fast where many have no answer', () => {
    const calls = Array.from({ length: 60 }, (_none, at) => save(at, at, at, null, { seen: at - 1 }));
    const end = [0, 1, 2];
    expect(holds(calls, end)).toBe(true);
  });
});
