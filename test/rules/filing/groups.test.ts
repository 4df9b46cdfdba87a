import {
  checkOverwrite,
  findBatch,
  listAbandonGroup,
  listExclusiveGroup,
  quotaGroupCode,
} from '../../../src/rules/filing/groups';
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
