import fc from 'fast-check';
import type { ChoiceList, SlotChoice } from '../../../src/rules/filing/choice-list';
import { choice, EMPTY } from './filing';
import type { Act, ModelBatch, Person } from './model';

const MINUTE = 60_000;

const batch: fc.Arbitrary<ModelBatch> = fc.oneof(
  { weight: 3, arbitrary: fc.constant('early-other' as const) },
  { weight: 2, arbitrary: fc.constant('early-military' as const) },
  { weight: 2, arbitrary: fc.constant('undergraduate-1' as const) },
);

export const person: fc.Arbitrary<Person> = fc.record({
  kind: fc.oneof(
    { weight: 5, arbitrary: fc.constant('general' as const) },
    { weight: 1, arbitrary: fc.constant('arts' as const) },
  ),
  sex: fc.constantFrom('male' as const, 'female' as const),
  defaulter: fc.boolean(),
});

const wrongSlot: fc.Arbitrary<SlotChoice> = fc.record({
  institution: fc.constantFrom('0001', '1105', '1110', '', '9999', '1'),
  group: fc.constant(''),
  majors: fc.array(fc.constantFrom('01', '02', '03', '', '9'), { maxLength: 6 }),
  posts: fc.constant([]),
  adjustment: fc.constantFrom('agree' as const, 'refuse' as const, null),
});

const RIGHT = choice('0001', ['01']);

const rightSlot = fc.constantFrom(
  RIGHT,
  choice('0001', ['03', '02']),
  choice('1105', ['01']),
  choice('1105', ['02']),
  choice('1110', ['01'], { adjustment: 'refuse' }),
);

const slot = fc.oneof(
  { weight: 10, arbitrary: rightSlot },
  { weight: 1, arbitrary: fc.constantFrom(EMPTY, choice('1105', ['01', '02'])) },
  { weight: 1, arbitrary: wrongSlot },
);

function listOf(code: ModelBatch): fc.Arbitrary<ChoiceList> {
  const isMain = code === 'undergraduate-1';
  const right: ChoiceList = isMain
    ? { parallel: [RIGHT] }
    : { first: [RIGHT], second: [choice('1105', ['02'])] };
  const any: fc.Arbitrary<ChoiceList> = isMain
    ? fc.record({ parallel: fc.array(slot, { maxLength: 4 }) })
    : fc.record({
        first: fc.array(slot, { minLength: 1, maxLength: 1 }),
        second: fc.array(slot, { maxLength: 4 }),
      });
  return fc.oneof({ weight: 2, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: any });
}

/** So many minutes, to the millisecond or one less. */
function waitAmong(...minutes: number[]): fc.Arbitrary<Act> {
  const around = minutes.flatMap((minute) => [minute * MINUTE, minute * MINUTE, minute * MINUTE - 1]);
  return fc.constantFrom(...around).map((ms) => ({ act: 'wait', ms }));
}

function saveOf(code: ModelBatch): fc.Arbitrary<Act> {
  return fc.record({
    act: fc.constant('save' as const),
    batch: fc.constant(code),
    list: listOf(code),
    agreed: fc.boolean(),
  });
}

const extend: Act = { act: 'extend' };

/** Mostly at once, sometimes after 延长 or too late. */
const dwelling: fc.Arbitrary<Act[]> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Act[]>([]) },
  { weight: 1, arbitrary: waitAmong(1, 25, 30).map((act) => [act]) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(waitAmong(24, 25, 25, 30), waitAmong(5, 25, 30))
      .map(([before, after]) => [before, extend, after]),
  },
);

/** What a candidate mostly does: opens a form, dwells on it, saves it, comes back about an hour later. */
const filing: fc.Arbitrary<Act[]> = batch.chain((code) =>
  fc
    .tuple(dwelling, saveOf(code), waitAmong(1, 60, 60, 61))
    .map(([dwell, save, rest]): Act[] => [{ act: 'open', batch: code }, ...dwell, save, rest]),
);

const closing: fc.Arbitrary<Act> = fc.record({
  act: fc.constant('closeIn' as const),
  batch,
  ms: fc.constantFrom(0, 1, 20 * MINUTE, 40 * MINUTE, 300 * MINUTE),
});

const single: fc.Arbitrary<Act> = fc.oneof(
  { weight: 2, arbitrary: waitAmong(1, 10, 30, 45, 300) },
  { weight: 1, arbitrary: fc.constant(extend) },
  { weight: 1, arbitrary: batch.chain(saveOf) },
  { weight: 1, arbitrary: batch.map((code): Act => ({ act: 'abandon', batch: code })) },
  { weight: 1, arbitrary: fc.constant<Act>({ act: 'freeze' }) },
  { weight: 2, arbitrary: fc.constant<Act>({ act: 'thaw' }) },
  { weight: 1, arbitrary: closing },
);

/** Sequences of acts that begin about when the windows open. */
export const acts: fc.Arbitrary<Act[]> = fc
  .tuple(
    waitAmong(10),
    fc.array(
      fc.oneof({ weight: 4, arbitrary: filing }, { weight: 3, arbitrary: single.map((act) => [act]) }),
      { minLength: 3, maxLength: 12 },
    ),
  )
  .map(([first, steps]) => [first, ...steps.flat()]);
