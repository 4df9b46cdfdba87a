import type { CandidateFacts, WindowScope } from '../../../src/rules/pack/rule-pack';
import { listDefaultWindows } from '../../../src/rules/windows/default-windows';
import {
  compareWindows,
  findEffectiveWindow,
  findPermitEnd,
  findPhase,
  getPermits,
  type Window,
} from '../../../src/rules/windows/window-in-force';
import { getBatch, loadPack } from '../filing/filing';

const EVERYTHING = { create: true, edit: true, remove: true };

function windowFor(scope: WindowScope, closesAt = '2021-06-28T18:00:00+08:00'): Window {
  return {
    batch: 'pilot',
    opensAt: new Date('2021-06-26T08:00:00+08:00'),
    closesAt: new Date(closesAt),
    scope,
    permits: EVERYTHING,
  };
}

const PROVINCE = windowFor({ kind: 'province' });
const KIND = windowFor({ kind: 'candidateKind', candidateKind: 'arts' });
const BAND = windowFor({ kind: 'scoreBand', from: 500, to: 599 });
const COUNTY = windowFor({ kind: 'county', county: '410101' });
const SCHOOL = windowFor({ kind: 'school', school: 'S1' });
const ALL = [SCHOOL, BAND, PROVINCE, COUNTY, KIND];

test.each<[string, CandidateFacts, Window]>([
  ['nothing known', {}, PROVINCE],
  ['another kind', { kind: 'general' }, PROVINCE],
  ['the kind', { kind: 'arts' }, KIND],
  ['kind and band', { kind: 'arts', totalScore: 500 }, BAND],
  ['the top of the band', { totalScore: 599 }, BAND],
  ['above the band', { totalScore: 600 }, PROVINCE],
  ['below the band', { totalScore: 499 }, PROVINCE],
  ['county and band', { totalScore: 550, registrationCounty: '410101' }, COUNTY],
  ['school and county', { school: 'S1', registrationCounty: '410101' }, SCHOOL],
  ['another school', { school: 'S2', registrationCounty: '410102' }, PROVINCE],
])('the window in force: %s', (_, facts, expected) => {
  expect(findEffectiveWindow(ALL, facts)).toBe(expected);
  expect(findEffectiveWindow(ALL.toReversed(), facts)).toBe(expected);
});

test('of two alike the one that closes last; none where none concerns', () => {
  const later = windowFor({ kind: 'province' }, '2021-06-29T18:00:00+08:00');
  expect(findEffectiveWindow([later, PROVINCE], {})).toBe(later);
  expect(findEffectiveWindow([PROVINCE, later], {})).toBe(later);
  expect(findEffectiveWindow([SCHOOL], {})).toBeNull();
  expect(findEffectiveWindow([], {})).toBeNull();
});

test.each([
  ['2021-06-26T07:59:59.999+08:00', 'before'],
  ['2021-06-26T08:00:00.000+08:00', 'open'],
  ['2021-06-28T17:59:59.999+08:00', 'open'],
  ['2021-06-28T18:00:00.000+08:00', 'closed'],
  ['2021-06-28T18:00:00.001+08:00', 'closed'],
])('at %s the window is %s', (now, phase) => {
  expect(findPhase(PROVINCE, new Date(now))).toBe(phase);
  expect(findPhase(null, new Date(now))).toBe('none');
});

test('a window without stages permits what it says', () => {
  expect(getPermits(PROVINCE, PROVINCE.closesAt)).toBe(EVERYTHING);
});

const at = (time: string) => new Date(`2021-06-28T${time}:00+08:00`);
const NO_CREATE = { create: false, edit: true, remove: true };
const NOTHING = { create: false, edit: false, remove: false };
const STAGED: Window = {
  ...PROVINCE,
  stages: [
    { from: at('16:00'), permits: NO_CREATE },
    { from: at('17:00'), permits: NOTHING },
  ],
};

test.each<[string, Window, 'create' | 'edit' | 'remove', string, string]>([
  ['no stage', PROVINCE, 'create', '12:00', '18:00'],
  ['the first stage that takes it', STAGED, 'create', '12:00', '16:00'],
  ['a later one', STAGED, 'edit', '12:00', '17:00'],
  ['a later one, the first begun', STAGED, 'edit', '16:30', '17:00'],
  ['at the instant of a stage', STAGED, 'create', '16:00', '16:00'],
  ['past it', STAGED, 'create', '16:30', '16:00'],
  ['never permitted', { ...STAGED, permits: NO_CREATE, stages: [] }, 'create', '12:00', 'opening'],
  [
    'a stage after the closing',
    { ...PROVINCE, stages: [{ from: at('19:00'), permits: NOTHING }] },
    'edit',
    '12:00',
    '18:00',
  ],
])('until when an act is permitted: %s', (_name, window, act, now, expected) => {
  const end = expected === 'opening' ? window.opensAt : at(expected);
  expect(findPermitEnd(window, act, at(now))).toEqual(end);
});

