import type {
  Batch,
  Condition,
  DailyHours,
  Round,
  RulePack,
  Section,
  Undertaking,
} from '../../../src/rules/pack/rule-pack';
import { listPackFaults } from '../../../src/rules/pack-checks/check-rule-pack';
import { block, loadPack } from '../filing/filing';

const pack = loadPack('henan-2021');
const [pilot, teacher, military] = pack.batches;
const [section] = pilot?.sections ?? [];
const [round] = pack.rounds;
if (!pilot || !teacher || !military || !section || !round) throw new Error('the pack has batches');

function faultsOf(changed: Partial<RulePack>): string[] {
  return listPackFaults({ ...pack, ...changed }).map(({ path, code, value }) => `${path} ${code} ${value}`);
}

/** Faults after the first batch (军队招飞, in no group) is changed. */
function batchFaults(changed: Partial<Batch>): string[] {
  return faultsOf({ batches: [{ ...(pilot as Batch), ...changed }, ...pack.batches.slice(1)] });
}

function sectionFaults(changed: Partial<Section>): string[] {
  return batchFaults({ sections: [{ ...(section as Section), ...changed }] });
}

function roundFaults(changed: Partial<Round>): string[] {
  return faultsOf({ rounds: [{ ...(round as Round), ...changed }, ...pack.rounds.slice(1)] });
}

test('the pack of 2021 has no fault', () => {
  expect(faultsOf({})).toEqual([]);
});

test.each(['candidateKinds', 'tracks', 'planTypes', 'headings', 'rounds', 'batches'] as const)(
  'a code twice among the %s',
  (key) => {
    const twice = [...pack[key], pack[key][0]];
    const faults = faultsOf({ [key]: twice });
    expect(faults).toContain(`${key}.${twice.length - 1}.code duplicateCode ${pack[key][0]?.code}`);
  },
);

test('an undertaking twice, and of no plan type', () => {
  const [first] = pack.undertakings;
  if (first === undefined) throw new Error('two undertakings');
  expect(faultsOf({ undertakings: [first, first] })).toEqual([
    'undertakings.1.planType duplicateCode directed-tibet',
  ]);
  expect(faultsOf({ undertakings: [{ ...first, planType: 'x' }] })).toEqual([
    'undertakings.0.planType unknownCode x',
  ]);
});

test.each<[Partial<Batch>, string]>([
  [{ heading: 'x' }, 'heading unknownCode x'],
  [{ round: 'x' }, 'round unknownCode x'],
  [{ candidateKinds: ['general', 'x'] }, 'candidateKinds.1 unknownCode x'],
  [{ orderedSections: ['x'] }, 'orderedSections.0 unknownCode x'],
  [{ sectionsOrdered: true, orderedSections: ['first'] }, 'orderedSections noOrderedSections pilot'],
  [{ sections: [section, section] }, 'sections.1.code duplicateCode first'],
  [{ exclusiveGroup: 'G9', abandonGroup: null }, 'exclusiveGroup groupOfOne G9'],
  [{ abandonGroup: 'G9' }, 'abandonGroup groupOfOne G9'],
  [{ sections: [{ ...section, formMinutes: 30 }] }, 'sections.0.formMinutes sectionOutlastsForm 30'],
  [{ excludes: ['x'] }, 'excludes.0 unknownCode x'],
  [{ excludes: ['upgrade', 'pilot'] }, 'excludes.1 excludesItself pilot'],
  [{ excludes: ['upgrade', 'upgrade'] }, 'excludes.1 duplicateCode upgrade'],
])('a batch with %j', (changed, expected) => {
  expect(batchFaults(changed)).toEqual([`batches.0.${expected}`]);
});

test('a group named like a batch, and members that count differently', () => {
  const group = { exclusiveGroup: 'junior', abandonGroup: 'junior' };
  expect(
    faultsOf({ batches: [{ ...pilot, ...group }, { ...teacher, ...group }, ...pack.batches.slice(2)] }),
  ).toEqual([
    'batches.0.exclusiveGroup groupIsBatchCode junior',
    'batches.0.abandonGroup groupIsBatchCode junior',
    'batches.1.exclusiveGroup groupIsBatchCode junior',
    'batches.1.abandonGroup groupIsBatchCode junior',
  ]);
  const changed = { ...military, maxSaves: 4, cooldownMinutes: 30 };
  expect(faultsOf({ batches: [pilot, teacher, changed, ...pack.batches.slice(3)] })).toEqual([
    'batches.2.maxSaves groupQuotaDiffers 4',
    'batches.2.cooldownMinutes groupQuotaDiffers 30',
  ]);
});

