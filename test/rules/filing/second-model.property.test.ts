import fc from 'fast-check';
import { writeReliability } from '../../support/reliability';
import { type Deed, SecondModel } from './second-model';
import { scene } from './second-scenes';
import { pack, Rules, USED } from './second-subject';
import { TABLE } from './table-2021';

const LONG = process.env.LONG !== undefined;
const RUNS = LONG ? 150_000 : 2_000;
/** Deeds that were answered, of all sequences of the main test. */
let answered = 0;
let figures: readonly (readonly [what: string, figure: number])[] = [];
/** After how many sequences each planted fault was heard. */
const planted: [fault: string, found: string][] = [];

function play(used = USED, change = (rules: Rules) => rules, heard = new Set<string>()) {
  return fc.property(scene, ({ who, sequence }) => {
    const model = new SecondModel(who);
    const rules = change(new Rules(who, used));
    for (const [index, deed] of sequence.entries()) {
      const expected = model.do(deed);
      answered += 1;
      heard.add(expected.replace(/ over .*/, ' over').replace(/^(open|lengthened) .*/, '$1'));
      if (rules.do(deed) !== expected) {
        throw new Error(`deed ${index} ${JSON.stringify(deed)}: the table says ${expected}`);
      }
    }
  });
}

test(
  `in ${RUNS} sequences over every batch of 2021 the rules answer as the table read by hand`,
  () => {
    const heard = new Set<string>();
    answered = 0;
    // The short run is the same every time; the long one is another each night.
    fc.assert(play(USED, undefined, heard), { numRuns: RUNS, ...(LONG ? {} : { seed: 2021 }) });
    for (const answer of [
      'no',
      'no form',
      'late',
      'not now',
      'open',
      'lengthened',
      'faulty',
      'save 1',
      'save 2',
      'save 3',
      'given up',
    ])
      expect([...heard]).toContain(answer);
    expect([...heard].some((answer) => / over$/.test(answer))).toBe(true);
    expect(answered).toBeGreaterThan(RUNS);
    figures = [
      ['sequences over every batch of 2021, rules and model', RUNS],
      ['deeds in them that both answered alike', answered],
      ['different answers among them', heard.size],
    ];
  },
  LONG ? 1_800_000 : 60_000,
);

test('the table has every batch of the main rounds, and no other', () => {
  const main = pack.batches.filter(({ code }) => !code.startsWith('supplementary'));
  expect(TABLE.map(({ code }) => code).toSorted()).toEqual(main.map(({ code }) => code).toSorted());
});

/** Faults that the sequences must find. */
const FAULTS: readonly (readonly [string, Partial<typeof USED>])[] = [
  ['a form outlives the times', { capFormExpiry: (expiresAt) => expiresAt }],
  [
    'a form lives a millisecond long',
    { checkFormTimer: (expiresAt, now) => USED.checkFormTimer(expiresAt, new Date(now.getTime() - 1)) },
  ],
  [
    'a form is lengthened too early',
    {
      checkFormExtension: (input) =>
        USED.checkFormExtension({ ...input, batch: { ...input.batch, formExtensionOfferMinutes: 6 } }),
    },
  ],
  ...(['categoriesMixed', 'planTypeNotHere', 'notEligible', 'choiceRepeated', 'sectionGap'] as const).map(
    (code) =>
      [
        `nothing is said of ${code}`,
        { checkChoiceList: (context) => USED.checkChoiceList(context).filter((one) => one.code !== code) },
      ] satisfies readonly [string, Partial<typeof USED>],
  ),
];

test.each(FAULTS)('a fault is heard: %s', (what, fault) => {
  const found = fc.check(play({ ...USED, ...fault }), { numRuns: 20_000, endOnFailure: true, seed: 2021 });
  expect(found.failed).toBe(true);
  planted.push([what, `sequence ${found.numRuns}`]);
});

test('a fault is heard: nothing can be given up', () => {
  const deaf = (rules: Rules): Rules => {
    const answer = rules.do.bind(rules);
    return Object.assign(rules, {
      do: (deed: Deed) => (deed.deed === 'giveUp' ? 'no' : answer(deed)),
    });
  };
  const found = fc.check(play(USED, deaf), { numRuns: 3_000, endOnFailure: true });
  expect(found.failed).toBe(true);
  planted.push(['nothing can be given up', `sequence ${found.numRuns}`]);
});

afterAll(() =>
  writeReliability({
    promise: 'P13',
    test: 'test/rules/filing/second-model.property.test.ts',
    figures,
    planted,
  }),
);
