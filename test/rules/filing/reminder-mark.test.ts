import { findReminderMark } from '../../../src/rules/filing/reminder-mark';

const closesAt = new Date('2021-07-02T18:00:00+08:00');
const hoursAt = (at: string) => findReminderMark([24, 2], closesAt, new Date(at))?.hours ?? null;

describe('when those with a draft and no save are reminded', () => {
  it.each([
    ['2021-06-30T18:00:00.000+08:00', null],
    ['2021-07-01T17:59:59.999+08:00', null],
    ['2021-07-01T18:00:00.000+08:00', 24],
    ['2021-07-02T15:59:59.999+08:00', 24],
    ['2021-07-02T16:00:00.000+08:00', 2],
    ['2021-07-02T17:59:59.999+08:00', 2],
    ['2021-07-02T18:00:00.000+08:00', null],
  ])('%s: %s', (at, hours) => expect(hoursAt(at)).toBe(hours));

  it('says the instant of the mark, whatever the order of the marks', () => {
    const mark = findReminderMark([2, 24], closesAt, new Date('2021-07-02T17:00:00+08:00'));
    expect(mark).toEqual({ hours: 2, at: new Date('2021-07-02T16:00:00+08:00') });
    expect(findReminderMark([], closesAt, new Date('2021-07-02T17:00:00+08:00'))).toBeNull();
  });
});