test('members of a group that are confirmed otherwise', () => {
  const other = { ...military, finalConfirmation: { retractions: 1, unconfirmed: 'void' as const } };
  expect(faultsOf({ batches: [pilot, teacher, other, ...pack.batches.slice(3)] })).toEqual([
    'batches.2.finalConfirmation groupQuotaDiffers {"retractions":1,"unconfirmed":"void"}',
  ]);
});

test('a pair within an exclusive group says nothing', () => {
  const fellow = { ...teacher, excludes: [military.code] };
  expect(faultsOf({ batches: [pilot, fellow, ...pack.batches.slice(2)] })).toEqual([
    `batches.1.excludes.0 excludedByGroup ${military.code}`,
  ]);
});

test.each<[Partial<Section>, string]>([
  [{ slotLabels: [] }, 'slotLabels slotLabelsCount 0'],
  [{ slots: { min: 2, max: 1 } }, 'slots.min minAboveMax 2'],
  [{ majors: { min: 2, max: 1 } }, 'majors.min minAboveMax 2'],
  [{ unit: 'school' }, 'unit unitWithMajors school'],
  [{ majors: { min: 0, max: 0 } }, 'unit unitWithoutMajors school+major'],
  [{ unit: 'school+group' }, 'unit unitWithoutShape school+group'],
  [{ unit: 'school+major+post' }, 'unit unitWithoutShape school+major+post'],
  [{ combinedCode: true }, 'combinedCode combinedCodeWithoutGroup school+major'],
  [{ uniqueBy: 'institution+group' }, 'uniqueBy uniqueByNotInUnit institution+group'],
  [{ uniqueBy: 'institution+major+post' }, 'uniqueBy uniqueByNotInUnit institution+major+post'],
  [
    { unit: 'school', majors: { min: 0, max: 0 }, uniqueBy: 'institution+major' },
    'uniqueBy uniqueByNotInUnit institution+major',
  ],
  [{ planTypes: ['ordinary', 'x'] }, 'planTypes.1 unknownCode x'],
  [{ slotRules: [{ planType: 'x', onlySlots: [1], message: 'm' }] }, 'slotRules.0.planType unknownCode x'],
  [
    { slotRules: [{ category: 'c', onlySlots: [1, 2], message: 'm' }] },
    'slotRules.0.onlySlots slotOutOfRange 2',
  ],
  [{ eligibility: [block('heightCm', 'between', [1])] }, 'eligibility.0.value conditionValue between'],
])('a section with %j', (changed, expected) => {
  expect(sectionFaults(changed)).toEqual([`batches.0.sections.0.${expected}`]);
});

test('a 专业组 without 专业 can be chosen by nobody', () => {
  expect(sectionFaults({ unit: 'school+group', majors: { min: 0, max: 0 } })).toContain(
    'batches.0.sections.0.unit unitWithoutMajors school+group',
  );
});

test('a section by category is as unique as one likes', () => {
  expect(sectionFaults({ uniqueBy: 'institution+category' })).toEqual([]);
});

test.each<[Condition['operator'], Condition['value'], boolean]>([
  ['equals', true, true],
  ['equals', null, false],
  ['equals', ['a'], false],
  ['atLeast', 450, true],
  ['atLeast', [450], false],
  ['between', ['2001-09-01', '2004-08-31'], true],
  ['between', 5, false],
  ['oneOf', ['a'], true],
  ['oneOf', [], false],
  ['oneOf', 'a', false],
  ['notOneOf', ['a'], true],
  ['notOneOf', 'a', false],
  ['contains', 'a', true],
  ['contains', ['a'], false],
  ['containsAny', ['a', 'b'], true],
  ['containsAny', 'a', false],
  ['lacks', 'a', true],
  ['lacks', ['a', 'b'], true],
])('a condition %s %j makes sense: %s', (operator, value, sound) => {
  const expected = sound ? [] : [`batches.0.eligibility.0.value conditionValue ${operator}`];
  expect(batchFaults({ eligibility: [block('lists', operator, value)] })).toEqual(expected);
});

const DAY = { opensAt: '2021-06-26T08:00:00+08:00', closesAt: '2021-06-28T18:00:00+08:00' };
const STAGE = { create: true, edit: true, remove: false };

