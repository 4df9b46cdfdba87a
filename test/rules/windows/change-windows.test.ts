import type { WindowScope } from '../../../src/rules/pack/rule-pack';
import {
  applySteps,
  isLengthening,
  isSameScope,
  nameScope,
  planWindowAct,
  type StoredWindow,
  type WindowChange,
} from '../../../src/rules/windows/change-windows';

const at = (time: string) => new Date(`2021-06-28T${time}:00+08:00`);
const everything = { create: true, edit: true, remove: true };
const window = (id: number, scope: WindowScope, closes: string, batch = 'b'): StoredWindow => ({
  id,
  batch,
  opensAt: at('08:00'),
  closesAt: at(closes),
  scope,
  permits: everything,
});
const province: WindowScope = { kind: 'province' };
const county: WindowScope = { kind: 'county', county: '410122' };
const schoolS: WindowScope = { kind: 'school', school: 'S' };
const schoolT: WindowScope = { kind: 'school', school: 'T' };
const arts: WindowScope = { kind: 'candidateKind', candidateKind: 'arts' };
const counties = new Map([
  ['S', '410122'],
  ['T', '410122'],
]);
const standing = [window(1, province, '18:00'), window(2, schoolS, '18:30')];

function run(scope: WindowScope, change: WindowChange, windows = standing, now = at('12:00')) {
  const plan = planWindowAct(windows, { batches: ['b'], scope, change }, now, counties);
  const after = applySteps(windows, plan.steps).map(
    ({ scope: own, closesAt }) =>
      `${Object.values(own).join(' ')} ${new Date(closesAt.getTime() + 8 * 3600_000).toISOString().slice(11, 16)}`,
  );
  return { after: after.toSorted(), faults: plan.faults.map(({ code }) => code) };
}
const add = (minutes: number): WindowChange => ({ kind: 'lengthen', minutes });
const set = (opens: string, closes: string): WindowChange => ({
  kind: 'set',
  opensAt: at(opens),
  closesAt: at(closes),
});

