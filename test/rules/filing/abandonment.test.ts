import { mayAbandon } from '../../../src/rules/filing/abandonment';
import { type GroupRecord, getBatchStanding } from '../../../src/rules/filing/batch-standing';
import type { CandidateFacts } from '../../../src/rules/pack/rule-pack';
import { listDefaultWindows } from '../../../src/rules/windows/default-windows';
import { getBatch, loadPack } from './filing';

const pack = loadPack('henan-2021');
const batch = getBatch(pack, 'national-special');
const OPEN = '2021-06-26T12:00:00+08:00';
const LISTED: CandidateFacts = { kind: 'general', lists: ['国家专项'] };
const SAVED: GroupRecord = {
  savedBatch: batch.code,
  savesUsed: 1,
  lastSavedAt: new Date('2021-06-26T11:50:00+08:00'),
  abandoned: false,
  frozen: false,
};

test.each<[string, boolean, string, CandidateFacts, Partial<GroupRecord>]>([
  ['saved ten minutes ago', true, OPEN, LISTED, {}],
  ['three of three used', true, OPEN, LISTED, { savesUsed: 3 }],
  ['the last moment of the window', true, '2021-06-28T17:59:59.999+08:00', LISTED, {}],
  ['closed at this instant', false, '2021-06-28T18:00:00.000+08:00', LISTED, {}],
  ['before the window', false, '2021-06-26T07:59:59.999+08:00', LISTED, {}],
  ['frozen', false, OPEN, LISTED, { frozen: true }],
  ['given up already', false, OPEN, LISTED, { abandoned: true }],
  ['nothing saved', false, OPEN, LISTED, { savedBatch: null }],
  ['the qualification withdrawn after the save', true, OPEN, { ...LISTED, lists: [] }, {}],
  ['withdrawn, and frozen', false, OPEN, { ...LISTED, lists: [] }, { frozen: true }],
  ['withdrawn, and closed', false, '2021-06-28T18:00:00.000+08:00', { ...LISTED, lists: [] }, {}],
])('%s: %s', (_case, expected, at, facts, record) => {
  const now = new Date(at);
  const standing = getBatchStanding({
    pack,
    batch,
    facts,
    windows: listDefaultWindows(pack, batch),
    group: { ...SAVED, ...record },
    hasDraft: false,
    now,
  });
  expect(mayAbandon(batch, standing, now)).toBe(expected);
});

test('what a window or a batch does not permit is not given up', () => {
  const now = new Date(OPEN);
  const windows = listDefaultWindows(pack, batch).map((window) => ({
    ...window,
    permits: { create: true, edit: true, remove: false },
  }));
  const input = { pack, batch, facts: LISTED, group: SAVED, hasDraft: false, now };
  expect(mayAbandon(batch, getBatchStanding({ ...input, windows }), now)).toBe(false);
  const standing = getBatchStanding({ ...input, windows: listDefaultWindows(pack, batch) });
  expect(mayAbandon({ ...batch, abandonable: false }, standing, now)).toBe(false);
});

test('nothing can be given up without a window, whatever the state says', () => {
  const windows = listDefaultWindows(pack, batch);
  const standing = getBatchStanding({
    ...{ pack, batch, facts: LISTED, windows, group: SAVED, hasDraft: false },
    now: new Date(OPEN),
  });
  expect(mayAbandon(batch, standing, new Date(OPEN))).toBe(true);
  expect(mayAbandon(batch, { ...standing, window: null }, new Date(OPEN))).toBe(false);
});
