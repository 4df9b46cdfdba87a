import fc from 'fast-check';
import { checkChoiceList } from '../../../src/rules/filing/check-choice-list';
import type { ChoiceList, SlotChoice, Violation } from '../../../src/rules/filing/choice-list';
import { normaliseChoiceList } from '../../../src/rules/filing/normalise-choice-list';
import type { Section } from '../../../src/rules/pack/rule-pack';
import { listCorruptions } from './corruptions';
import { choice, EMPTY, loadPack, nameViolation } from './filing';
import { FACTS, type Layout, layOut, validList } from './valid-lists';

const PACKS = [
  'henan-2021',
  'henan-2026',
  'zhejiang-2021',
  'shandong-2021',
  'jiangsu-2021',
  'tibet-2021',
  'anhui-2021',
  'inner-mongolia-2021',
].map(loadPack);
const RUNS = process.env.LONG === undefined ? 20 : 1_000;
const TIMEOUT = process.env.LONG === undefined ? 30_000 : 1_200_000;

const LAYOUTS = PACKS.flatMap((pack) =>
  pack.batches.map((batch): [string, Layout] => [`${pack.code} ${batch.code}`, layOut(pack, batch)]),
);

function findViolations(layout: Layout, choices: ChoiceList): readonly Violation[] {
  return checkChoiceList({ ...layout, facts: FACTS, choices });
}

interface Place {
  readonly section: Section;
  readonly index: number;
  readonly slot: SlotChoice;
}

function listPlaces(layout: Layout, list: ChoiceList): Place[] {
  return layout.batch.sections.flatMap((section) =>
    (list[section.code] ?? [])
      .map((slot, index) => ({ section, index, slot }))
      .filter(({ slot }) => slot.institution !== ''),
  );
}

function put(list: ChoiceList, { section, index }: Place, slot: SlotChoice): ChoiceList {
  return { ...list, [section.code]: (list[section.code] ?? []).with(index, slot) };
}

describe.each(LAYOUTS)('%s', (_, layout) => {
  const listWithPlace = validList(layout).chain((list) =>
    fc.record({ list: fc.constant(list), place: fc.constantFrom(...listPlaces(layout, list)) }),
  );

  test(
    'a right list has no violation',
    () => {
      fc.assert(
        fc.property(validList(layout), (list) => {
          expect(findViolations(layout, list).map(nameViolation)).toEqual([]);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT,
  );

  test(
    'one wrong field is told at that field, and nothing outside its row',
    () => {
      const corrupted = listWithPlace.chain(({ list, place }) =>
        fc.record({
          list: fc.constant(list),
          place: fc.constant(place),
          corruption: fc.constantFrom(...listCorruptions(place.slot, place.section, layout.pack)),
        }),
      );
      fc.assert(
        fc.property(corrupted, ({ list, place, corruption }) => {
          const wrong = normaliseChoiceList(layout.batch, put(list, place, corruption.slot));
          const violations = findViolations(layout, wrong);
          const row = `${place.section.code}.${place.index + 1}`;
          const names = violations.map((violation) => nameViolation(violation).replace(/ \[.*\]$/, ''));
          expect(names).toContain(`${row}.${corruption.field} ${corruption.code}`);
          expect(names.filter((name) => !name.startsWith(`${row}.`))).toEqual([]);
          if (corruption.field === 'institution') expect(names).toHaveLength(1);
        }),
        { numRuns: RUNS * 3 },
      );
    },
    TIMEOUT,
  );

  test(
    'an emptied row before a filled one, and a row said twice',
    () => {
      fc.assert(
        fc.property(listWithPlace, ({ list, place }) => {
          const { section, index, slot } = place;
          const next = list[section.code]?.[index + 1];
          if (next === undefined) return;
          const codes = (choices: ChoiceList) =>
            findViolations(layout, normaliseChoiceList(layout.batch, choices)).map(({ at, code }) => [
              at.section,
              at.slot,
              code,
            ]);
          const emptied = codes(put(list, place, EMPTY));
          if (next.institution !== '') expect(emptied).toContainEqual([section.code, index + 1, 'slotGap']);
          const twice = codes(put(list, { ...place, index: index + 1 }, slot));
          expect(twice).toContainEqual([section.code, index + 2, 'choiceRepeated']);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT,
  );
});

test('whatever is sent, the check answers, says nothing twice, and refuses a list that names no institution', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom('0001', '01', '__proto__', '０００１', ''),
  );
  const anySlot: fc.Arbitrary<SlotChoice> = fc.record({
    institution: text,
    group: text,
    majors: fc.array(text, { maxLength: 8 }),
    posts: fc.array(text, { maxLength: 3 }),
    adjustment: fc.constantFrom('agree' as const, 'refuse' as const, null),
  });
  const sections = fc.constantFrom(
    'first',
    'second',
    'parallel',
    'directed',
    '__proto__',
    'constructor',
    'x',
  );
  const anyList = fc.dictionary(sections, fc.array(anySlot, { maxLength: 5 }));
  fc.assert(
    fc.property(fc.constantFrom(...LAYOUTS), anyList, ([, layout], list) => {
      for (const choices of [list, normaliseChoiceList(layout.batch, list)]) {
        const violations = findViolations(layout, choices);
        const names = violations.map(nameViolation);
        expect(new Set(names).size).toBe(names.length);
        const known = layout.batch.sections.map(({ code }) => code);
        const filled = known.some(
          (code) => Object.hasOwn(list, code) && list[code]?.some((one) => one.institution),
        );
        if (!filled) expect(violations.some(({ severity }) => severity === 'block')).toBe(true);
      }
    }),
    { numRuns: RUNS * 20 },
  );
});

test('a list is right or wrong whatever the order of its sections', () => {
  const [entry] = LAYOUTS.filter(([name]) => name === 'henan-2021 undergraduate-1');
  const layout = entry?.[1];
  if (layout === undefined) throw new Error('no layout');
  const list = { directed: [choice('9')], parallel: [choice('9')] };
  const turned = { parallel: list.parallel, directed: list.directed };
  expect(findViolations(layout, list)).toEqual(findViolations(layout, turned));
});
