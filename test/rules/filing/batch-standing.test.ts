import fc from 'fast-check';
import {
  type BatchStandingInput,
  type GroupRecord,
  getBatchStanding,
} from '../../../src/rules/filing/batch-standing';
import { listDefaultWindows } from '../../../src/rules/windows/default-windows';
import { getBatch, loadPack } from './filing';

const pack = loadPack('henan-2021');
const NOW = new Date('2021-06-26T12:00:00+08:00');
const SAVED: GroupRecord = {
  savedBatch: 'early-other',
  savesUsed: 1,
  lastSavedAt: new Date('2021-06-26T11:00:00+08:00'),
  abandoned: false,
  frozen: false,
};

function standing(code: string, differs: Partial<BatchStandingInput> = {}) {
  const batch = getBatch(pack, code);
  return getBatchStanding({
    pack,
    batch,
    facts: { kind: 'general' },
    windows: listDefaultWindows(pack, batch),
    group: null,
    hasDraft: false,
    now: NOW,
    ...differs,
  });
}

test('nothing saved', () => {
  expect(standing('early-other')).toMatchObject({
    state: 'openEmpty',
    offers: ['fill'],
    phase: 'open',
    quota: { state: 'allowed', savesLeft: 3 },
    ineligibility: null,
    overwrites: [],
  });
  expect(standing('early-other', { hasDraft: true }).state).toBe('openDraft');
});

test('saved here, an hour ago and a millisecond less', () => {
  expect(standing('early-other', { group: SAVED }).state).toBe('savedChangeable');
  const now = new Date(NOW.getTime() - 1);
  expect(standing('early-other', { group: SAVED, now })).toMatchObject({
    state: 'savedCooling',
    quota: { until: NOW },
  });
});

test('another of the group saved: named, and overwritten', () => {
  const found = standing('early-military', { group: SAVED });
  expect(found.state).toBe('otherOfGroupSaved');
  expect(found.overwrites.map(({ name }) => name)).toEqual(['提前批其他']);
});

test('not open yet, not for this kind, without a window, given up, frozen', () => {
  expect(standing('undergraduate-1').state).toBe('notYetOpen');
  expect(standing('arts-early').ineligibility).toEqual({
    code: 'candidateKind',
    values: { kind: 'general' },
  });
  expect(standing('early-other', { windows: [] })).toMatchObject({ state: 'noWindow', window: null });
  expect(standing('early-other', { group: { ...SAVED, abandoned: true } }).state).toBe('abandoned');
  expect(standing('early-police', { group: { ...SAVED, frozen: true } }).state).toBe('frozenEmpty');
});

test('a window that permits no new filing', () => {
  const windows = listDefaultWindows(pack, getBatch(pack, 'early-other')).map((window) => ({
    ...window,
    permits: { create: false, edit: true, remove: false },
  }));
  expect(standing('early-other', { windows }).state).toBe('createNotPermitted');
  expect(standing('early-other', { windows, group: SAVED }).state).toBe('savedChangeable');
});

test('saving ends with the window, or with the stage that permits no more of it', () => {
  const [window] = listDefaultWindows(pack, getBatch(pack, 'early-other'));
  if (window === undefined) throw new Error('early-other has no window');
  const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
  const permits = { create: false, edit: true, remove: true };
  const stages = [
    { from: later(10), permits },
    { from: later(20), permits: { ...permits, edit: false } },
  ];
  const endOf = (differs: Partial<BatchStandingInput>) => standing('early-other', differs).saveEndsAt;
  expect(endOf({})).toEqual(window.closesAt);
  expect(endOf({ windows: [{ ...window, stages }] })).toEqual(later(10));
  expect(endOf({ windows: [{ ...window, stages }], group: SAVED })).toEqual(later(20));
  expect(endOf({ windows: [] })).toBeNull();
});

test('a window with daily hours takes a save exactly within them, and a form ends with its day', () => {
  const [window] = listDefaultWindows(pack, getBatch(pack, 'early-other'));
  if (window === undefined) throw new Error('early-other has no window');
  const day = (number: number) => ({
    opensAt: new Date(`2021-06-${number}T09:00:00+08:00`),
    closesAt: new Date(`2021-06-${number}T18:00:00+08:00`),
  });
  const sessions = [day(26), day(27), day(28)];
  const windows = [{ ...window, opensAt: day(26).opensAt, closesAt: day(28).closesAt, sessions }];
  const edges = sessions.flatMap(({ opensAt, closesAt }) => [opensAt.getTime(), closesAt.getTime()]);
  const near = fc
    .tuple(fc.constantFrom(...edges), fc.integer({ min: -2, max: 2 }))
    .map(([at, ms]) => at + ms);
  const between = fc.integer({ min: (edges[0] ?? 0) - 3_600_000, max: (edges.at(-1) ?? 0) + 3_600_000 });
  fc.assert(
    fc.property(fc.oneof(near, between), (at) => {
      const now = new Date(at);
      const running = sessions.find(({ opensAt, closesAt }) => opensAt <= now && now < closesAt);
      const found = standing('early-other', { windows, now });
      expect(found.offers.includes('fill')).toBe(running !== undefined);
      if (running !== undefined) expect(found.saveEndsAt).toEqual(running.closesAt);
      expect(found.lastSaveEndsAt).toEqual(day(28).closesAt);
      expect(found.pause === null).toBe(found.phase !== 'pause');
    }),
    { numRuns: 1000 },
  );
});
