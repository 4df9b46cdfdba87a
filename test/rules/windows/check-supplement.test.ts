import { listSupplementFaults } from '../../../src/rules/windows/check-supplement';

const at = (time: string) => new Date(`2026-07-${time}:00+08:00`);
const now = at('25T12:00');
const window = (opens: string, closes: string) => ({ opensAt: at(opens), closesAt: at(closes) });
const over = window('05T09:00', '25T12:00');

describe('when a 征集 cannot be filed', () => {
  it.each([
    ['behind the end of its batch', '25T12:01', '25T18:00', null, [over], []],
    ['from now on', '25T12:00', '25T18:00', null, [over], ['opensAt past']],
    [
      'while its batch runs',
      '25T12:30',
      '25T18:00',
      null,
      [window('05T09:00', '25T12:01')],
      ['base running'],
    ],
    [
      'before another 征集 of it has ended',
      ...([
        '26T17:59',
        '27T18:00',
        null,
        [over, window('26T08:00', '26T18:00')],
        ['opensAt overlaps'],
      ] as const),
    ],
    ['as another ends', '26T18:00', '27T18:00', null, [over, window('26T08:00', '26T18:00')], []],
    ['backwards', '26T18:00', '26T08:00', null, [over], ['closesAt order']],
    ['at no hour', '26T18:00', '26T20:00', { from: '09:00', until: '18:00' }, [over], ['dailyUntil hours']],
    [
      'at hours that are none',
      '26T08:00',
      '27T18:00',
      { from: '18:00', until: '09:00' },
      [],
      ['dailyUntil hours'],
    ],
    ['at daily hours', '26T08:00', '27T18:00', { from: '09:00', until: '18:00' }, [over], []],
  ] as const)('%s', (_case, opens, closes, dailyHours, former, expected) => {
    const faults = listSupplementFaults({ ...window(opens, closes), dailyHours, former: [...former] }, now);
    expect(faults.map(({ field, code }) => `${field} ${code}`)).toEqual(expected);
  });

  it.each([
    // A window that opens in this instant runs; places are left of nothing yet.
    [[window('25T12:00', '25T12:01')], '25T12:02', [['base', 'running', '25T12:01']]],
    [[window('25T12:01', '25T12:02')], '25T12:02', []],
    // The last end of all that overlap.
    [
      [window('26T08:00', '26T18:00'), window('27T08:00', '27T18:00'), window('25T13:00', '25T14:00')],
      '26T10:00',
      [['opensAt', 'overlaps', '27T18:00']],
    ],
    // What runs is told by itself.
    [[window('25T08:00', '26T18:00')], '26T10:00', [['base', 'running', '26T18:00']]],
  ] as const)('beside %j from %s: %j', (former, opens, expected) => {
    const times = { ...window(opens, '28T18:00'), dailyHours: null, former: [...former] };
    expect(listSupplementFaults(times, now)).toEqual(
      expected.map(([field, code, until]) => ({ field, code, until: at(until) })),
    );
  });

  it('takes a minute for a window, and the very instant for none', () => {
    const faults = (closes: string) =>
      listSupplementFaults({ ...window('25T12:01', closes), dailyHours: null, former: [over] }, now);
    expect(faults('25T12:02')).toEqual([]);
    expect(faults('25T12:01')).toEqual([{ field: 'closesAt', code: 'order' }]);
  });
});
