import type { WindowScope } from '../../../src/rules/pack/rule-pack';
import {
  planWindowAct,
  type StoredWindow,
  type WindowChange,
} from '../../../src/rules/windows/change-windows';
import type { Window } from '../../../src/rules/windows/window-in-force';
import { listWindowWarnings, takesTime } from '../../../src/rules/windows/window-warnings';

const at = (time: string) => new Date(`2021-06-28T${time}:00+08:00`);
const everything = { create: true, edit: true, remove: true };
const noCreate = { create: false, edit: true, remove: true };
const window = (id: number, scope: WindowScope, opens: string, closes: string): StoredWindow => ({
  id,
  batch: 'b',
  opensAt: at(opens),
  closesAt: at(closes),
  scope,
  permits: everything,
});
const province: WindowScope = { kind: 'province' };
const county: WindowScope = { kind: 'county', county: '410122' };
const elsewhere: WindowScope = { kind: 'county', county: '410105' };
const schoolS: WindowScope = { kind: 'school', school: 'S' };
const schoolT: WindowScope = { kind: 'school', school: 'T' };
const arts: WindowScope = { kind: 'candidateKind', candidateKind: 'arts' };
const sports: WindowScope = { kind: 'candidateKind', candidateKind: 'sports' };
const band: WindowScope = { kind: 'scoreBand', from: 600, to: null };
const counties = new Map([
  ['S', '410122'],
  ['T', '410105'],
]);
const add = (minutes: number): WindowChange => ({ kind: 'lengthen', minutes });
const set = (opens: string, closes: string): WindowChange => ({
  kind: 'set',
  opensAt: at(opens),
  closesAt: at(closes),
});
const all = window(1, province, '08:00', '18:00');
const ofS = window(2, schoolS, '08:00', '18:30');

function warn(windows: readonly StoredWindow[], scope: WindowScope, change: WindowChange): string[] {
  const act = { batches: ['b'], scope, change };
  const { steps } = planWindowAct(windows, act, at('12:00'), counties);
  return listWindowWarnings(windows, steps, act, counties).map(
    ({ window: { scope: own }, why }) => `${Object.values(own).join(' ')} ${why}`,
  );
}

test.each<[string, readonly StoredWindow[], WindowScope, WindowChange, string[]]>([
  ['the province set past a school', [all, ofS], province, set('08:00', '20:00'), ['school S behind']],
  ['the province cut before a school', [all, ofS], province, set('08:00', '12:30'), ['school S stays']],
  [
    'the province opening later than a school',
    [all, ofS],
    province,
    set('13:00', '18:30'),
    ['school S stays'],
  ],
  ["the province set to a school's own times", [all, ofS], province, set('08:00', '18:30'), []],
  ['the province lengthened, its schools with it', [all, ofS], province, add(60), []],
  ['a kind lengthened past a school', [all, ofS], arts, add(60), ['school S behind']],
  ['a kind lengthened, not past a school', [all, ofS], arts, add(15), []],
  [
    'a kind lengthened past a band and a county',
    [all, window(2, band, '08:00', '18:00'), window(3, county, '08:00', '18:00')],
    arts,
    add(60),
    ['scoreBand 600  behind', 'county 410122 behind'],
  ],
  [
    'a band lengthened past a kind, which yields to it',
    [all, window(2, arts, '08:00', '18:00')],
    band,
    add(60),
    ['candidateKind arts overruled'],
  ],
  ['a kind beside another kind', [all, window(2, sports, '08:00', '18:00')], arts, add(60), []],
  ['a county set past its school', [all, ofS], county, set('08:00', '20:00'), ['school S behind']],
  ['a county set past the school of another', [all, ofS], elsewhere, set('08:00', '20:00'), []],
  [
    'a first window of a school over a band',
    [all, window(2, band, '08:00', '20:30')],
    schoolT,
    add(30),
    ['scoreBand 600  overruled'],
  ],
  [
    'a school that has its own already',
    [all, window(2, band, '08:00', '20:30'), window(3, schoolT, '08:00', '18:10')],
    schoolT,
    add(30),
    [],
  ],
  ['an exception ended', [all, ofS], schoolS, { kind: 'remove' }, []],
  [
    'a window shorter than its last stage',
    [{ ...all, stages: [{ from: at('12:00'), permits: noCreate }] }],
    province,
    set('16:00', '20:00'),
    ['province noFirstFiling'],
  ],
  [
    'a window longer than its last stage',
    [{ ...all, stages: [{ from: at('12:00'), permits: noCreate }] }],
    province,
    set('13:00', '20:00'),
    [],
  ],
])('warns: %s', (_name, windows, scope, change, expected) => {
  expect(warn(windows, scope, change)).toEqual(expected);
  expect(warn(windows.toReversed(), scope, change).toSorted()).toEqual(expected.toSorted());
});

