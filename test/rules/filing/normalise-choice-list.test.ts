import fc from 'fast-check';
import type { ChoiceList, SlotChoice } from '../../../src/rules/filing/choice-list';
import { isSlotEmpty, normaliseChoiceList } from '../../../src/rules/filing/normalise-choice-list';
import { choice, EMPTY, getBatch, loadPack } from './filing';

const pack = loadPack('henan-2021');
const batch = getBatch(pack, 'early-other');

test('a row with 调剂 alone is empty; any code fills it', () => {
  expect(isSlotEmpty(choice('', ['', '']))).toBe(true);
  expect(isSlotEmpty(choice('0'))).toBe(false);
  expect(isSlotEmpty(choice('', [], { group: '1' }))).toBe(false);
  expect(isSlotEmpty(choice('', ['', '01']))).toBe(false);
  expect(isSlotEmpty(choice('', [], { posts: ['1'] }))).toBe(false);
});

test('nothing sent becomes the whole empty form', () => {
  const slot = { ...EMPTY, majors: ['', '', '', '', ''] };
  expect(normaliseChoiceList(batch, {})).toEqual({ first: [slot], second: [slot, slot, slot, slot] });
});

test('codes are normalised, rows padded, 调剂 of an emptied row cleared', () => {
  const list = normaliseChoiceList(batch, {
    first: [choice(' ０００１', ['1a', '', ''])],
    second: [choice('  ', ['\u3000'])],
  });
  expect(list.first).toEqual([choice('0001', ['1A', '', '', '', ''])]);
  expect(list.second?.[0]?.adjustment).toBeNull();
});

test('trailing empties beyond the layout go, what is filled beyond it stays to be refused', () => {
  const many = Array.from({ length: 9 }, (_, index) => (index === 6 ? choice('1105', ['01']) : EMPTY));
  const list = normaliseChoiceList(batch, {
    first: [choice('0001', ['01', '', '', '', '', '02', ''])],
    second: many,
    extra: [choice('0001'), EMPTY],
    void: [EMPTY],
  });
  expect(list.first?.[0]?.majors).toEqual(['01', '', '', '', '', '02']);
  expect(list.second).toHaveLength(7);
  expect(Object.keys(list)).toEqual(['first', 'second', 'extra']);
});

test('an emptied row keeps no 调剂 in any list', () => {
  const text = fc.constantFrom('', ' ', '0001', '０１', 'a', '01');
  const slot: fc.Arbitrary<SlotChoice> = fc.record({
    institution: text,
    group: text,
    majors: fc.array(text, { maxLength: 7 }),
    posts: fc.array(text, { maxLength: 2 }),
    adjustment: fc.constantFrom('agree' as const, 'refuse' as const, null),
  });
  const lists: fc.Arbitrary<ChoiceList> = fc.dictionary(
    fc.constantFrom('first', 'second', '__proto__', 'other'),
    fc.array(slot, { maxLength: 6 }),
  );
  fc.assert(
    fc.property(lists, (list) => {
      const normal = normaliseChoiceList(batch, list);
      expect(normaliseChoiceList(batch, normal)).toEqual(normal);
      expect(normal.first?.length).toBeGreaterThanOrEqual(1);
      expect(normal.second?.length).toBeGreaterThanOrEqual(4);
      const emptied = Object.values(normal).flat().filter(isSlotEmpty);
      expect(emptied.every(({ adjustment }) => adjustment === null)).toBe(true);
    }),
  );
});