test.each<[string, Partial<Round>, string[]]>([
  ['that ends as it opens', { closesAt: DAY.opensAt }, [`closesAt windowEndsBeforeItOpens ${DAY.opensAt}`]],
  [
    'with windows of every scope',
    {
      scopedWindows: [
        { ...DAY, scope: { kind: 'county', county: '410101' } },
        { ...DAY, scope: { kind: 'candidateKind', candidateKind: 'arts' } },
        { ...DAY, scope: { kind: 'scoreBand', from: 600, to: 600 } },
        { ...DAY, scope: { kind: 'scoreBand', from: null, to: 429 } },
        { ...DAY, scope: { kind: 'scoreBand', from: 670, to: null } },
      ],
    },
    [],
  ],
  [
    'with faulty windows',
    {
      scopedWindows: [
        { opensAt: DAY.closesAt, closesAt: DAY.opensAt, scope: { kind: 'province' } },
        { ...DAY, scope: { kind: 'candidateKind', candidateKind: 'x' } },
        { ...DAY, scope: { kind: 'scoreBand', from: 601, to: 600 } },
      ],
    },
    [
      'scopedWindows.0.scope duplicateCode province',
      `scopedWindows.0.closesAt windowEndsBeforeItOpens ${DAY.opensAt}`,
      'scopedWindows.1.scope.candidateKind unknownCode x',
      'scopedWindows.2.scope.from bandUpsideDown 601',
    ],
  ],
  [
    'with stages in order and out of order',
    {
      stages: [
        { from: '2021-06-28T10:00:00+08:00', permits: STAGE },
        { from: '2021-06-28T10:30:00+08:00', permits: STAGE },
        { from: '2021-06-28T10:30:00+08:00', permits: STAGE },
      ],
    },
    ['stages.2 stagesOutOfOrder 2'],
  ],
])('a round %s', (_, changed, expected) => {
  expect(roundFaults(changed)).toEqual(expected.map((fault) => `rounds.0.${fault}`));
});

const asks = (field: string, value: Condition['value'] = true) => [block(field, 'equals', value)];
const male = block('sex', 'equals', 'male');

test.each<[string, Partial<RulePack>, string]>([
  [
    'of a plan type',
    { planTypes: [{ code: 'a', name: 'a', eligibility: asks('x') }] },
    'planTypes.0.eligibility.0.field unknownFact x',
  ],
  [
    'of a plan type that makes no sense',
    { planTypes: [{ code: 'a', name: 'a', eligibility: [block('heightCm', 'between', [1])] }] },
    'planTypes.0.eligibility.0.value conditionValue between',
  ],
  [
    'of a cap',
    { schoolCaps: [{ fact: 'x', schoolsPerParallelSection: 2, message: 'm' }] },
    'schoolCaps.0.fact unknownFact x',
  ],
  [
    'of a cap that is no yes or no',
    { schoolCaps: [{ fact: 'sex', schoolsPerParallelSection: 2, message: 'm' }] },
    'schoolCaps.0.fact factShape sex',
  ],
])('a fact that there is not: %s', (_, changed, expected) => {
  expect(faultsOf(changed)).toContain(expected);
});

test.each<[Partial<Batch>, string]>([
  [{ eligibility: asks('score.英语', 90) }, 'eligibility.0.field unknownFact score.英语'],
  [{ eligibility: asks('toString') }, 'eligibility.0.field unknownFact toString'],
  [
    { eligibility: [{ ...male, when: { field: 'tracks', equals: '1' } }] },
    'eligibility.0.when.field unknownFact tracks',
  ],
  [{ planAudienceFact: 'x' }, 'planAudienceFact unknownFact x'],
  [{ planAudienceFact: 'totalScore' }, 'planAudienceFact factShape totalScore'],
  [{ confirmMode: 'sign' }, 'confirmMode confirmModeUnserved sign'],
])('a batch that names what there is not: %j', (changed, expected) => {
  expect(batchFaults(changed)).toEqual([`batches.0.${expected}`]);
});

test('a section that asks for what there is not', () => {
  expect(sectionFaults({ eligibility: asks('x') })).toEqual([
    'batches.0.sections.0.eligibility.0.field unknownFact x',
  ]);
});

const grouped = (...groups: readonly Pick<Batch, 'exclusiveGroup' | 'abandonGroup'>[]) =>
  faultsOf({
    batches: pack.batches.map((batch, index) => ({
      ...batch,
      exclusiveGroup: null,
      abandonGroup: null,
      ...groups[index],
      maxSaves: 3,
      cooldownMinutes: 60,
    })),
  });
const group = (exclusiveGroup: string | null, abandonGroup: string | null) => ({
  exclusiveGroup,
  abandonGroup,
});

