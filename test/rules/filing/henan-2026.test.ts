import type { ChoiceList, SlotChoice } from '../../../src/rules/filing/choice-list';
import { findBatchIneligibility } from '../../../src/rules/filing/eligibility';
import { checkOverwrite, listAbandonGroup } from '../../../src/rules/filing/groups';
import type { CandidateFacts } from '../../../src/rules/pack/rule-pack';
import { block, check, choice, getBatch, loadPack, planGroup, planOf, planRow, planRows } from './filing';

const pack = loadPack('henan-2026');
const plan = planOf(
  [
    ...planRows('6504', ['01', '02', '03', '04', '05', '06', '07'], { group: '102' }),
    planRow('6504', '11', { group: '103' }),
    planRow('6504', '12', { group: '301', planType: 'national-special' }),
    planRow('6504', '13', { group: 'G01', planType: 'university-special' }),
    planRow('6504', '14', { group: '104', planType: 'directed-tibet' }),
    planRow('6504', '15', { group: '501', planType: 'sports-team' }),
    ...Array.from({ length: 60 }, (_none, index) => planRow(String(1000 + index), '01', { group: '101' })),
    planRow('2001', '01', { restrictions: [block('sex', 'equals', 'male', '该专业只招男生')] }),
    planRow('2001', '02'),
    planRow('2002', '01', { planType: 'national-special-early' }),
    planRow('2003', '01', { planType: 'rural-medical' }),
    planRow('2004', '01', { planType: 'village-doctor' }),
  ],
  { '6504+101': 'otherTrack' },
  {
    '6504+102': planGroup('6504', '102', []),
    '6504+103': planGroup('6504', '103', ['化学', '生物学']),
    '6504+104': planGroup('6504', '104', ['地理', '思想政治'], 'any'),
  },
);
const physics: CandidateFacts = {
  kind: 'general',
  firstSubject: '物理',
  electives: ['化学', '地理'],
  sex: 'female',
  lists: [],
};
const group = (school: string, code: string, majors: string[] = ['01'], rest: Partial<SlotChoice> = {}) =>
  choice(school, majors, { group: code, ...rest });
const many = (count: number) =>
  Array.from({ length: count }, (_none, index) => group(String(1000 + index), '101'));
const one = (school: string, major = '01') => choice(school, [major], { adjustment: null });