test('a window of another batch is none of its business', () => {
  const other = { ...ofS, batch: 'c' };
  expect(warn([all, other], province, set('08:00', '20:00'))).toEqual([]);
});

test.each<[string, Window | null, Window | null, boolean]>([
  ['nothing to nothing', null, null, false],
  ['a window that comes', null, all, false],
  ['taken away', all, null, true],
  ['a minute sooner', all, window(1, province, '08:00', '17:59'), true],
  ['the same', all, all, false],
  ['later', all, ofS, false],
  ['opening later on', all, window(1, province, '12:01', '20:00'), true],
  ['not open yet', window(1, province, '13:00', '18:00'), null, false],
  ['closed already', window(1, province, '08:00', '12:00'), null, false],
  ['a stage that comes sooner', all, { ...all, stages: [{ from: at('17:00'), permits: noCreate }] }, true],
  [
    'a stage that has begun, the end later',
    { ...all, stages: [{ from: at('11:00'), permits: noCreate }] },
    { ...ofS, stages: [{ from: at('10:00'), permits: noCreate }] },
    false,
  ],
])('takes time at 12:00: %s', (_name, was, is, expected) => {
  expect(takesTime(was, is, at('12:00'))).toBe(expected);
});

test.each([
  ['a day and a night', '29T08:00', []],
  ['a minute longer', '29T08:01', ['province dayAndNight']],
] as const)('hours that were taken off for %s', (_what, closes, expected) => {
  const day = (number: number) => ({
    opensAt: new Date(`2021-06-${number}T08:00:00+08:00`),
    closesAt: new Date(`2021-06-${number}T18:00:00+08:00`),
  });
  const days: StoredWindow = { ...all, closesAt: day(29).closesAt, sessions: [day(28), day(29)] };
  const change = {
    kind: 'set',
    opensAt: day(28).opensAt,
    closesAt: new Date(`2021-06-${closes}:00+08:00`),
  } as const;
  expect(warn([days], province, change)).toEqual(expected);
  // Where there were none, none were taken off.
  expect(warn([{ ...days, sessions: [] }], province, change)).toEqual([]);
});

test.each<[string, readonly StoredWindow[], WindowScope, WindowChange, string[]]>([
  [
    'a school beside its county',
    [all, window(2, county, '08:00', '17:00')],
    schoolS,
    set('08:00', '20:00'),
    [],
  ],
  [
    'a county and a kind',
    [all, window(2, arts, '08:00', '17:00')],
    county,
    set('08:00', '20:00'),
    ['candidateKind arts overruled'],
  ],
  ['a kind and a school', [all, ofS], arts, set('08:00', '20:00'), ['school S behind']],
  [
    'a school and a kind',
    [all, window(2, arts, '08:00', '17:00')],
    schoolS,
    set('08:00', '20:00'),
    ['candidateKind arts overruled'],
  ],
  ['one kind and another', [all, window(2, sports, '08:00', '17:00')], arts, set('08:00', '20:00'), []],
  ['one school and another', [all, ofS], schoolT, set('08:00', '20:00'), []],
])('warns where candidates may be in both: %s', (_name, windows, scope, change, expected) => {
  expect(warn(windows, scope, change)).toEqual(expected);
});
