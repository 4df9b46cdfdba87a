import fc from 'fast-check';
import { type Arrangement, arrangeChoices } from '../../../src/rules/filing/arrange';
import type { ChoiceList, SlotChoice } from '../../../src/rules/filing/choice-list';

const slot = (institution: string): SlotChoice => ({
  institution,
  group: '',
  majors: ['01'],
  posts: [],
  adjustment: 'agree',
});
const empty: SlotChoice = { institution: '', group: '', majors: [], posts: [], adjustment: null };
const list = (...codes: string[]): ChoiceList => ({
  parallel: codes.map((code) => (code === '' ? empty : slot(code))),
});
const codes = (choices: ChoiceList) => choices.parallel?.map(({ institution }) => institution);

const move = (from: number, to: number): Arrangement => ({
  kind: 'move',
  section: 'parallel',
  slot: from,
  to,
});
const at = (kind: 'up' | 'down' | 'insert' | 'remove', number: number): Arrangement => ({
  kind,
  section: 'parallel',
  slot: number,
});

describe('arranging choices', () => {
  it.each([
    ['up moves a choice before its neighbour', list('1', '2', '3'), at('up', 3), ['1', '3', '2']],
    ['up leaves the first where it is', list('1', '2'), at('up', 1), ['1', '2']],
    ['down moves a choice behind its neighbour', list('1', '2', '3'), at('down', 1), ['2', '1', '3']],
    ['up leaves the first of three where it is', list('1', '2', '3'), at('up', 1), ['1', '2', '3']],
    ['down moves a choice from the middle', list('1', '2', '3'), at('down', 2), ['1', '3', '2']],
    ['down leaves the last of three where it is', list('1', '2', '3'), at('down', 3), ['1', '2', '3']],
    ['down leaves the last where it is', list('1', '2'), at('down', 2), ['1', '2']],
    ['move takes a choice up past others', list('1', '2', '3'), move(3, 1), ['3', '1', '2']],
    ['move takes a choice down past others', list('1', '2', '3'), move(1, 3), ['2', '3', '1']],
    ['move beyond the end makes it the last', list('1', '2', '3'), move(1, 99), ['2', '3', '1']],
    ['move to its own place changes nothing', list('1', '2', '3'), move(2, 2), ['1', '2', '3']],
    ['move of a slot that is not there changes nothing', list('1', '2'), move(9, 1), ['1', '2']],
    ['insert puts an empty row before', list('1', '2', ''), at('insert', 2), ['1', '', '2']],
    ['insert loses nothing where the list is full', list('1', '2', '3'), at('insert', 1), ['1', '2', '3']],
    ['remove closes the gap', list('1', '2', '3'), at('remove', 1), ['2', '3', '']],
    ['a slot that is not there changes nothing', list('1'), at('remove', 9), ['1']],
    [
      'grow adds rows up to the most',
      list('1'),
      { kind: 'grow', section: 'parallel', by: 5 } as const,
      ['1', '', ''],
    ],
  ])('%s', (_what, before, arrangement, after) => {
    expect(codes(arrangeChoices(before, arrangement, 3))).toEqual(after);
  });

  it('moves a whole choice, adjustment and all', () => {
    const before: ChoiceList = { parallel: [slot('1'), { ...slot('2'), adjustment: 'refuse' }] };
    expect(arrangeChoices(before, at('up', 2), 2).parallel?.[0]).toEqual({
      ...slot('2'),
      adjustment: 'refuse',
    });
  });

  it('leaves other sections alone', () => {
    const before: ChoiceList = { ...list('1', '2'), directed: [slot('9')] };
    expect(arrangeChoices(before, at('up', 2), 2).directed).toEqual([slot('9')]);
  });

  it.each<[string, Partial<SlotChoice>]>([
    ['专业组', { group: '101' }],
    ['岗位', { posts: ['7'] }],
    ['调剂', { adjustment: 'refuse' }],
  ])('pushes no row out in which %s alone is typed', (_what, typed) => {
    const before: ChoiceList = { parallel: [slot('1'), { ...empty, ...typed }] };
    expect(arrangeChoices(before, at('insert', 1), 2)).toEqual(before);
  });

  it('loses nothing of what was typed, whatever is moved in whatever layout', () => {
    const code = fc.constantFrom('', '01', '02');
    const anySlot = fc.record({
      institution: fc.constantFrom('', '0001', '0002'),
      group: fc.constantFrom('', '101'),
      majors: fc.array(code, { maxLength: 3 }),
      posts: fc.array(code, { maxLength: 3 }),
      adjustment: fc.constantFrom<SlotChoice['adjustment']>(null, 'agree', 'refuse'),
    });
    const arrangement = fc.record({
      kind: fc.constantFrom('up', 'down', 'insert', 'move' as const),
      section: fc.constant('parallel'),
      slot: fc.integer({ min: 0, max: 7 }),
      to: fc.integer({ min: 1, max: 7 }),
    }) as fc.Arbitrary<Arrangement>;
    const typed = (choices: ChoiceList) =>
      (choices.parallel ?? [])
        .filter((one) => JSON.stringify(one).match(/[0-9]|agree|refuse/) !== null)
        .map((one) => JSON.stringify(one))
        .sort();
    fc.assert(
      fc.property(fc.array(anySlot, { maxLength: 6 }), arrangement, (slots, how) => {
        const before = { parallel: slots };
        expect(typed(arrangeChoices(before, how, 6))).toEqual(typed(before));
      }),
    );
  });
});