interface Case {
  readonly name: string;
  readonly batch: string;
  readonly list: ChoiceList;
  readonly facts?: CandidateFacts;
  readonly expected: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'six majors of a group without requirement',
    batch: 'undergraduate',
    list: { parallel: [group('6504', '102', ['01', '02', '03', '04', '05', '06'])] },
    expected: [],
  },
  {
    name: 'a seventh major',
    batch: 'undergraduate',
    list: { parallel: [group('6504', '102', ['01', '02', '03', '04', '05', '06', '07'])] },
    expected: ['parallel.1.major7 tooManyMajors'],
  },
  {
    name: 'both subjects are required and one was chosen, told once for the group',
    batch: 'undergraduate',
    list: { parallel: [group('6504', '103', ['11'])] },
    expected: ['parallel.1.group subjectsNotMet'],
  },
  {
    name: 'both were chosen',
    batch: 'undergraduate',
    list: { parallel: [group('6504', '103', ['11'])] },
    facts: { electives: ['化学', '生物学'] },
    expected: [],
  },
  {
    name: 'a group of the other 首选科目',
    batch: 'undergraduate',
    list: { parallel: [group('6504', '101')] },
    expected: ['parallel.1.group groupOtherTrack'],
  },
  {
    name: 'two groups of one school in two slots',
    batch: 'undergraduate',
    list: { parallel: [group('6504', '102'), group('1000', '101')] },
    expected: [],
  },
  {
    name: 'the same group twice',
    batch: 'undergraduate',
    list: { parallel: [group('6504', '102'), group('6504', '102', ['02'])] },
    expected: ['parallel.2.group choiceRepeated'],
  },
  {
    name: 'majors of two groups of one school in one slot',
    batch: 'undergraduate',
    list: { parallel: [group('6504', '102', ['01', '11'])] },
    expected: ['parallel.1.major2 majorOtherGroup'],
  },
  {
    name: 'national and university 专项 beside each other without the qualifications',
    batch: 'undergraduate',
    list: { parallel: [group('6504', '301', ['12']), group('6504', 'G01', ['13'])] },
    expected: [
      'parallel.1.major1 notEligible [国家专项计划仅限国家专项资格名单内的考生填报]',
      'parallel.2.major1 notEligible [高校专项计划仅限高校专项资格名单内的考生填报]',
    ],
  },
  {
    name: 'the same with both qualifications: they may be filed together',
    batch: 'undergraduate',
    list: { parallel: [group('6504', '301', ['12']), group('6504', 'G01', ['13'])] },
    facts: { lists: ['国家专项', '高校专项'] },
    expected: [],
  },
  {
    name: 'any one of two subjects is enough; 定向西藏 only from the approved list',
    batch: 'undergraduate',
    list: { parallel: [group('6504', '104', ['14'])] },
    expected: ['parallel.1.major1 notEligible [定向西藏就业计划仅限报考申请已审核通过的考生填报]'],
  },
  {
    name: '高水平运动队 in the ordinary part',
    batch: 'undergraduate',
    list: { parallel: [group('6504', '501', ['15'])] },
    facts: { lists: ['高水平运动队'] },
    expected: ['parallel.1.major1 planTypeNotHere'],
  },
  {
    name: '高水平运动队 alone in its own field',
    batch: 'undergraduate',
    list: { team: [group('6504', '501', ['15'])] },
    facts: { lists: ['高水平运动队'] },
    expected: [],
  },
  { name: '48 groups', batch: 'undergraduate', list: { parallel: many(48) }, expected: [] },
  {
    name: '49 groups',
    batch: 'undergraduate',
    list: { parallel: many(49) },
    expected: ['parallel.49 tooManySlots'],
  },
  {
    name: 'a defaulter with 24',
    batch: 'undergraduate',
    list: { parallel: many(24) },
    facts: { defaulter: true },
    expected: [],
  },
  {
    name: 'a defaulter with 25',
    batch: 'undergraduate',
    list: { parallel: many(25) },
    facts: { defaulter: true },
    expected: [
      'parallel.25.institution schoolCap [您上年度录取后未报到，普通本科批最多填报24个院校专业组志愿，请清空多出的志愿]',
    ],
  },
  {
    name: 'a defaulter elsewhere is under no cap',
    batch: 'junior',
    list: { parallel: many(25) },
    facts: { defaulter: true },
    expected: [],
  },
  {
    name: '行业类: several majors of one school',
    batch: 'early-industry',
    list: { parallel: [one('2001', '02'), one('2001', '01')] },
    facts: { sex: 'male' },
    expected: [],
  },
  {
    name: '行业类: a second school',
    batch: 'early-industry',
    list: { parallel: [one('2001', '02'), one('1000'), one('1001')] },
    expected: ['2', '3'].map(
      (slot) =>
        `parallel.${slot}.institution sectionCap [本科提前批行业类只能填报一所院校，请清空其他院校的志愿]`,
    ),
  },
  {
    name: '专业+院校 has no 调剂, and what its row asks is asked',
    batch: 'early-military',
    list: { parallel: [choice('2001', ['01'])] },
    expected: [
      'parallel.1.major1 notEligible [该专业只招男生]',
      'parallel.1.adjustment adjustmentUnexpected',
    ],
  },
  {
    name: '国家专项 of 公安 stands in the early batch and asks for the list',
    batch: 'early-police',
    list: { parallel: [one('2002')] },
    expected: ['parallel.1.major1 notEligible [国家专项计划仅限国家专项资格名单内的考生填报]'],
  },
  {
    name: '农村订单定向 stands in 医学类 alone',
    batch: 'early-teacher',
    list: { parallel: [one('2003')] },
    expected: ['parallel.1.major1 planTypeNotHere'],
  },
];

test.each(cases)('$batch: $name', ({ batch, list, facts, expected }) => {
  const filing = { pack, batch: getBatch(pack, batch), plan, facts: { ...physics, ...facts } };
  expect(check(filing, list)).toEqual(expected);
});

test('the seven early categories, arts and sports overwrite each other and are given up together', () => {
  const early = getBatch(pack, 'early-police');
  expect(checkOverwrite(pack, early, 'early-military')?.code).toBe('early-military');
  expect(checkOverwrite(pack, early, 'pilot')).toBeNull();
  expect(checkOverwrite(pack, early, 'police-junior')).toBeNull();
  expect(listAbandonGroup(pack, 'early-police').map(({ code }) => code)).toEqual([
    'early-military',
    'early-police',
    'early-justice',
    'early-teacher',
    'early-medical',
    'early-industry',
    'early-other',
    'arts-early',
    'sports-undergraduate',
  ]);
  expect(listAbandonGroup(pack, 'undergraduate')).toHaveLength(1);
});

test.each<[string, CandidateFacts, string | null]>([
  ['undergraduate', { kind: 'arts' }, null],
  ['arts-undergraduate', { kind: 'arts', artsProvincial: ['美术'] }, null],
  ['arts-undergraduate', { kind: 'arts', artsProvincial: [] }, 'condition'],
  ['arts-early', { kind: 'arts', lists: ['艺术校考合格'] }, null],
  ['sports-undergraduate', { kind: 'arts', sportsScore: 120 }, 'candidateKind'],
  ['sports-junior', { kind: 'sports', sportsScore: 120 }, null],
  ['pilot', { kind: 'general', lists: [] }, 'condition'],
])('%s is open to %j: %s', (batch, facts, refused) => {
  expect(findBatchIneligibility(getBatch(pack, batch), facts)?.code ?? null).toBe(refused);
});
