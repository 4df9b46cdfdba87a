import fc from 'fast-check';
import { writeReliability } from '../../support/reliability';
import { Model } from './model';
import { acts, person } from './sequences';
import { RULES, type Rules, Subject } from './subject';

const LONG = process.env.LONG !== undefined;
const RUNS = LONG ? 100_000 : 2_000;
/** Acts that were answered, of all sequences of the main test. */
let answered = 0;
let figures: readonly (readonly [what: string, figure: number])[] = [];
/** After how many sequences each planted fault was found. */
const planted: [fault: string, found: string][] = [];

/** Every answer there is; a run that does not hear each of them has shown too little. */
const ANSWERS = [
  'abandoned',
  'askFirst',
  'extended',
  'faulty',
  'frozen',
  'moved',
  'noForm',
  'nothingToAbandon',
  'opened',
  'refused',
  'saved 1, 2 left',
  'saved 2, 1 left',
  'saved 3, 0 left',
  'thawed',
  'timeOut',
  'waited',
];

/** Plays sequences on the model and on the rules; true where both gave the same answer to every act. */
function play(rules: Rules, seen: Set<string>) {
  return fc.property(person, acts, (who, sequence) => {
    const model = new Model(who);
    const subject = new Subject(who, rules);
    return sequence.every((act) => {
      const answer = model.do(act);
      answered += 1;
      seen.add(answer.replace(/, \d+ ms$/, ''));
      return subject.do(act) === answer;
    });
  });
}

test(
  `in ${RUNS} sequences of acts the rules answer as the model of the manual`,
  () => {
    const seen = new Set<string>();
    answered = 0;
    fc.assert(play(RULES, seen), { numRuns: RUNS });
    expect([...seen].toSorted()).toEqual(ANSWERS.toSorted());
    expect(answered).toBeGreaterThan(RUNS);
    figures = [
      ['sequences of acts, rules and model', RUNS],
      ['acts in them that both answered alike', answered],
      ['kinds of answers, each heard', seen.size],
    ];
  },
  LONG ? 1_200_000 : 30_000,
);

function shift(instant: Date | null, ms: number): Date | null {
  return instant === null ? null : new Date(instant.getTime() + ms);
}

/** Faults that the sequences must find. */
const FAULTS: [string, Partial<Rules>][] = [
  [
    'the hour is a millisecond short',
    {
      getBatchStanding: (input) => {
        const group = input.group && { ...input.group, lastSavedAt: shift(input.group.lastSavedAt, -1) };
        return RULES.getBatchStanding({ ...input, group });
      },
    },
  ],
  [
    'the closing instant is open',
    {
      getBatchStanding: (input) => {
        const windows = input.windows.map((one) => ({
          ...one,
          closesAt: shift(one.closesAt, 1) ?? one.closesAt,
        }));
        return RULES.getBatchStanding({ ...input, windows });
      },
    },
  ],
  [
    'a fourth save',
    {
      getBatchStanding: (input) =>
        RULES.getBatchStanding({ ...input, batch: { ...input.batch, maxSaves: 4 } }),
    },
  ],
  [
    'a save that is not counted',
    {
      getBatchStanding: (input) =>
        RULES.getBatchStanding({ ...input, group: input.group && { ...input.group, savesUsed: 0 } }),
    },
  ],
  [
    'another batch overwritten without asking',
    { getBatchStanding: (input) => ({ ...RULES.getBatchStanding(input), overwrites: [] }) },
  ],
  [
    'filing again after 放弃',
    {
      getBatchStanding: (input) =>
        RULES.getBatchStanding({ ...input, group: input.group && { ...input.group, abandoned: false } }),
    },
  ],
  [
    'the form lives a millisecond long',
    { checkFormTimer: (expiresAt, now) => RULES.checkFormTimer(expiresAt, shift(now, -1) ?? now) },
  ],
  [
    'the form outlives the window',
    { getFormExpiry: (one, from) => RULES.getFormExpiry(one, from, shift(from, 1e9) ?? from) },
  ],
  [
    'an extension too early',
    {
      checkFormExtension: (input) =>
        RULES.checkFormExtension({ ...input, batch: { ...input.batch, formExtensionOfferMinutes: 6 } }),
    },
  ],
  ...(
    ['slotGap', 'sectionGap', 'schoolCap', 'notEligible', 'choiceRepeated', 'categoriesMixed'] as const
  ).map((code): [string, Partial<Rules>] => [
    `no violation ${code}`,
    { checkChoiceList: (context) => RULES.checkChoiceList(context).filter((one) => one.code !== code) },
  ]),
];

test.each(FAULTS)('a planted fault is found: %s', (what, fault) => {
  const result = fc.check(play({ ...RULES, ...fault }, new Set()), { numRuns: 20_000, endOnFailure: true });
  expect(result.failed).toBe(true);
  planted.push([what, `sequence ${result.numRuns}`]);
});

afterAll(() =>
  writeReliability({
    promise: 'P13',
    test: 'test/rules/filing/save-sequences.property.test.ts',
    figures,
    planted,
  }),
);