describe('acts on windows', () => {
  it.each([
    ['the province', province, ['province 19:00', 'school S 19:30']],
    ['a county, and its schools', county, ['county 410122 19:00', 'province 18:00', 'school S 19:30']],
    ['a school that has its own', schoolS, ['province 18:00', 'school S 19:30']],
    ['a school that has none', schoolT, ['province 18:00', 'school S 18:30', 'school T 19:00']],
    ['a kind', arts, ['candidateKind arts 19:00', 'province 18:00', 'school S 18:30']],
  ])('lengthens %s', (_name, scope, expected) => {
    expect(run(scope, add(60))).toEqual({ after: expected, faults: [] });
  });

  it("lengthens a school from its county's window, not from another county's", () => {
    const other: WindowScope = { kind: 'county', county: '410105' };
    const windows = [window(1, province, '18:00'), window(2, county, '18:20'), window(3, other, '20:00')];
    expect(run(schoolT, add(10), windows).after).toContain('school T 18:30');
  });

  it('moves the window that stands, and opens one where none does', () => {
    expect(run(schoolS, set('09:00', '20:00')).after).toEqual(['province 18:00', 'school S 20:00']);
    expect(run(province, set('09:00', '20:00'), []).after).toEqual(['province 20:00']);
    const twice = [window(1, province, '18:00'), window(2, province, '19:00')];
    expect(run(province, set('09:00', '20:00'), twice).after).toEqual(['province 20:00']);
  });

  const band: WindowScope = { kind: 'scoreBand', from: 600, to: null };
  it.each([
    ['a school, where a kind and a band close later', schoolT, 'school T 18:30'],
    ['a county, where a kind and a band close later', county, 'county 410122 18:30'],
    ['a kind, where a band and a school close later', arts, 'candidateKind arts 18:30'],
  ])('starts a new exception from the province: %s', (_name, scope, expected) => {
    const kinds: WindowScope = { kind: 'candidateKind', candidateKind: 'sports' };
    const windows = [window(1, province, '18:00'), window(2, kinds, '20:00'), window(3, band, '20:30')];
    expect(run(scope, add(30), windows).after).toContain(expected);
  });

  it('makes no exception where only kinds or bands have windows', () => {
    expect(run(schoolT, add(30), [window(1, band, '20:30')]).faults).toEqual(['noWindow']);
  });

  const noCreate = { create: false, edit: true, remove: true };
  const staged = {
    ...window(1, province, '18:00'),
    stages: [{ from: at('17:00'), permits: noCreate }],
  };
  it.each([
    ['moved with its window', province, set('09:00', '20:00'), '19:00'],
    ['lengthened with it', province, add(90), '18:30'],
    ['taken over by a lengthened school', schoolT, add(30), '17:30'],
    ['taken over by a school with its own times', schoolT, set('09:00', '15:00'), '14:00'],
  ])('keeps a stage at its distance from the end: %s', (_name, scope, change, expected) => {
    const plan = planWindowAct([staged], { batches: ['b'], scope, change }, at('08:30'), counties);
    expect(plan.steps.map(({ after }) => after?.stages)).toEqual([
      [{ from: at(expected), permits: noCreate }],
    ]);
  });

  it("gives a new exception its model's permits, and a first window everything", () => {
    const closed = { ...window(1, province, '18:00'), permits: noCreate };
    const permitsOf = (windows: StoredWindow[]) =>
      planWindowAct(
        windows,
        { batches: ['b'], scope: schoolT, change: set('09:00', '15:00') },
        at('08:30'),
        counties,
      ).steps.map(({ after }) => after?.permits);
    expect([permitsOf([closed]), permitsOf([])]).toEqual([[noCreate], [everything]]);
  });

  it('ends an exception', () => {
    expect(run(schoolS, { kind: 'remove' })).toEqual({ after: ['province 18:00'], faults: [] });
  });

  it.each([
    ['noWindow', province, add(10), [], '12:00'],
    ['noWindow', schoolT, { kind: 'remove' } as const, standing, '12:00'],
    ['provinceStays', province, { kind: 'remove' } as const, standing, '12:00'],
    ['endsBeforeItOpens', province, set('18:00', '18:00'), standing, '12:00'],
    ['unchanged', province, set('08:00', '18:00'), standing, '12:00'],
    ['endsInThePast', schoolS, add(30), standing, '19:00'],
    ['minutesOutOfRange', province, add(14 * 24 * 60 + 1), standing, '12:00'],
    ['minutesOutOfRange', province, add(0), standing, '12:00'],
    ['minutesOutOfRange', province, add(1.5), standing, '12:00'],
  ])('refuses with %s', (code, scope, change, windows, now) => {
    expect(run(scope, change, windows, at(now)).faults).toEqual([code]);
  });

  it('lengthens by two weeks at the most', () => {
    expect(run(province, add(14 * 24 * 60)).faults).toEqual([]);
  });

  it('lengthens a window that has closed where its new end is still to come', () => {
    expect(run(schoolS, add(31), standing, at('19:00')).faults).toEqual([]);
  });

  it.each([
    ['endsInThePast', set('06:00', '07:00'), '12:00'],
    ['endsInThePast', set('06:00', '12:00'), '12:00'],
    ['', set('06:00', '12:01'), '12:00'],
  ])('a window that is set: %p', (code, change, now) => {
    expect(run(province, change, [], at(now)).faults).toEqual(code === '' ? [] : [code]);
  });

  it('is done where one of several ends is still to come', () => {
    expect(run(province, add(10), standing, at('18:35')).faults).toEqual([]);
    expect(run(province, add(10), standing, at('18:40')).faults).toEqual(['endsInThePast']);
  });

  it("a county's act reaches its own schools, and none of another's", () => {
    const elsewhere: WindowScope = { kind: 'school', school: 'U' };
    const windows = [
      window(1, province, '18:00'),
      window(2, schoolS, '18:30'),
      window(3, elsewhere, '18:40'),
    ];
    expect(run(county, add(60), windows).after).toEqual([
      'county 410122 19:00',
      'province 18:00',
      'school S 19:30',
      'school U 18:40',
    ]);
    const kinds = [window(1, province, '18:00'), window(2, arts, '18:30')];
    expect(run(county, add(60), kinds).after).toContain('candidateKind arts 18:30');
    expect(run(schoolS, add(60), [...windows, window(4, schoolT, '17:00')]).after).toContain(
      'school T 17:00',
    );
  });

  it('a county is no county of a school whose county is not known', () => {
    const unknown: WindowScope = { kind: 'school', school: 'nowhere' };
    const windows = [window(1, province, '18:00'), window(2, county, '19:00')];
    expect(run(unknown, add(10), windows).after).toContain('school nowhere 18:10');
    // Nor is a kind's exception begun from a county's window.
    expect(run(arts, add(10), windows).after).toContain('candidateKind arts 18:10');
  });

  it('leaves the windows of other batches alone', () => {
    const windows = [window(1, province, '18:00'), window(2, province, '19:00', 'other')];
    expect(run(province, add(60), windows).after).toEqual(['province 19:00', 'province 19:00']);
    expect(run(schoolT, add(10), windows).after).toEqual([
      'province 18:00',
      'province 19:00',
      'school T 18:10',
    ]);
    expect(run(schoolT, { kind: 'remove' }, [window(1, schoolT, '18:00', 'other')]).faults).toEqual([
      'noWindow',
    ]);
  });

  const ofDays: StoredWindow = {
    ...window(1, province, '18:00'),
    sessions: [
      { opensAt: at('08:00'), closesAt: at('12:00') },
      { opensAt: at('14:00'), closesAt: at('18:00') },
    ],
  };
  it('does nothing where one of the windows would reach its next session', () => {
    const windows = [ofDays, window(2, schoolS, '18:30')];
    expect(run(province, add(120), windows, at('11:00'))).toEqual({
      after: ['province 18:00', 'school S 18:30'],
      faults: ['reachesNextDay'],
    });
    // A new exception from such a window neither.
    expect(run(schoolT, add(120), [ofDays], at('11:00')).faults).toEqual(['reachesNextDay']);
  });

  it('gives the window that stands its new times, its own row and its own stages', () => {
    const { steps } = planWindowAct(
      [ofDays],
      { batches: ['b'], scope: province, change: set('09:00', '20:00') },
      at('12:00'),
      counties,
    );
    expect(steps).toEqual([
      {
        batch: 'b',
        before: ofDays,
        after: { ...ofDays, opensAt: at('09:00'), closesAt: at('20:00'), sessions: [], stages: [] },
      },
    ]);
    const fresh = planWindowAct(
      [],
      { batches: ['b'], scope: schoolS, change: set('09:00', '20:00') },
      at('12:00'),
      counties,
    );
    expect(fresh.steps).toEqual([
      {
        batch: 'b',
        before: null,
        after: {
          batch: 'b',
          opensAt: at('09:00'),
          closesAt: at('20:00'),
          sessions: [],
          scope: schoolS,
          permits: everything,
          stages: [],
        },
      },
    ]);
  });

  it.each<[WindowScope, string]>([
    [province, 'province'],
    [county, 'county 410122'],
    [schoolS, 'school S'],
    [arts, 'candidateKind arts'],
    [{ kind: 'scoreBand', from: 600, to: 650 }, 'scoreBand 600..650'],
    [{ kind: 'scoreBand', from: 600, to: null }, 'scoreBand 600..'],
    [{ kind: 'scoreBand', from: null, to: 650 }, 'scoreBand ..650'],
  ])('%j is named %s', (scope, name) => {
    expect(nameScope(scope)).toBe(name);
    expect(isSameScope(scope, { ...scope })).toBe(true);
    expect(isSameScope(scope, { kind: 'county', county: '410105' })).toBe(false);
  });

  it.each([
    [1, true],
    [14 * 24 * 60, true],
    [14 * 24 * 60 + 1, false],
    [0, false],
    [-1, false],
    [1.5, false],
    [Number.NaN, false],
  ])('%p minutes are a lengthening: %p', (minutes, right) => {
    expect(isLengthening(minutes)).toBe(right);
  });
});