test('an exclusive group is given up as one', () => {
  expect(grouped(group('A', 'B'), group('A', 'B'))).toEqual([]);
  expect(grouped(group('A', null), group('A', null))).toContain(
    `batches.1.abandonGroup groupSplit ${pack.batches[1]?.code}`,
  );
  expect(grouped(group('A', 'B'), group('A', 'C'), group(null, 'B'), group(null, 'C'))).toEqual([
    'batches.1.abandonGroup groupSplit C',
  ]);
});

test('a code of both kinds of group means the same batches', () => {
  expect(grouped(group('A', 'A'), group('A', 'A'))).toEqual([]);
  expect(grouped(group('A', 'B'), group('A', 'B'), group('C', 'A'), group('C', 'A'))).toEqual([
    'batches.0.exclusiveGroup groupOfBothKinds A',
    'batches.1.exclusiveGroup groupOfBothKinds A',
    'batches.2.abandonGroup groupOfBothKinds A',
    'batches.3.abandonGroup groupOfBothKinds A',
  ]);
  expect(grouped(group('A', 'A'), group('A', 'A'), group(null, 'A'))).toEqual([
    'batches.2.abandonGroup groupOfBothKinds A',
  ]);
});

test.each<[DailyHours, string[]]>([
  [{ from: '09:00', until: '18:00' }, []],
  [{ from: '02:00', until: '03:00' }, ['rounds.0.dailyHours dailyHoursLeaveNothing 02:00-03:00']],
  [{ from: '18:00', until: '09:00' }, ['rounds.0.dailyHours dailyHoursLeaveNothing 18:00-09:00']],
])('daily hours of a round: %j', (dailyHours, expected) => {
  const [first, ...rest] = pack.rounds;
  if (first === undefined) throw new Error('the pack has no round');
  const round = { ...first, opensAt: '2026-07-05T04:00:00+08:00', closesAt: '2026-07-07T01:00:00+08:00' };
  const { scopedWindows: _scoped, stages: _stages, ...whole } = round;
  const hours = dailyHours.from === '02:00' ? { ...whole, closesAt: '2026-07-05T23:00:00+08:00' } : whole;
  expect(faultsOf({ rounds: [{ ...hours, dailyHours }, ...rest] })).toEqual(expected);
});

const agreement: Undertaking = {
  ...{ planType: 'ordinary', name: '测试', title: '测试承诺书', paragraphs: ['全文'], agreedInForm: true },
};
test.each<[Partial<Undertaking>, string[]]>([
  [{}, []],
  [{ paragraphs: ['一', '报考{{institution}}'] }, ['undertakings.0.paragraphs.1 agreementUnfilled ordinary']],
  [{ agreedInForm: false, paragraphs: ['报考{{institution}}'] }, []],
  [
    { planType: 'nowhere' },
    ['undertakings.0.planType agreementNowhere nowhere', 'undertakings.0.planType unknownCode nowhere'],
  ],
])('a 承诺书 that is agreed to in the form: %j', (changed, expected) => {
  expect(faultsOf({ undertakings: [{ ...agreement, ...changed }] })).toEqual(expected);
});

test('two slots of one label, as many as there are', () => {
  expect(sectionFaults({ slots: { min: 0, max: 3 }, slotLabels: ['A', 'B', 'A'] })).toEqual([
    'batches.0.sections.0.slotLabels slotLabelsDoubled A',
  ]);
});

test('a section may end sooner than its form, and no later', () => {
  const { formMinutes } = pilot;
  expect(sectionFaults({ formMinutes: formMinutes - 1 })).toEqual([]);
  expect(sectionFaults({ formMinutes: formMinutes + 1 })).toEqual([
    `batches.0.sections.0.formMinutes sectionOutlastsForm ${formMinutes + 1}`,
  ]);
});

test('岗位 are told apart only where they are chosen', () => {
  const codes = { ...pack.codes, post: { length: 3, alphabet: 'digits' as const } };
  const of = (changed: Partial<Section>) =>
    faultsOf({
      codes,
      batches: [{ ...pilot, sections: [{ ...section, ...changed }] }, ...pack.batches.slice(1)],
    });
  expect(of({ unit: 'school+major+post', uniqueBy: 'institution+major+post' })).toEqual([]);
  expect(of({ unit: 'school+major', uniqueBy: 'institution+major+post' })).toHaveLength(1);
  expect(of({ unit: 'school+major+post', uniqueBy: 'institution' })).toEqual([]);
});
