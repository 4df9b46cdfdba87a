import type { WindowScope } from '../../../src/rules/pack/rule-pack';
import { findLastClosing, hasClosed, listOpenBatches } from '../../../src/rules/windows/closing';

const at = (hour: number) => new Date(Date.UTC(2021, 6, 2, hour));
const EVERYTHING = { create: true, edit: true, remove: true };
const open = (batch: string, scope: WindowScope, from: number, to: number) => ({
  batch,
  scope,
  opensAt: at(from),
  closesAt: at(to),
  permits: EVERYTHING,
});
const province: WindowScope = { kind: 'province' };
const county: WindowScope = { kind: 'county', county: '01' };
const windows = [open('b1', province, 8, 18), open('b1', county, 8, 20)];

describe('when a batch is over', () => {
  it.each([
    ['02', 17, false],
    ['02', 18, true],
    ['01', 18, false],
    ['01', 20, true],
    ['02', 7, false],
  ])('for a candidate of county %s at %i: %s', (registrationCounty, hour, over) => {
    expect(hasClosed(windows, { registrationCounty }, at(hour))).toBe(over);
  });

  it('is never where it never opens', () => {
    expect(hasClosed([], {}, at(23))).toBe(false);
  });

  it('lets a county print after the last end that concerns it', () => {
    expect(findLastClosing(windows, '01')).toEqual(at(20));
    expect(findLastClosing(windows, '02')).toEqual(at(18));
    expect(findLastClosing([], '01')).toBeNull();
  });

  it('names each open batch once; opening is inside, closing outside', () => {
    expect(listOpenBatches(windows, at(8))).toEqual(['b1']);
    expect(listOpenBatches(windows, at(20))).toEqual([]);
    expect(listOpenBatches(windows, at(7))).toEqual([]);
  });
});
