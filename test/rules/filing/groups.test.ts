import {
  abandonGroupCode,
  checkOverwrite,
  findBatch,
  type HeldGroup,
  listAbandonGroup,
  listClosedGroups,
  listExcludedBatches,
  listExclusiveGroup,
  quotaGroupCode,
} from '../../../src/rules/filing/groups';
import type { Batch } from '../../../src/rules/pack/rule-pack';
import { getBatch, loadPack } from './filing';

const pack = loadPack('henan-2021');
const G2 = ['arts-a-fine', 'arts-a-other'];

test.each([
  ['arts-a-other', G2],
  ['arts-a-fine', G2],
  ['pilot', ['pilot']],
  ['nothing', []],
])('the group of %s is %j', (code, expected) => {
  expect(listExclusiveGroup(pack, code).map((batch) => batch.code)).toEqual(expected);
  expect(listAbandonGroup(pack, code).map((batch) => batch.code)).toEqual(expected);
});

test('saves are counted for the group, or for the batch alone', () => {
  expect(quotaGroupCode(getBatch(pack, 'early-other'))).toBe('G1');
  expect(quotaGroupCode(getBatch(pack, 'undergraduate-1'))).toBe('undergraduate-1');
  expect(findBatch(pack, 'nothing')).toBeNull();
});

test.each([
  ['arts-early', null, null],
  ['arts-early', 'arts-early', null],
  ['arts-early', 'early-other', 'early-other'],
  ['arts-early', 'arts-a-fine', null],
  ['pilot', 'early-other', null],
  ['pilot', 'undergraduate-1', null],
  ['arts-early', 'nothing', null],
])('saving %s over %s overwrites %s', (batch, saved, expected) => {
  expect(checkOverwrite(pack, getBatch(pack, batch), saved)?.code ?? null).toBe(expected);
});

/** The pack with batches that exclude each other by pairs. */
function excluding(pairs: Readonly<Record<string, readonly string[]>>) {
  const batches = pack.batches.map((batch): Batch => {
    const excludes = pairs[batch.code];
    return excludes === undefined ? batch : { ...batch, excludes };
  });
  return { ...pack, batches };
}

test.each<[string, Readonly<Record<string, readonly string[]>>, readonly string[]]>([
  ['pilot', {}, []],
  ['arts-a-fine', {}, ['arts-a-other']],
  ['pilot', { pilot: ['undergraduate-1', 'arts-a-fine'] }, ['undergraduate-1', 'arts-a-fine']],
  ['arts-a-fine', { 'arts-a-fine': ['pilot'] }, ['pilot', 'arts-a-other']],
  // A batch that names itself excludes itself no more than any other.
  ['pilot', { pilot: ['pilot', 'nothing'] }, []],
])('beside %s, where %j, may not be in force: %j', (code, pairs, expected) => {
  const changed = excluding(pairs);
  const excluded = listExcludedBatches(changed, getBatch(changed, code)).map((batch) => batch.code);
  expect(excluded.toSorted()).toEqual(expected.toSorted());
});

const held = (group: string, savedBatch: string | null, rest: Partial<HeldGroup> = {}): HeldGroup => ({
  group,
  savedBatch,
  abandoned: false,
  confirmed: false,
  ...rest,
});

test.each<[string, readonly HeldGroup[], readonly string[]]>([
  ['nothing is held', [], []],
  ['nothing is saved', [held('undergraduate-1', null)], []],
  ['an excluded batch is saved', [held('undergraduate-1', 'undergraduate-1')], ['undergraduate-1']],
  ['another batch is saved', [held('undergraduate-2', 'undergraduate-2')], []],
  ['a batch is saved that the pack has no more', [held('gone', 'gone')], []],
  [
    'two are, in the order of their codes',
    [held('undergraduate-1', 'undergraduate-1'), held('G1', 'early-other')],
    ['G1', 'undergraduate-1'],
  ],
  [
    'it was given up',
    [held('undergraduate-1', 'undergraduate-1', { abandoned: true }), held('G1', 'early-other')],
    ['G1'],
  ],
  [
    'another was given up',
    [held('undergraduate-1', 'undergraduate-1'), held('pilot', 'pilot', { abandoned: true })],
    ['undergraduate-1'],
  ],
])('a save of pilot closes, where %s', (_what, groups, expected) => {
  const changed = excluding({ pilot: ['undergraduate-1', 'early-other', 'gone'] });
  const closed = listClosedGroups(changed, getBatch(changed, 'pilot'), groups);
  expect(closed.map(({ group }) => group.group)).toEqual(expected);
  for (const { batch, group } of closed) expect(batch.code).toBe(group.savedBatch);
  // Whichever way round they were read.
  expect(listClosedGroups(changed, getBatch(changed, 'pilot'), groups.toReversed())).toEqual(closed);
  // A batch without pairs closes none.
  expect(listClosedGroups(changed, getBatch(changed, 'undergraduate-2'), groups)).toEqual([]);
});

test('a batch is given up with its group, or alone', () => {
  expect(abandonGroupCode({ code: 'pilot', abandonGroup: null })).toBe('pilot');
  expect(abandonGroupCode({ code: 'pilot', abandonGroup: 'G9' })).toBe('G9');
});
