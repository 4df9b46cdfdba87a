import fc from 'fast-check';
import {
  isJoinedCode,
  isWellFormedCode,
  joinCombinedCode,
  normaliseCode,
  splitCombinedCode,
} from '../../../src/rules/filing/codes';

test.each([
  ['0001 ', '0001'],
  ['０００１', '0001'],
  ['\u3000０００１\u3000', '0001'],
  ['a1', 'A1'],
  ['ａ１', 'A1'],
  ['\u202d0001\u202c', '0001'],
  ['00\u200b01\ufeff', '0001'],
  ['1', '1'],
  ['ß', 'ß'],
  ['Ⅳ', 'Ⅳ'],
  ['㏌', '㏌'],
  ['ﬁ', 'ﬁ'],
  ['①', '①'],
  ['', ''],
])('%j is normalised to %j', (typed, expected) => {
  expect(normaliseCode(typed)).toBe(expected);
});

test('normalising twice changes nothing more for what a keyboard types', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
      expect(normaliseCode(normaliseCode(text))).toBe(normaliseCode(text));
    }),
  );
});

const FOUR = { length: 4, alphabet: 'digits' } as const;
const TWO = { length: 2, alphabet: 'alphanumeric' } as const;

test.each([
  ['0001', FOUR, true],
  ['1', FOUR, false],
  ['00001', FOUR, false],
  ['-001', FOUR, false],
  ['0X01', FOUR, false],
  ['00 1', FOUR, false],
  ['', FOUR, false],
  ['00\u200b01', FOUR, false],
  ['०००१', FOUR, false],
  ['0001\n', FOUR, false],
  ['A1', TWO, true],
  ['16', TWO, true],
  ['a1', TWO, false],
  ['É1', TWO, false],
])('%j as %j: %s', (code, shape, expected) => {
  expect(isWellFormedCode(code, shape)).toBe(expected);
});

test.each([
  ['110103', '1101', '03'],
  ['1101', '1101', ''],
  ['11', '11', ''],
  ['1101034', '1101', '034'],
  ['', '', ''],
])('the combined code %j is %j and %j, and comes back as typed', (typed, institution, group) => {
  const parts = splitCombinedCode(typed, FOUR);
  expect(parts).toEqual({ institution, group });
  expect(joinCombinedCode(parts)).toBe(typed);
});

test.each([
  ['1105101', true],
  ['110510A', true],
  ['A105101', false],
  ['110510', false],
  ['11051011', false],
  ['1105+101', false],
  ['110510a', false],
  ['', false],
])('%j is institution and group in one: %p', (text, joined) => {
  const institution = { length: 4, alphabet: 'digits' } as const;
  const group = { length: 3, alphabet: 'alphanumeric' } as const;
  expect(isJoinedCode(text, { institution, group })).toBe(joined);
  expect(isJoinedCode(text, { institution })).toBe(false);
});
