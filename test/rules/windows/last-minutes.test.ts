import type { WindowScope } from '../../../src/rules/pack/rule-pack';
import { isEndingFor, isEndingForAll } from '../../../src/rules/windows/last-minutes';

const CLOSING = Date.UTC(2021, 6, 2, 10);
const minutesBefore = (minutes: number) => new Date(CLOSING - minutes * 60_000);
const EVERYTHING = { create: true, edit: true, remove: true };
const open = (scope: WindowScope, closesAt = new Date(CLOSING)) => ({
  batch: 'b1',
  scope,
  opensAt: minutesBefore(24 * 60),
  closesAt,
  permits: EVERYTHING,
});
const province: WindowScope = { kind: 'province' };
const county: WindowScope = { kind: 'county', county: '01' };

describe('the last half hour of a window', () => {
  it.each([
    [31, false],
    [30, true],
    [1, true],
    [0, false],
    [25 * 60, false],
  ])('%i minutes before the end of the province’s window: %s for everybody', (minutes, ending) => {
    expect(isEndingForAll([open(province)], minutesBefore(minutes))).toBe(ending);
  });

  it('is not everybody’s where it is a county’s', () => {
    expect(isEndingForAll([open(county)], minutesBefore(10))).toBe(false);
    expect(isEndingForAll([open(county), open(province)], minutesBefore(10))).toBe(true);
    expect(isEndingForAll([], minutesBefore(10))).toBe(false);
  });

  it('is that of the window which holds for a candidate', () => {
    const longer = open(county, new Date(CLOSING + 3600_000));
    const facts = (registrationCounty: string) => ({ registrationCounty });
    expect(isEndingFor([[open(province), longer]], facts('01'), minutesBefore(10))).toBe(false);
    expect(isEndingFor([[open(province), longer]], facts('02'), minutesBefore(10))).toBe(true);
    expect(isEndingFor([[], [open(county)]], facts('01'), minutesBefore(10))).toBe(true);
    expect(isEndingFor([[], [open(county)]], facts('02'), minutesBefore(10))).toBe(false);
  });
});