test('permits follow the last stage begun', () => {
  expect(['15:59', '16:00', '17:00'].map((time) => getPermits(STAGED, at(time)))).toEqual([
    EVERYTHING,
    NO_CREATE,
    NOTHING,
  ]);
});

const FROM_NINE = { ...PROVINCE, opensAt: new Date('2021-06-26T09:00:00+08:00') };
const BAND_ABOVE = windowFor({ kind: 'scoreBand', from: 550, to: null });
test.each<[string, Window, Window]>([
  ['permits', PROVINCE, { ...PROVINCE, permits: NO_CREATE }],
  ['stages', PROVINCE, STAGED],
  ['the opening', FROM_NINE, PROVINCE],
  ['the band', BAND, BAND_ABOVE],
])('two windows of one end that differ in %s: the same one wins in any order', (_name, one, other) => {
  const facts = { totalScore: 560 };
  const won = findEffectiveWindow([one, other], facts);
  expect(findEffectiveWindow([other, one], facts)).toBe(won);
});

test('of two with one end that which opens first', () => {
  expect(findEffectiveWindow([PROVINCE, FROM_NINE], {})).toBe(PROVINCE);
});

test('the default windows of Henan 2021 are those of the rounds', () => {
  const pack = loadPack('henan-2021');
  const [window] = listDefaultWindows(pack, getBatch(pack, 'undergraduate-1'));
  expect(window).toEqual({
    batch: 'undergraduate-1',
    opensAt: new Date('2021-06-30T08:00:00+08:00'),
    closesAt: new Date('2021-07-02T18:00:00+08:00'),
    scope: { kind: 'province' },
    permits: EVERYTHING,
    stages: [],
  });
  const lost = { ...getBatch(pack, 'pilot'), round: 'round-9' };
  expect(() => listDefaultWindows(pack, lost)).toThrow('round-9');
});

const BELOW = windowFor({ kind: 'scoreBand', from: null, to: 400 });
test.each<[string, CandidateFacts, Window | null]>([
  ['at its top', { totalScore: 400 }, BELOW],
  ['above it', { totalScore: 401 }, null],
  ['nothing known', {}, null],
  ['a score that is a text', { totalScore: '300' }, null],
  ['no score', { totalScore: null }, null],
])('a band without a bottom: %s', (_what, facts, expected) => {
  expect(findEffectiveWindow([BELOW], facts)).toBe(expected);
});
test('a band without a top takes every score above', () => {
  expect(findEffectiveWindow([BAND_ABOVE], { totalScore: 10_000 })).toBe(BAND_ABOVE);
  expect(findEffectiveWindow([BAND_ABOVE], { totalScore: 549 })).toBeNull();
});

test('two windows are compared either way alike, and one with itself is neither', () => {
  const windows = [...ALL, STAGED, FROM_NINE, BAND_ABOVE, { ...PROVINCE, permits: NO_CREATE }];
  for (const one of windows)
    for (const other of windows)
      expect(Math.sign(compareWindows(one, other)) + Math.sign(compareWindows(other, one))).toBe(0);
  for (const one of windows) expect(compareWindows(one, { ...one })).toBe(0);
  const moved = {
    ...STAGED,
    stages: STAGED.stages?.map((stage) => ({ ...stage, from: new Date(stage.from.getTime() + 1) })) ?? [],
  };
  expect(compareWindows(STAGED, moved)).not.toBe(0);
  expect(compareWindows(PROVINCE, { ...PROVINCE, permits: NO_CREATE })).toBe(1);
  expect(compareWindows({ ...PROVINCE, permits: NO_CREATE }, PROVINCE)).toBe(-1);
});

const BACK: Window = {
  ...PROVINCE,
  stages: [
    { from: at('16:00'), permits: NO_CREATE },
    { from: at('17:00'), permits: EVERYTHING },
  ],
};
test.each<[string, Window, 'create' | 'edit', string, string]>([
  ['taken away and given back, before', BACK, 'create', '12:00', '16:00'],
  ['taken away and given back, meanwhile', BACK, 'create', '16:00', '16:00'],
  ['taken away and given back, behind', BACK, 'create', '17:00', '18:00'],
  [
    'a stage with the closing',
    { ...PROVINCE, stages: [{ from: at('18:00'), permits: NOTHING }] },
    'edit',
    '12:00',
    '18:00',
  ],
  ['before the opening', STAGED, 'edit', '07:00', '17:00'],
])('until when an act is permitted: %s', (_name, window, act, now, expected) => {
  expect(findPermitEnd(window, act, at(now))).toEqual(at(expected));
});
test('before the opening what the window itself permits holds', () => {
  const early = new Date(STAGED.opensAt.getTime() - 1);
  expect(findPermitEnd({ ...STAGED, permits: NO_CREATE }, 'create', early)).toEqual(STAGED.opensAt);
  expect(findPermitEnd(STAGED, 'create', early)).toEqual(at('16:00'));
});
